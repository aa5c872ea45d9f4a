"""Full-text search over names and quotes."""
