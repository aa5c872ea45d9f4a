"""What people decide of things and claims, and how it holds when texts are read again."""
