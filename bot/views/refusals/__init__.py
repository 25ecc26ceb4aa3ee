"""What was not done, in words: one function for each thing that can be said."""
