"""How projects, branches, pipelines and jobs are named: ``web@main``, ``last failed``, an address.

What names something is collected wherever it stands; what only CircleCI can tell is kept as a word.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field, fields
from typing import Any

from bot.circleci.slug import ProjectSlug
from bot.grammar.links import link_fields, read_project_name
from bot.grammar.refs import as_ref, read_ref
from bot.grammar.vocabulary import (
    FAILURE_WORDS,
    FILLERS,
    LAST_FAILED_WORDS,
    LAST_WORDS,
    NAMES_TOO,
    NOUNS,
    PERSON,
    POINTING,
    PREPOSITIONS,
    STATES,
)
from bot.grammar.words import Word, split
from bot.model.bad_text import BadText, ValueReason
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.reference import NamedState, ProjectName, Reference

_NUMBER = re.compile(r"#?(\d+)", re.ASCII)
# CircleCI's own count begins at 99, and people's at 1.
_STEP = re.compile(r"1?\d{1,2}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PULL = re.compile(r"pull/(\d{1,9})(?:/(?:head|merge))?", re.ASCII)
_SEVERAL = re.compile(r"(?:[\w.-]+/){0,2}[\w.*-]*\*[\w.*-]*")
HEX, _COMMIT = re.compile(r"[0-9a-fA-F]{7,64}"), re.compile(r"[0-9a-fA-F]{40}")

#: How many digits a number has at most: what fits into the 64 bits that CircleCI's API tells of.
_MOST_DIGITS = 18


@dataclass(slots=True)
class Names:
    """Collects what a line names, word by word. ``projects``: what means one here, in lower case.

    ``text``: a text with spaces may follow what is named. ``globs``: a branch may be a pattern. ``rest``: the
    words that are left: names that only CircleCI knows, with what stands between them. ``named``: the fields
    of the reference.
    """

    projects: Container[str]
    text: bool = False
    globs: bool = False
    named: dict[str, Any] = field(default_factory=dict)
    rest: list[Word] = field(default_factory=list)
    _ahead: str | None = None  # the field that the noun before decides
    _idle: list[Word] = field(default_factory=list)  # what names nothing, and may stand within a name
    _counted: bool = False  # the noun behind ``last`` says only of what

    def take(self, word: Word) -> None:
        """Raises `BadText` and `Contradiction`."""
        said = word.text.rstrip(",;") or word.text  # "last failed, on main"
        low = said.lower()
        ahead, self._ahead = self._ahead, None
        if word.quoted and (self.text or not self._is_target(said)):
            self.keep(word)
        elif (ahead is not None and self._is_decided(ahead, said)) or self._is_name(said):
            self._idle, self._counted = [], False
        elif (counted := self._counted_as(low)) and self._set(said, **counted):
            self._idle, self._counted = [], True
        elif low in NOUNS or low in FILLERS:
            self._ahead = NOUNS.get(low)
            self._idle.append(word)
        else:
            self.keep(word)

    def reference(self) -> Reference:
        """All that is named."""
        return Reference(**self.named, words=tuple([word.text for word in self.rest]))

    def close(self) -> None:
        """After the last word: a job may be called ``build``, unless it is ``this build`` or the last one.

        And a pattern beside a project is one of its branches: ``web release/*``.
        """
        pattern = next((each for each in self.rest if "*" in each.text), None) if self.globs else None
        branch = as_ref(pattern.text, globs=True) if pattern else None
        if pattern and branch and "project" in self.named and "branch" not in self.named:
            self.rest.remove(pattern)
            self.named["branch"] = branch
        if self.rest or not self._idle or self._counted:
            return
        *before, last = self._idle
        if last.text.lower() in NAMES_TOO and not any(each.text.lower() in POINTING for each in before):
            self.rest.append(last)

    def keep(self, word: Word) -> None:
        """It names nothing that can be told here."""
        self.rest += [*(self._idle if self.rest or self.text else ()), word]
        self._idle, self._counted = [], False

    def _counted_as(self, low: str) -> dict[str, Any]:
        """What is named by ``last``, by ``failed``, and beside ``last`` by any other state."""
        if self._has_run and not self._counted:
            return {}
        if low in LAST_WORDS:
            beside = self._idle or self.rest
            state = STATES.get(beside[-1].text.lower()) if beside and not beside[-1].quoted else None
            if state is None:
                return {"last": True}
            beside.pop()
            return {"last": True, "state": state}
        if low in LAST_FAILED_WORDS:
            return {"last": True, "state": NamedState.FAILED}
        if low in FAILURE_WORDS:
            return {"state": NamedState.FAILED}
        if "last" not in self.named or (self.text and "state" in self.named):
            return {}
        before = self._idle[-1].text.lower() if self._idle else ""
        state = STATES.get(f"{before} {low}" if before in PREPOSITIONS else low)
        return {"state": state} if state else {}

    @property
    def _has_run(self) -> bool:
        """A text has begun behind a run that is named: ``last`` and ``failed`` may be words of it."""
        return self.text and bool(self.rest) and not self.named.keys() <= {"project", "branch"}

    def _is_decided(self, ahead: str, text: str) -> bool:
        """What the noun before says that it is."""
        if ahead == "branch" and text.lower() in PREPOSITIONS:  # a branch of web
            return False
        if ahead == "branch":
            return self._set(text, branch=read_ref(text.removeprefix("@"), globs=self.globs))
        if ahead == "commit":
            return HEX.fullmatch(text) is not None and self._set(text, commit=text.lower())
        name, _, digits = text.rpartition("#")
        number = _NUMBER.fullmatch(digits)
        if number is None or (name and not is_project(name, self.projects)):
            return False
        return self._set(text, **{ahead: _number(number[1])}, **_project(name))

    def _is_target(self, text: str) -> bool:
        """A project or a branch may stand in quotes, too, where no text follows."""
        return ("@" in text or is_project(text, self.projects)) and " " not in text

    def _is_name(self, text: str) -> bool:
        taken = self.text and self.named.keys() & {"project", "id"}
        if not taken and text.lower() in self.projects:
            return self._set(text, project=ProjectName(text))
        if PERSON.fullmatch(text):
            return False
        if (address := link_fields(text)) is not None:
            return self._set(text, **address)
        if _UUID.fullmatch(text.lower()):
            return self._set(text, id=text.lower())
        if number := _NUMBER.fullmatch(text):
            if self._numbers_step(text):
                return False
            return self._set(text, number=_number(number[1]))
        if _COMMIT.fullmatch(text):
            return self._set(text, commit=text.lower())
        if pull := _PULL.fullmatch(text):
            return self._set(text, pull=int(pull[1]))
        before, _, digits = (text if "#" in text else text.replace(":", "#")).rpartition("#")
        if before and (number := _NUMBER.fullmatch(digits)):
            return self._set(text, **_project(before), number=_number(number[1]))
        name, at, branch = text.partition("@")
        if not at and ":" in text and is_project(text.partition(":")[0], self.projects):  # web:main
            name, at, branch = text.partition(":")
        if at:
            named = self._projects(name) or _project(name)
            return self._set(text, **named, branch=read_ref(branch, globs=self.globs))
        return not taken and is_project(text, self.projects) and self._set(text, **_project(text))

    def _projects(self, name: str) -> dict[str, object]:
        """Several that a pattern names: ``acme/*``, ``w*``."""
        several = self.globs and _SEVERAL.fullmatch(name) is not None
        return {"project": ProjectName(name)} if several else {}

    def _numbers_step(self, text: str) -> bool:
        """Behind a job's name, or ``last``: ``logs e2e 101``, but ``logs e2e of 101``."""
        if not self.text or self.named.keys() & {"last", "state"}:
            return self.text
        apart = any(each.text.lower() in PREPOSITIONS for each in self._idle)
        return bool(self.rest) and not apart and _STEP.fullmatch(text) is not None

    def _set(self, said: str, **given: Any) -> bool:
        """False: it is the second of its sort, so the word is something else."""
        for name, value in given.items():
            if (known := self.named.get(name, value)) != value:
                if name in _NUMBERS and self.text and "#" not in said:
                    return False
                two = _BEFORE.get(name, "") + str(getattr(known, "said", known)), said
                raise Contradiction(ContradictionReason.TWO_NAMES, names=two)
        self.named |= given
        return True


_FIELDS = tuple(each.name for each in fields(Reference) if each.name != "words")
_NUMBERS = frozenset({"number", "id"})
#: What stands before it where it is shown.
_BEFORE = {"number": "#", "branch": "@", "pull": "pull/"}


def is_project(text: str, projects: Container[str]) -> bool:
    """Whether it is a project's name here, or any project's slug."""
    if text.lower().removesuffix(".git") in projects:
        return True
    try:
        ProjectSlug.parse(text)
    except ValueError:
        return False
    return True


def _project(name: str) -> dict[str, object]:
    return {"project": read_project_name(name)} if name else {}


def _number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise BadText(ValueReason.NUMBER_TOO_LONG, _MOST_DIGITS)
    return int(digits)


def read_reference(text: str, projects: Container[str] = ()) -> Reference:
    """What ``text`` names. Raises `BadText` and `Contradiction`."""
    names = Names(projects)
    for word in split(text):
        names.take(word)
    names.close()
    return names.reference()


def is_plain(text: str, reference: Reference, *, text_behind: bool) -> bool:
    """Whether ``text`` is no name of its own where it stands behind what ``reference`` names.

    ``text_behind``: that is where a text is taken.
    """
    named = {each: value for each in _FIELDS if (value := getattr(reference, each))}
    names = Names({text.lower()}, text=text_behind, named=named)
    try:
        names.take(Word(text, quoted=False, start=0, end=len(text)))
    except (BadText, Contradiction):
        return False
    return bool(names.rest)
