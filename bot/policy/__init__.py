"""May this person do this, from here, to that? Pure, but for reading the file.

`bot.policy.file` reads the YAML, `bot.policy.rules` is what it says, `bot.policy.decide` answers one
question, `bot.policy.access` answers them for one person in one place.
"""
