"""Which claims stand behind the rows of an answer."""
