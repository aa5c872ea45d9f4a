"""Queries and updates that strangers write: guarded, mended, run where they can be killed."""
