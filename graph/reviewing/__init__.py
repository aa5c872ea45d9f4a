"""What a reviewer had better look at: unsure claims, and things that may be one or may be two."""
