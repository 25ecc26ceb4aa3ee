"""Messages about one thing."""
