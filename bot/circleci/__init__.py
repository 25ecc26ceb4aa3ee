"""A client of CircleCI's API v2: a library that happens to live here. It imports nothing of the bot."""
