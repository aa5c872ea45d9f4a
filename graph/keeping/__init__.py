"""What is kept in files: documents.sqlite and its layout, readings, locks, and full disks."""
