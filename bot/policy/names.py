"""What projects are called in a channel."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug

#: Of how many projects the names are kept.
_MOST = 1_000
#: What can't be part of a name that is typed as one word.
_ODD = re.compile(r"[^\w.-]+")
_LENGTH = 80


class LearnedNames:
    """What CircleCI calls the projects whose slugs are made of ids, as far as it was read lately.

    One word each, as it can be typed: ``My App`` is ``My-App``. Two projects may have the same.
    """

    def __init__(self) -> None:
        self._names: dict[ProjectSlug, str] = {}
        self._slugs: defaultdict[str, set[ProjectSlug]] = defaultdict(set)

    def learn(self, project: ProjectSlug, name: str | None, repository: str | None = None) -> None:
        """``name``: the project's; where none was ever told, its ``repository``'s."""
        known = self._names.get(project)
        word = _ODD.sub("-", name or known or repository or "").strip("._-")[:_LENGTH]
        if not project.opaque or not word or word == known:
            return
        self._forget(project)
        self._names[project] = word
        self._slugs[word.lower()].add(project)
        if len(self._names) > _MOST:
            self._forget(next(iter(self._names)))

    def name(self, project: ProjectSlug) -> str:
        """Empty where it is not known."""
        return self._names.get(project, "")

    def projects(self, word: str) -> frozenset[ProjectSlug]:
        """Those that are called so. Cases don't matter."""
        return frozenset(self._slugs.get(word.lower(), ()))

    def _forget(self, project: ProjectSlug) -> None:
        if name := self._names.pop(project, ""):
            same = self._slugs[name.lower()]
            same.remove(project)
            if not same:
                del self._slugs[name.lower()]


@dataclass(frozen=True, slots=True)
class KnownProjects:
    """Those with a short name that a channel's rules are about: there their names are no secret.

    ``words``: by each word that means just one of them, in lower case: short names, else what repositories
    are called. ``slugs``: by the slug in lower case. ``called``: the first short name of each.
    """

    shorts: Mapping[str, ProjectSlug]
    words: Mapping[str, ProjectSlug]
    slugs: Mapping[str, ProjectSlug]
    called: Mapping[ProjectSlug, str]

    @classmethod
    def of(cls, shorts: Mapping[str, ProjectSlug]) -> "KnownProjects":
        named, ends = defaultdict(set), defaultdict(set)
        called: dict[ProjectSlug, str] = {}
        for short, slug in shorts.items():
            called.setdefault(slug, short)
            named[short.lower()].add(slug)
            for end in () if slug.opaque else (slug.name, f"{slug.organization}/{slug.name}"):
                ends[end.lower()].add(slug)
        words = {word: slugs for word, slugs in {**ends, **named}.items() if len(slugs) == 1}
        exact = {short: slug for short, slug in shorts.items() if short == short.lower()}
        return cls(
            shorts,
            {**{word: next(iter(slugs)) for word, slugs in words.items()}, **exact},
            {str(slug).lower(): slug for slug in reversed(called)},
            called,
        )
