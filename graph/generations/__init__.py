"""Generations: checkpoints, the pointer to the newest, leases, retention, comparison."""
