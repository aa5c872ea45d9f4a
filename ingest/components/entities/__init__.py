"""Names, what they name, and what that is linked to."""
