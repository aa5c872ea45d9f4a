"""Questions as files, and the catalogue that finds, checks and asks them."""
