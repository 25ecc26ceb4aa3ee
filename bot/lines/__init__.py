"""What can be typed: the words and arguments of every command, in rooms by the groups of the help.

`bot.grammar.line` writes a line from an argument value: ``line(lines.APPROVE, lines.ApproveArgs(…))``.
"""

from bot.lines.act import *
from bot.lines.channel import *
from bot.lines.explain import *
from bot.lines.follow import *
from bot.lines.look_up import *
from bot.lines.other_words import *
from bot.lines.paging import *
from bot.lines.see import *
