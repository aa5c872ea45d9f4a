"""``/status``: what there is, what runs, and how well it reads, on one page."""
