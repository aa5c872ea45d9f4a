"""The shapes: their table, the gate before publication, and the full report."""
