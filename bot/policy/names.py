"""What projects are called in a channel."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug


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
