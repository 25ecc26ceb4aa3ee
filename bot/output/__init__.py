"""What a job's steps printed, as it may be shown: as a terminal leaves it, without secrets, its end.

`clean` makes of it what a terminal shows, `mask` hides secrets, `tail` keeps the end of it.
All of them take a stream, in bounded memory. `whole` does the same for a file; `apart` for what is large.
`mask` has hundreds of patterns, so it is imported with the first text, not when the program starts.
"""

import re

from bot.output.apart import MaskedStream
from bot.output.clean import clean_text
from bot.output.tail import StreamEnd, Tail
from bot.output.whole import MaskedFile, without_secrets

__all__ = [
    "MaskedFile",
    "MaskedStream",
    "StreamEnd",
    "Tail",
    "safe",
    "without_quotes",
    "without_secrets",
]


def safe(text: str) -> str:
    """A short text of a job's, a command or a name, as it may be shown."""
    from bot.output.mask import mask_secrets

    return mask_secrets(clean_text(text))


_QUOTED = re.compile(r"""(["'`])(?:(?!\1).)+\1""", re.DOTALL)


def without_quotes(text: str) -> str:
    """What somebody says of a line, as it may be logged: what they quote was typed, and may be a secret."""
    return _QUOTED.sub(r"\1…\1", safe(text))
