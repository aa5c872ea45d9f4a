"""Backups and how a data directory comes back from one."""
