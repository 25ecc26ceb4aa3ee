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


#: What is typed behind the first "=", in words; one with a "=" behind it is a parameter's name.
_TYPED = re.compile(r"([\w.+/@-]*\w[\w.+/@-]*)(=?)")


def without_quotes(text: str, line: str) -> str:
    """What somebody says of a line, as it may be logged: what they quote was typed, and may be a secret; so
    is what the line sets parameters to, which they may repeat without quotes.
    """
    text = _QUOTED.sub(r"\1…\1", safe(text))
    typed = {each[1] for each in _TYPED.finditer(line.partition("=")[2]) if not each[2]}
    values = "|".join(map(re.escape, sorted(typed, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{values})(?!\w)", "…", text) if values else text
