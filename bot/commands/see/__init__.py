"""How things stand."""
