"""How sure each saying is: features, a trained weighing of them, and what goes to review."""
