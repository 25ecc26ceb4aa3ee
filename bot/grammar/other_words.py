"""Lines that other words than the commands' own may mean: ``retry last failed``, ``list pipelines``."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.grammar.suggest import lines_like, thing_line
from bot.grammar.syntax import Syntax
from bot.grammar.write import line
from bot.model.line import Line

#: Lines of which the first that can be read is meant.
Alternatives: TypeAlias = tuple[Line, ...]

# Before the name of something; they say nothing themselves.
_FILLER = re.compile(
    r"(?:the|an?|this|that|it|our|all|me|us|please|now|of|in|on|at|for|from|with|to|about)(?:\s+|$)",
    re.IGNORECASE,
)
_NOUN = re.compile(r"(?:pipeline|workflow|build|job|project|branch)s?(?:\s+|$)", re.IGNORECASE)
# What names one run by itself: a number, an address, an id, `last`.
_EXACT = re.compile(
    r"(?:.*\s)?(?:(?:\S*#)?\d+|last|\S+://\S+|(?=\S*\d)[0-9a-f]{4,}[0-9a-f-]*)(?:\s|$)", re.IGNORECASE
)
_EDGES = "?!.,:;"
# From how many letters on a word has slips: `builds`, but not `st`.
_LONG = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """A command that other words may mean; ``args``: what they say besides (``retry``: what failed)."""

    syntax: Syntax[Any]
    args: Any = None

    def lines(self, rest: str) -> Iterator[Line]:
        """Lines that say it with the ``rest`` of what was typed, the plainest first."""
        words = line(self.syntax, self.args).split(" ") if self.args is not None else [self.syntax.words]
        flags = [each for each in words if each.startswith("-")]
        named = " ".join(each for each in words if not each.startswith("-"))
        noun = _NOUN.match(rest)
        shorter = _without_filler(rest[noun.end() :]) if noun else rest
        for said in dict.fromkeys((rest, shorter)):
            if not _EXACT.match(said):
                yield _joined(named, said, *flags)
            yield _joined(self.syntax.words, said, *flags)


@dataclass(frozen=True, slots=True)
class OtherWords:
    """``meanings``: of words that are no command's, in lower case, the likeliest first.

    ``showing``: verbs that only ask for what is named after them: ``list pipelines``.
    """

    meanings: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    showing: frozenset[str] = frozenset()

    def meant(self, said: str) -> tuple[tuple[Meaning, ...], str]:
        """What the longest beginning that is known means, and the rest; nothing where none is."""
        words = said.split()
        for width in range(min(len(words), 5), 0, -1):
            found = self.meanings.get(" ".join(map(_plain, words[:width])))
            if found:
                return found, _after(said, width)
        return (), said

    def phrase(self, said: str) -> str:
        """The words themselves of which the meaning is known: ``roll back``."""
        meanings, rest = self.meant(said)
        words = said.split()
        return " ".join(words[: len(words) - len(rest.split())]).rstrip(_EDGES) if meanings else ""

    def like(self, word: str) -> tuple[Meaning, ...]:
        """What a word that reads means, of which this one is a slip; nothing where none is."""
        if len(word) < _LONG:
            return ()
        near = process.extractOne(
            _plain(word), self.meanings.keys(), scorer=OSA.distance, score_cutoff=1, processor=None
        )
        return tuple(each for each in self.meanings[near[0]] if not each.syntax.acts) if near else ()


NO_OTHER_WORDS = OtherWords()


def lines_meant(
    said: str, syntaxes: Sequence[Syntax[Any]], other: OtherWords, projects: Collection[str] = ()
) -> Iterator[Alternatives]:
    """What may be meant by a line that begins with no command, the likeliest first."""
    words = said.split()
    if len(words) == 1 and words[0] in projects:
        yield from _about_project(words[0], syntaxes, other)
        return
    if _plain(words[0]) in other.showing and (rest := _without_filler(_after(said, 1))):
        shown = _shown(rest, syntaxes, other, projects)
        if shown:
            yield from shown
            return
    meanings, rest = other.meant(said)
    if meanings:
        for each in meanings:
            yield tuple(each.lines(_without_filler(rest)))
        return
    if words[0] in projects:
        yield from _about_project(said.strip(), syntaxes, other)
        return
    likely = lines_like(said, words, syntaxes)
    for found in likely:
        yield (found,)
    for each in () if likely else other.like(words[0]):
        yield tuple(each.lines(_without_filler(_after(said, 1))))


def _shown(
    said: str, syntaxes: Sequence[Syntax[Any]], other: OtherWords, projects: Collection[str]
) -> list[Alternatives]:
    """What shows the thing that is named: never what has an effect."""
    if command := syntax_of(said.split(), syntaxes):
        rest = _without_filler(_after(said, len(command.words.split())))
        return [] if command.acts else [(_joined(command.words, rest),)]
    if thing := thing_line(said, said.split(), [each.words for each in syntaxes]):
        return [(thing,)]
    if said in projects:
        return _about_project(said, syntaxes, other)
    meanings, rest = other.meant(said)
    rest = _without_filler(rest)
    return [tuple(each.lines(rest)) for each in meanings if not each.syntax.acts]


def _about_project(said: str, syntaxes: Sequence[Syntax[Any]], other: OtherWords) -> list[Alternatives]:
    """A project's name alone, or before a command."""
    project, _, rest = said.partition(" ")
    rest = rest.strip()
    if rest and syntax_of(rest.split(), syntaxes):
        return [(Line(f"{rest} {project}"),)]
    if rest and (meanings := other.meant(rest)[0]):
        left = _joined(other.meant(rest)[1], project)
        return [tuple(each.lines(left)) for each in meanings]
    status = next((each for each in syntaxes if each.words == "status"), None)
    return [(_joined(status.words, said),)] if status else []


def syntax_of(words: Sequence[str], syntaxes: Sequence[Syntax[Any]]) -> Syntax[Any] | None:
    """The command that the words begin with: of several the longest."""
    typed = [word.lower() for word in words]
    fit = [each for each in syntaxes if typed[: len(each.words.split())] == each.words.split()]
    return max(fit, key=lambda each: len(each.words), default=None)


def commands_meant(
    said: str, syntaxes: Sequence[Syntax[Any]], other: OtherWords = NO_OTHER_WORDS
) -> tuple[Syntax[Any], ...]:
    """The commands that may be meant, whose help is asked for."""
    words = said.split()
    if not words:
        return ()
    if command := syntax_of(words, syntaxes):
        return (command,)
    if meanings := other.meant(said)[0]:
        return tuple(dict.fromkeys(each.syntax for each in meanings))
    likely = lines_like(words[0], words[:1], syntaxes)
    return tuple(each for found in likely if (each := syntax_of(found.split(), syntaxes)))


def _plain(word: str) -> str:
    return word.lower().strip(_EDGES).replace("'", "").replace("’", "") or word


def _after(said: str, width: int) -> str:
    """What follows so many words, as it was typed."""
    return "".join(said.strip().split(maxsplit=width)[width:])


def _without_filler(said: str) -> str:
    while found := _FILLER.match(said):
        said = said[found.end() :]
    return said


def _joined(*parts: str) -> Line:
    return Line(" ".join(part for part in parts if part))
