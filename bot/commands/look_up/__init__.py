"""One thing, or all of a sort."""
