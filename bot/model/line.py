"""A command line."""

from typing import NewType

#: A line that the grammar has written or read: what a button carries, what advice says, what a row keeps.
#: Only `bot.grammar` makes one, so that what is offered can be read again.
Line = NewType("Line", str)
