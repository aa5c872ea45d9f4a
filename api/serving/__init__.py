"""The server as processes: started, watched, counted, ended."""
