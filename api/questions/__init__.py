"""Questions of the catalogue over HTTP: their pages, their formats, and how answers are paged."""
