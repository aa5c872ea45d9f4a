"""The quad engine behind an address: a server that speaks SPARQL 1.1 (Query, Update, Protocol)."""
