"""One file per verb; the order here is the order of the help."""
