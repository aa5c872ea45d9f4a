"""The types of the schema, and how their fields are read."""
