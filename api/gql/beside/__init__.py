"""What stands beside an answer: the same selection in RDF's own languages."""
