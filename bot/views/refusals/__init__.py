"""What was not done, in words: one function for each thing that can be said, by what it is about.

`bot.views.refusals.refusal` finds the function for an error.
"""
