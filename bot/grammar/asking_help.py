"""``--help``, ``-h``, ``?`` and ``help`` at either end of a line ask for the help of its command."""

from collections.abc import Sequence
from typing import Any

from bot.grammar.other_words import OtherWords, commands_meant
from bot.grammar.syntax import Syntax, syntax_of
from bot.model.line import Line

_HELP = "help"

_FLAGS = frozenset({"--help", "-h", "-help", "-?", "--usage", "/?"})
_SIGNS = _FLAGS | {_HELP, "?"}


def asked_help_line(words: Sequence[str], syntaxes: Sequence[Syntax[Any]], other: OtherWords) -> Line | None:
    """The line that shows the help which is asked for, or None where none is."""
    typed = {word.lower() for word in words}  # nothing more is done on the way to most acknowledgements
    return None if typed.isdisjoint(_SIGNS) else _asked_help(words, syntaxes, other)


def _asked_help(words: Sequence[str], syntaxes: Sequence[Syntax[Any]], other: OtherWords) -> Line | None:
    if _HELP not in {each.words for each in syntaxes}:
        return None
    left = _without_signs(words, syntax_of(words, syntaxes))
    if left is None:
        return _flag_help(words, syntaxes)
    command = syntax_of(left, syntaxes) if left else None
    if command is None and left:
        command = next(iter(commands_meant(" ".join(left), syntaxes, other)), None)
    return Line(_HELP) if command is None else _help_of(command.words)


def _flag_help(words: Sequence[str], syntaxes: Sequence[Syntax[Any]]) -> Line | None:
    """``help --failed``: of the command that has the flag, unless one is named."""
    flags = [word.lower() for word in words if word.startswith("--")]
    if words[0].lower() != _HELP or not flags:
        return None
    named = [word for word in words[1:] if not word.startswith("--")]
    if named:
        return _help_of(" ".join(named))
    return next((_help_of(each.words) for each in syntaxes if flags[0] in each.flags), None)


def help_of(words: str, syntaxes: Sequence[Syntax[Any]]) -> tuple[Line, ...]:
    """The line that shows the help of the command with these words; none where there is no help of it."""
    known = {each.words for each in syntaxes}
    return (_help_of(words),) if {_HELP, words} <= known else ()


def _help_of(words: str) -> Line:
    return Line(f"{_HELP} {words}")


def _without_signs(words: Sequence[str], command: Syntax[Any] | None) -> list[str] | None:
    """The words but those that ask for help; None where there are none of these."""
    typed = [word.lower() for word in words]
    end = typed.index("--") if "--" in typed else len(typed)
    signs = {at for at in range(end) if typed[at] in _FLAGS}
    if typed[0] == "?":
        signs.add(0)
    elif end == len(typed) > 1 and _ends_in_help(typed, command):
        signs.add(end - 1)
    if not signs:
        return None
    left = [word for at, word in enumerate(words) if at not in signs]
    return left[1:] if left and left[0].lower() == _HELP else left


def _ends_in_help(typed: Sequence[str], command: Syntax[Any] | None) -> bool:
    """``rerun help``; but ``--reason help`` is a text, and a question may end in a mark that stands alone."""
    if typed[-1] not in (_HELP, "?") or (typed[0] == _HELP and typed[-1] != "?"):
        return False
    switches = {each.arg.flag for each in command.parameters if each.switch} if command else set()
    if any(word.startswith("--") and word not in switches for word in typed):
        return False
    width = len(command.words.split()) if command else 0
    reads = command is not None and not command.acts
    return not (typed[-1] == "?" and reads and len(typed) > width + 1)
