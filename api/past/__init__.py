"""Answers of times past (RFC 7089, Memento)."""
