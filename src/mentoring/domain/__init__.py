"""What a programme is: frozen values without files, clock, chance or solver."""
