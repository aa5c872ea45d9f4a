"""The doors: HTTP, SPARQL protocol, GraphQL, pages and the command line."""
