"""A standby: a data directory that follows another one and is only read."""
