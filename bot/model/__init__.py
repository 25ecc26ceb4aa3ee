"""The bot's own nouns: who asks, where, what they may do, what we say, what went wrong.

Values only: frozen, without I/O, importing nothing of ours but CircleCI's nouns.
"""
