"""From what documents say to the quads of the graph, kept level by difference."""
