"""Which run to look at next, and which message to draw next."""
