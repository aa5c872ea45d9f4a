"""Lists and tables read under what introduces them."""
