"""Which mentions are one thing, and by which IRI and names the graph knows it."""
