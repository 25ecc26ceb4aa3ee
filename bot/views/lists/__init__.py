"""Messages that list things, a page at a time."""
