"""The first build of a graph: drafts by helper processes, loaded in bulk."""
