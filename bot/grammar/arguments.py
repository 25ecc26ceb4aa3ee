"""Reads the words behind a command's own into its arguments."""

import re
from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import dropwhile, pairwise
from typing import Any

from bot.grammar.assignments import loose_words
from bot.grammar.kinds import ABILITY, PROJECT_REFERENCE
from bot.grammar.other_flags import is_flag, unknown_flag
from bot.grammar.quoting import quote
from bot.grammar.reference import Names
from bot.grammar.several import lone_lines, means_several, take_list, told_apart
from bot.grammar.spoken import check_number, spoken_values
from bot.grammar.syntax import Parameter, Syntax
from bot.grammar.vocabulary import FILLERS, HERE_ALONE, NEGATIONS, NOUNS, joins_names, names_nothing
from bot.grammar.words import Word, split, unquoted_value
from bot.grammar.write import line_of_words
from bot.model.bad_text import BadText, ValueReason
from bot.model.fault import Fault
from bot.model.grammar_fault import BadValue, Contradiction, GrammarFault, MissingArgument, SurplusArgument
from bot.model.line import Line
from bot.model.reference import AT_HAND

#: How many values an argument takes that takes many. https://circleci.com/docs/pipeline-variables/
_MOST = 100

# Between names that each stand in quotes of their own.
_BETWEEN = re.compile(r"['\"]\s*,\s*['\"]")
_ASSIGNMENT = re.compile(r"[A-Za-z_][\w-]*=", re.ASCII)


