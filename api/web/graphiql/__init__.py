"""GraphiQL for the page of /graphql: taken from npm, completed with ours, read once."""
