"""What runs in a browser: GraphiQL, our script and style for it, and example documents."""
