"""Triples as text: canonical N-Triples, the formats made from its lines, digests, differences."""
