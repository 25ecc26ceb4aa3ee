"""May this person do this, from here, to that? A file that people write, and pure functions over it."""
