"""Where facts live: the store, its documents, its generations and its validation."""
