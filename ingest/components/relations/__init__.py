"""Who does what with whom: pairs, references, frames, status, and what fits."""
