"""Whether a data directory is sound."""
