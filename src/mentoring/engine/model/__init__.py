"""What the solver is told: facts as literals, rows, days and goals, and how one question is asked."""
