"""About this channel, and who may do what in it."""
