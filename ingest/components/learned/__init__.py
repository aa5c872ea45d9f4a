"""A small trained reader of relations between two names, beside the rules."""
