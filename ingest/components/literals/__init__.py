"""Counts, years, dates and topics."""
