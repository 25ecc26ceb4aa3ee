"""A small Slack and a small CircleCI, to try the bot against and to test it with.

The real bot runs unchanged between the two: it does not know that it is being tried.
"""
