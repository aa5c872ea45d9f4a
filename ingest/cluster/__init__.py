"""Extraction on a Ray cluster, for more documents than the cores of one machine read."""
