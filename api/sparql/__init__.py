"""The doors of the SPARQL 1.1 Protocol."""
