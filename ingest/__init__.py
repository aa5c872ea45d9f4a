"""From documents to facts: readers, the spaCy pipeline and the run over many files."""
