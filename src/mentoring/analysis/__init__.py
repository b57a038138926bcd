"""Pure functions over scenarios and plans: what can be read off them, without files and without the solver."""
