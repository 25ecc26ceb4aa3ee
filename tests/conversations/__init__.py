"""Whole dialogues: what is said on one side, what is shown on the other."""
