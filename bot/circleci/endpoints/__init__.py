"""Groups of endpoints that the client has as attributes."""
