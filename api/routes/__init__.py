"""The doors over HTTP, one module for each kind of visitor."""
