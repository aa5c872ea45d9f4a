"""HTML pages: what they show, how text gets into them safely."""
