"""How projects, branches, pipelines and jobs are named: ``web@main``, ``last failed``, an address.

What names something is collected wherever it stands; what only CircleCI can tell is kept as a word.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field, fields
from typing import Any

from bot.circleci import urls
from bot.circleci.slug import ProjectSlug
from bot.grammar.words import Word, split
from bot.model.bad_text import BadText, ValueReason
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.reference import ProjectName, Reference

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
# With a scheme, as git writes it, or as a browser's bar shows it: host.name/a/b
_ADDRESS = re.compile(r"\w+://|[\w.-]+@[\w.-]+:|[\w-]+(\.[\w-]+)+/[^/]+/.")
# What no branch or tag may contain. https://git-scm.com/docs/git-check-ref-format
_NOT_IN_REFS = re.compile(r"[\s\x00-\x1f\x7f~^:?*\[\\]|\.\.|@\{|//")
_NUMBER = re.compile(r"#?(\d+)", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PULL = re.compile(r"pull/(\d{1,9})(?:/(?:head|merge))?", re.ASCII)
HEX, _COMMIT = re.compile(r"[0-9a-fA-F]{7,64}"), re.compile(r"[0-9a-fA-F]{40}")
# Somebody who was mentioned. https://docs.slack.dev/reference/objects/user-object
_PERSON = re.compile(r"@[UW][A-Z0-9]{4,}", re.ASCII)
_GIT_PREFIX = re.compile(r"(?:refs/heads/|(?:refs/)?remotes/\w+/|origin/)(?=.)")

#: How many digits a number has at most: what fits into the 64 bits that CircleCI's API tells of.
_MOST_DIGITS = 18
_LONGEST_REF = 255

_LAST = frozenset({"last", "latest", "newest", "recent", "current"})
FAILURE_WORDS = frozenset({"failed", "failing", "failure", "failures"})
_BOTH = frozenset({"last-failed", "lastfailed", "last_failed"})
#: What says that something is not meant.
NEGATIONS = frozenset({"not", "no", "never", "except", "without", "don't", "dont", "but"})
#: What names the newest, or what failed.
NAMING = _LAST | FAILURE_WORDS | _BOTH

#: Which field a noun before a number or a name decides; None: it decides nothing.
NOUNS = {
    "branch": "branch",
    **dict.fromkeys(("pipeline", "build", "run"), "pipeline_number"),
    "job": "job_number",
    **dict.fromkeys(("pr", "pull", "request", "pull-request"), "pull"),
    **dict.fromkeys(("commit", "sha", "revision"), "commit"),
    **dict.fromkeys(("project", "repo", "repository", "workflow", "step", "approval", "number", "tag")),
}
#: They stand before what something is of.
PREPOSITIONS = frozenset({"of", "on", "in", "for", "from", "at", "by"})
#: Nouns that jobs and workflows are called by, and what shows that the one at hand is meant.
_NAMES_TOO, _POINTING = (
    frozenset({"build", "run"}),
    frozenset({"this", "that", "the", "it", "my", "our", "a"}),
)
#: What names nothing.
FILLERS = frozenset({
    *("did", "does", "do", "has", "have", "had", "is", "was", "are", "were", "be", "been", "the", "a", "an"),
    *("it", "its", "this", "that", "these", "those", "one", "here", "there", "now", "today", "just", "again"),
    *("my", "our", "we", "us", "me", "i", "you", "of", "on", "in", "for", "from", "at", "by", "to", "with"),
    *("about", "into", "and", "still", "any", "what", "which", "when", "why", "how", "who", "so", "ever"),
    *("not", "isn't", "didn't", "doesn't", "it's", "what's", "fail", "fails", "red", "broken", "wrong"),
    *("break", "broke", "happened", "happen", "going", "up", "pipelines", "builds", "runs", "jobs", "thing"),
})  # fmt: skip


@dataclass(slots=True)
class Names:
    """Collects what a line names, word by word. ``projects``: what means one here, in lower case.

    ``text``: a text with spaces may follow what is named. ``rest``: the words that are left: names that only
    CircleCI knows, with what stands between them. ``named``: the fields of the reference.
    """

    projects: Container[str]
    text: bool = False
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
        elif low in NAMING and (self._counted or not self._has_run):
            last, failed = low not in FAILURE_WORDS, low not in _LAST
            self.named |= {name: True for name, it in (("last", last), ("failed", failed)) if it}
            self._idle, self._counted = [], True
        elif low in NOUNS or low in FILLERS:
            self._ahead = NOUNS.get(low)
            self._idle.append(word)
        else:
            self.keep(word)

    def reference(self) -> Reference:
        """All that is named."""
        return Reference(**self.named, words=tuple(word.text for word in self.rest))

    def close(self) -> None:
        """After the last word: a job may be called ``build``, unless it is ``this build`` or the last one."""
        if self.rest or not self._idle or self._counted:
            return
        *before, last = self._idle
        if last.text.lower() in _NAMES_TOO and not any(each.text.lower() in _POINTING for each in before):
            self.rest.append(last)

    def keep(self, word: Word) -> None:
        """It names nothing that can be told here."""
        self.rest += [*(self._idle if self.rest or self.text else ()), word]
        self._idle, self._counted = [], False

    @property
    def _has_run(self) -> bool:
        """A text has begun behind a run that is named: ``last`` and ``failed`` may be words of it."""
        return self.text and bool(self.rest) and not self.named.keys() <= {"project", "branch"}

    def _is_decided(self, ahead: str, text: str) -> bool:
        """What the noun before says that it is."""
        if ahead == "branch":
            return self._set(text, branch=read_ref(text.removeprefix("@")))
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
        if _PERSON.fullmatch(text):
            return False
        if _ADDRESS.match(text) and (address := self._address(text)) is not None:
            return self._set(text, **address)
        if _UUID.fullmatch(text.lower()):
            return self._set(text, id=text.lower())
        if number := _NUMBER.fullmatch(text):
            if self.text and self.named.keys() & {"last", "failed"}:  # a step's
                return False
            return self._set(text, number=_number(number[1]))
        if _COMMIT.fullmatch(text):
            return self._set(text, commit=text.lower())
        if pull := _PULL.fullmatch(text):
            return self._set(text, pull=int(pull[1]))
        before, _, digits = text.rpartition("#")
        if before and (number := _NUMBER.fullmatch(digits)):
            return self._set(text, **_project(before), number=_number(number[1]))
        name, at, branch = text.partition("@")
        if at:
            return self._set(text, **_project(name), branch=read_ref(branch))
        return not taken and is_project(text, self.projects) and self._set(text, **_project(text))

    def _address(self, text: str) -> dict[str, object] | None:
        """What the address names, and perhaps a branch behind it: ``git@github.com:acme/web@main``."""
        before, at, branch = text.rpartition("@")
        if not at or not _ADDRESS.match(before):
            before, branch = text, ""
        if (page := read_link(before)) is None:
            return None
        given = {each: getattr(page, each) for each in _OF_PAGE}
        given |= {"project": page.project and ProjectName.of(page.project)}
        if page.pull is not None or page.commit:
            given["branch"] = None  # of a pull request only what a fork's would be called
        if branch:
            given |= {"branch": read_ref(branch)}
        named = {each: value for each, value in given.items() if value is not None}
        # An address of something else of the project's, or of all of it, is not what says it exactly.
        return named if named.keys() <= {"project"} else {"address": before, **named}

    def _set(self, said: str, **given: Any) -> bool:
        """False: it is the second of its sort, so the word is something else."""
        for name, value in given.items():
            if (known := self.named.get(name, value)) != value:
                if name in _NUMBERS and self.text:
                    return False
                two = _BEFORE.get(name, "") + str(getattr(known, "said", known)), said
                raise Contradiction(ContradictionReason.TWO_NAMES, names=two)
        self.named |= given
        return True


#: What a reference has from an address.
_OF_PAGE = (
    *("branch", "pipeline_number", "job_number", "pipeline_id", "workflow_id", "job_id"),
    *("pull", "commit", "step", "parallel_run"),
)
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


def read_link(text: str) -> urls.PageAddress | None:
    """The address that ``text`` is, if it is one. Raises `BadText` for one that names nothing we know."""
    page = urls.parse_address(text)
    if page is None and "://" in text:
        raise BadText(ValueReason.FOREIGN_ADDRESS)
    page = page or urls.parse_address(f"https://{text}")
    if page and page.organization and page.project is None:
        raise BadText(ValueReason.ADDRESS_OF_ORGANIZATION, shown=page.organization)
    if page and page.project and "@" in str(page.project):
        raise BadText(ValueReason.ADDRESS_WITHOUT_PROJECT)
    return page


def read_project_name(text: str) -> ProjectName:
    """A short name, a slug or an address. Raises `BadText`."""
    if _ADDRESS.match(text) and (page := read_link(text)) is not None:
        if page.project is None:
            raise BadText(ValueReason.ADDRESS_WITHOUT_PROJECT)
        return ProjectName.of(page.project)
    try:
        return ProjectName(text, ProjectSlug.parse(text))
    except ValueError:
        if _NAME.fullmatch(text):
            return ProjectName(text.removesuffix(".git") or text)
        raise BadText(ValueReason.NO_PROJECT) from None


def read_ref(text: str) -> str:
    """A branch or a tag. Raises `BadText`."""
    text = _GIT_PREFIX.sub("", text, count=1)
    if not text or len(text) > _LONGEST_REF:
        raise BadText(ValueReason.REF_LENGTH, _LONGEST_REF)
    if _NOT_IN_REFS.search(text) or text.startswith(("-", "/")) or text.endswith(("/", ".", ".lock")):
        raise BadText(ValueReason.NO_REF)
    return text


def names_nothing(text: str) -> bool:
    """Whether the word stands beside names and is none: ``of``, ``the``, ``job``."""
    return text.lower() in NOUNS or text.lower() in FILLERS


def as_ref(text: str) -> str | None:
    """The branch that may be called so; None where git allows no such name."""
    try:
        return read_ref(text)
    except BadText:
        return None


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


def is_plain(text: str, reference: Reference) -> bool:
    """Whether ``text`` is no name of its own where it stands behind what ``reference`` names."""
    named = {each: value for each in _FIELDS if (value := getattr(reference, each))}
    names = Names({text.lower()}, text=True, named=named)
    try:
        names.take(Word(text, quoted=False, start=0, end=len(text)))
    except (BadText, Contradiction):
        return False
    return bool(names.rest)
