"""What all answers over HTTP have in common."""
