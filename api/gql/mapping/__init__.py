"""What each field of the schema is in RDF: one table, which everything else is made from."""
