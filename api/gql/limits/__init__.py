"""What a request may ask for: depth, aliases, nodes."""
