"""Lines that other words than the commands' own may mean: ``retry last failed``, ``list pipelines``."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.grammar import kinds
from bot.grammar.suggest import lines_like, thing_line
from bot.grammar.syntax import Syntax, syntax_of
from bot.grammar.write import line
from bot.model.line import Line

#: Lines of which the first that can be read is meant.
Alternatives: TypeAlias = tuple[Line, ...]

# Before the name of something; they say nothing themselves.
_FILLER = re.compile(
    r"(?:the|an?|this|that|it|we|our|all|everything|me|us|please|now|of|in|on|at|for|from|with|to|about|new)(?:\s+|$)",
    re.IGNORECASE,
)
_NOUN = re.compile(r"(?:pipeline|workflow|build|job|run|project|branch)s?(?:\s+|$)", re.IGNORECASE)
# After it: `last failed job`, `is main green`, `how is web doing`.
_TRAILING_NOUN = re.compile(r"\b(last|failed)\s+(?:pipeline|workflow|build|job|run)s?$", re.IGNORECASE)
_STATE = re.compile(
    r"(?:^|(?<!\blast)\s+)(?:green|red|ok|okay|up|down|broken|failing|passing|pass|passed|fail|failed|done|running|doing|finish|finished"
    r"|now|today|right now|again|please|yet|live)$",
    re.IGNORECASE,
)
# What names one run by itself: a number, an address, an id, `last`.
_EXACT = re.compile(
    r"(?:.*\s)?(?:(?:\S*#)?\d+|last|\S+://\S+|(?=\S*\d)[0-9a-f]{4,}[0-9a-f-]*)(?:\s|$)", re.IGNORECASE
)
# A pipeline's parameter.
_ASSIGNMENT = re.compile(r"(?:^|\s)[a-z_][\w-]*=", re.IGNORECASE)
# How many of them: `show last 20 pipelines`, `5 builds`.
_COUNTED = re.compile(
    r"(?:(?:show|list|get|give)\s+(?:me\s+)?)?(?:the\s+)?(?:(?:last|latest|newest|top|first)\s+)?(?:\d{1,2}|100)\s+(?=[a-z])",
    re.IGNORECASE,
)
# An environment, which is a parameter's value or an approval's: nobody can tell.
_WHERE_TO = re.compile(r"(?:^|\s+)(?:in)?to\s+\S+$", re.IGNORECASE)
_EDGES = "?!.,:;"
_JOINT = re.compile(r"(?<=[a-z])[-_](?=[a-z])", re.IGNORECASE)
# How many words name something at most: `e2e of last failed`.
_LONGEST_NAME = 4
# From how many letters on a word has slips: `builds`, but not `st`.
_LONG = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """A command that other words may mean; ``args``: what they say besides (``retry``: what failed)."""

    syntax: Syntax[Any]
    args: Any = None

    def lines(self, rest: str) -> Iterator[Line]:
        """Lines that say it with the ``rest`` of what was typed, the plainest first."""
        takes_parameters = any(each.arg.kind == kinds.PARAMETER for each in self.syntax.parameters)
        if _ASSIGNMENT.search(rest) and not takes_parameters:
            return
        words = line(self.syntax, self.args).split(" ") if self.args is not None else [self.syntax.words]
        flags = [each for each in words if each.startswith("-")]
        named = " ".join(each for each in words if not each.startswith("-"))
        rest = _TRAILING_NOUN.sub(r"\1", rest)
        if self.syntax.acts and all(each is self.syntax.behind for each in self.syntax.slots):
            rest = _WHERE_TO.sub("", rest)
        noun = _NOUN.match(rest)
        shorter = _without_filler(rest[noun.end() :]) if noun else rest
        said_job = noun is not None and noun[0].lower().startswith(("job", "workflow", "branch"))
        both = (rest, shorter) if said_job else (shorter, rest)
        several = both if self.syntax.acts else (_STATE.sub("", both[0]), *both)
        for said in dict.fromkeys(several):
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


@dataclass(frozen=True, slots=True)
class Guess:
    """What may be meant by lines that begin with no command. ``projects``: the names that are known."""

    syntaxes: Sequence[Syntax[Any]]
    other: OtherWords
    projects: Container[str] = ()

    def meant(self, said: str) -> Iterable[Alternatives]:
        """The likeliest first."""
        said = said.rstrip("? ").strip() or said
        if (counted := _COUNTED.match(said)) and (shown := self._shown(said[counted.end() :])):
            return shown
        first, rest = said.split()[0], _after(said, 1)
        if said in self.projects:
            return self._status(said)
        project, slash, branch = said.replace(":", "/", 1).partition("/")
        if slash and branch and " " not in said and project in self.projects:
            return self._status(f"{project}@{branch}")
        if _plain(first) in self.other.showing and (shown := self._shown(_without_filler(rest))):
            return shown
        if found := self._by_other_words(said):
            return found
        named = first in self.projects
        turned = named or (first.lower() != "last" and thing_line(first, [first], self._known))
        if turned and (found := self._turned(first, rest)):
            return found
        if thing := thing_line(said, said.split(), self._known):
            return [(thing,)]
        if named:
            return self._status(said)
        apart = _JOINT.sub(" ", first)
        if apart != first and (found := self._apart(f"{apart} {rest}".strip())):
            return found
        likely = [(each,) for each in lines_like(said, said.split(), self.syntaxes)]
        return likely or [tuple(each.lines(_without_filler(rest))) for each in self.other.like(first)]

    @property
    def _known(self) -> list[str]:
        return [each.words for each in self.syntaxes]

    def _by_other_words(self, said: str) -> list[Alternatives]:
        meanings, rest = self.other.meant(said)
        rest = _without_filler(rest)
        if not meanings:
            return []
        if not meanings[0].syntax.acts and (named := self._shown(rest, by_words=False)):
            return named
        return [found for each in meanings for found in self._lines(each, rest)]

    def _lines(self, meaning: Meaning, rest: str) -> list[Alternatives]:
        if meaning.syntax.words != "help":
            return [tuple(meaning.lines(rest))]
        commands = commands_meant(rest, self.syntaxes, self.other)
        return [tuple(meaning.lines(each.words)) for each in commands] or [tuple(meaning.lines(""))]

    def _shown(self, said: str, *, by_words: bool = True) -> list[Alternatives]:
        """What shows the thing that is named: never what has an effect."""
        words = said.split()
        if command := syntax_of(words, self.syntaxes):
            rest = _without_filler(_after(said, len(command.words.split())))
            if not command.acts:
                return [(_joined(command.words, rest),)]
            return [(_joined("help", command.words),)] if by_words else []
        if not words or not by_words:
            return []
        if thing := thing_line(said, words, self._known):
            return [(thing,)]
        if said in self.projects:
            return self._status(said)
        meanings, rest = self.other.meant(said)
        reading = [each for each in meanings if not each.syntax.acts]
        found = [found for each in reading for found in self._lines(each, _without_filler(rest))]
        if found or words[0] not in self.projects:
            return found
        turned = [each for each in self._turned(words[0], _after(said, 1)) if not self._acts(each)]
        return turned or self._status(said)

    def _acts(self, alternatives: Alternatives) -> bool:
        commands = (syntax_of(each.split(), self.syntaxes) for each in alternatives)
        return any(each is None or each.acts for each in commands)

    def _turned(self, thing: str, rest: str) -> list[Alternatives]:
        """The thing was named first: `web status`, `#812 logs`, `web last failed`."""
        if syntax_of(rest.split(), self.syntaxes):
            return [(_joined(rest, thing),)]
        meanings, left = self.other.meant(rest)
        if meanings:
            return [tuple(each.lines(_joined(left, thing))) for each in meanings]
        number = rest.removeprefix("#")
        joined = f"{thing}#{number}" if number.isdecimal() else f"{rest} {thing}"
        found = thing_line(joined, joined.split(), self._known) if rest else None
        return [(found,)] if found and thing in self.projects else []

    def _status(self, said: str) -> list[Alternatives]:
        return [(_joined("status", said),)] if "status" in self._known else []

    def _apart(self, said: str) -> list[Alternatives]:
        """Words that were written as one: `cancel_job`, `get-logs`."""
        if _plain(said.split()[0]) in self.other.showing:
            return self._shown(_without_filler(_after(said, 1)))
        found = self._by_other_words(said)
        return found or ([(Line(said),)] if syntax_of(said.split(), self.syntaxes) else [])


def named_line(said: str, offered: Sequence[Line]) -> Line | None:
    """The line that looks at what ``said`` names, or may name where nothing else is ``offered`` for it.

    A name may be made of other words: ``build-and-test``.
    """
    said = said.rstrip("? ")
    if offered and offered[0].partition(" ")[2] == said:
        return offered[0]
    is_name = _JOINT.search(said) and " " not in said
    if (offered and not is_name) or len(said.split()) > _LONGEST_NAME:
        return None
    return _joined("status", said)


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
