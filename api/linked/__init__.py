"""Linked data: what IRIs lead to, how it is framed and paged, and what describes all of it."""
