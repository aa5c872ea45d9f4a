"""Documents that the keeper sends to a running server: read in a process aside, and followed."""