@dataclass(slots=True)
class Reading:
    """The words behind a command's own, read into its arguments."""

    syntax: Syntax[Any]
    projects: Container[str]
    values: dict[str, Any] = field(default_factory=dict)
    placed: list[Word] = field(default_factory=list)

    def arguments(self, words: list[Word]) -> Any:
        syntax = self.syntax
        self.take_flags(words)
        self._take_spoken()
        self._take_assignments()
        if syntax.naming is not None:
            self._take_names(syntax.naming, words)
        else:
            if syntax.acts:  # rollback web to v1.2.0
                self.placed = [each for each in self.placed if each.quoted or not joins_names(each.text)]
            elif not syntax.slots and HERE_ALONE.fullmatch(" ".join(each.text for each in self.placed)):
                self.placed = []
            self._fill(syntax.slots)
        for each in syntax.parameters:
            if each.required and each.name not in self.values:
                raise missing(syntax, each, syntax.examples[0])
        return syntax.args(**self.values)

    # Flags

    def take_flags(self, words: list[Word]) -> None:
        """The values of the flags, wherever they stand; the words that are left are placed."""
        known = self.syntax.flags
        left = list(words)
        while left:
            word = left.pop(0)
            if not _is_flag(word):
                self.placed.append(word)
                continue
            flag, equals, said = word.text.partition("=")
            parameter = known.get(flag.lower())
            if parameter is None:
                self._take_noun(word, words, left)
            elif parameter.switch:
                if equals:
                    alone = ValueReason.SWITCH_WITH_VALUE
                    raise BadValue(
                        said, f"a value of {flag}", alone, flag, flag=flag, parameter=parameter.name
                    )
                self.values[parameter.name] = True
            else:
                self._set_flag(parameter, flag, self._value(parameter, word, words, left))

    def _take_noun(self, word: Word, words: list[Word], left: list[Word]) -> None:
        """``--branch main``, where no flag is called so, says the same as ``branch main``."""
        flag, equals, said = word.text.partition("=")
        noun = flag.lstrip("-").lower()
        if (
            self.syntax.naming is None
            or noun not in NOUNS
            or not (equals or (left and not _is_flag(left[0])))
        ):
            raise self._unknown(word, words)
        value = replace(word, text=said, quoted=False) if equals else left.pop(0)
        self.placed += [replace(value, text=noun, quoted=False), value]

    def _value(self, parameter: Parameter, word: Word, words: list[Word], left: list[Word]) -> Word:
        """What is said behind a flag: of a text all up to the next flag, of a list all that belongs to it."""
        _, equals, said = word.text.partition("=")
        if not equals and (not left or _is_flag(left[0])):
            raise self._no_value(words, word, parameter)
        text, quoted = unquoted_value(said)
        value = replace(word, text=text, quoted=quoted) if equals else left.pop(0)
        if parameter.arg.kind.listed and not value.quoted:
            return take_list(value, left, until=_is_flag)
        whole = parameter.arg.kind.spaced and not (equals or value.quoted)
        while whole and left and not _is_flag(left[0]):
            value = replace(value, text=f"{value.text} {left.pop(0).text}")
        return value

    def _set_flag(self, parameter: Parameter, flag: str, value: Word) -> None:
        name, noun = parameter.name, parameter.arg.kind.noun
        if parameter.arg.several:
            quoted = tuple(_BETWEEN.split(value.text)) if value.quoted else ()
            names = quoted if quoted and all(quoted) else self._read(parameter, value.text)
            self.values[name] = (*self.values.get(name, ()), *names)
            return
        read = self._read(parameter, value.text)
        if name in self.values:
            twice, example = ValueReason.FLAG_TWICE, f"{flag} {value.text}"
            raise BadValue(value.text, noun, twice, example, flag=flag, parameter=name)
        self.values[name] = read

    def _unknown(self, word: Word, words: Sequence[Word]) -> GrammarFault:
        """With the line that is meant by a flag of another tool, or by a slip in one of ours."""
        standing = [quote(each.text, always=True) if each.quoted else each.text for each in words]

        def read(meant: list[str]) -> object:
            return Reading(self.syntax, self.projects).arguments(split(" ".join(meant)))

        return unknown_flag(self.syntax, standing, words.index(word), read)

    def _no_value(self, words: list[Word], word: Word, parameter: Parameter) -> MissingArgument:
        """With the line as it was typed, and a value in it."""
        syntax, kind, at = self.syntax, parameter.arg.kind, words.index(word)
        given = [*words[: at + 1], replace(word, text=kind.example), *words[at + 1 :]]
        example = line_of_words(syntax, given)
        flag = parameter.arg.flag or ""
        return MissingArgument(syntax.words, kind.noun, syntax.usage, example, flag, parameter=parameter.name)

    # Words by their place

    def _take_spoken(self) -> None:
        """What flags say, said in words: ``pipelines mine``, ``logs e2e last 20 lines``."""
        check_number(self.syntax, self.placed, self._reads)
        said, self.placed = spoken_values(self.syntax, self.placed, self.values)
        for parameter, text in said:
            self.values[parameter.name] = True if text is None else self._read(parameter, text)

    def _reads(self, words: Sequence[Word]) -> bool:
        """Whether these can be read in the place of what was typed."""
        with suppress(Fault):
            Reading(self.syntax, self.projects).arguments(list(words))
            return True
        return False

    def _take_assignments(self) -> None:
        """``name=value``, wherever it stands."""
        if (rest := self.syntax.rest) is None:
            return
        given = [word for word in self.placed if _ASSIGNMENT.match(word.text) and not word.quoted]
        if not given:
            return
        if len(given) > _MOST:
            raise SurplusArgument(
                self.syntax.words, given[_MOST].text, self.syntax.usage, parameter=rest.name
            )
        self.placed = [word for word in self.placed if word not in given]
        self.values[rest.name] = tuple(self._read(rest, word.text) for word in given)

    def _take_names(self, naming: Parameter, words: Sequence[Word]) -> None:
        """What names something makes the reference; what is left fills the arguments before and behind it."""
        slots = self.syntax.slots
        behind = self.syntax.behind
        names = Names(self.projects, behind is not None, self.syntax.takes_patterns)
        if self.syntax.acts:  # trigger web not main
            for each in self.placed:
                if each.text.lower() in NEGATIONS and not each.quoted:
                    raise SurplusArgument(self.syntax.words, each.text, self.syntax.usage)
        every, self.placed, words = told_apart(self.placed, words, self.syntax, self.projects)
        if idle := naming.arg.words:
            self.placed = [each for each in self.placed if each.quoted or each.text.lower() not in idle]
        if verb := self._verb(slots):
            names.keep(verb)
        for word in self.placed:
            if word is verb:
                continue
            try:
                names.take(word)
            except BadText as error:
                raise self._bad(naming, word.text, error) from error
            except Contradiction as error:
                error.lines = lone_lines(self.syntax, word, words, self._reads)
                raise
        names.close()
        if before := [each for each in slots if each is not behind]:
            self.placed = names.rest
            self._fill(before, offered=True)
            names.rest = list(dropwhile(_says_nothing, self.placed))  # can trigger on main
        if behind is not None and names.rest:
            self.values[behind.name] = self._read(behind, " ".join(word.text for word in names.rest))
            names.rest = []
        torn = names.rest and self._is_torn(names.rest, words)
        if torn and (loose := loose_words(self.syntax, words, self._reads)) is not None:
            raise loose
        if naming.arg.kind is PROJECT_REFERENCE and "project" in names.named and names.rest:
            surplus, after = names.rest[0].text, names.named["project"].said
            raise SurplusArgument(self.syntax.words, surplus, self.syntax.usage, after)
        reference = names.reference()
        if every and means_several(every, words, reference, self.syntax):
            reference = replace(reference, every=True)
            self.values.pop("all", None)
        if not naming.required or reference != AT_HAND:
            self.values[naming.name] = reference

    def _is_torn(self, rest: Sequence[Word], words: Sequence[Word]) -> bool:
        """Whether a word that is left stands behind an assignment, or is a part of one."""
        behind = pairwise(words)
        torn = [after for before, after in behind if _ASSIGNMENT.match(before.text) or "=" in after.text[:1]]
        return any(each in torn or each.text.startswith("=") for each in rest)

    def _verb(self, slots: Sequence[Parameter]) -> Word | None:
        """What can be done, where it could be a noun as well: ``can we build @ship``."""
        if all(each.arg.kind is not ABILITY for each in slots):
            return None
        said = list(dropwhile(lambda word: word.text.lower() in FILLERS, self.placed))
        if not said or said[0].quoted or said[0].text.lower() not in NOUNS:
            return None
        with suppress(BadText):
            ABILITY.read(said[0].text)
            return said[0]
        return None

    def _fill(self, slots: Sequence[Parameter], *, offered: bool = False) -> None:
        """One word for each, in their order; all that are left for a text.

        ``offered``: a word that one can't read stays for what comes behind.
        """
        after = ""
        for at, slot in enumerate(slots):
            needed = sum(each.required for each in slots[at + 1 :])
            if len(self.placed) <= (needed if not slot.required else 0):
                continue
            words = self.placed if slot.arg.kind.spaced else self.placed[:1]
            if offered:
                words = self._readable(slot)
            if not words:
                continue
            self.values[slot.name] = self._read(slot, " ".join(word.text for word in words))
            self.placed = self.placed[len(words) :]
            after = words[-1].text
        if self.placed and not offered:
            raise SurplusArgument(self.syntax.words, self.placed[0].text, self.syntax.usage, after)

    def _readable(self, slot: Parameter) -> list[Word]:
        """As many of the first words as it can read."""
        for width in range(len(self.placed), 0, -1):
            with suppress(BadText):
                slot.arg.kind.read(" ".join(word.text for word in self.placed[:width]))
                return self.placed[:width]
        return []

    def _read(self, parameter: Parameter, said: str) -> Any:
        try:
            return parameter.arg.kind.read(said)
        except BadText as error:
            raise self._bad(parameter, said, error) from error

    def _bad(self, parameter: Parameter, said: str, error: BadText) -> BadValue:
        kind, flag = parameter.arg.kind, parameter.arg.flag or ""
        facts = error.reason, kind.example, error.limit, error.shown
        return BadValue(said, kind.noun, *facts, flag, self.syntax.words, parameter=parameter.name)


def missing(syntax: Syntax[Any], parameter: Parameter, example: Line) -> MissingArgument:
    argument = parameter.placeholder
    return MissingArgument(syntax.words, argument, syntax.usage, example, parameter=parameter.name)


def _says_nothing(word: Word) -> bool:
    return not word.quoted and names_nothing(word.text)


def _is_flag(word: Word) -> bool:
    """``-5`` and ``-`` are values."""
    return not word.quoted and is_flag(word.text)
