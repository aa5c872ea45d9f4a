"""What ``hansa extract`` shows of one document's reading."""
