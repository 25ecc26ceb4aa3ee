"""Why things are so."""
