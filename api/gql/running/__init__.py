"""How requests are run: what they select, and plans that read it without the library's executor."""
