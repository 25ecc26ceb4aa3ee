"""Patterns of names: ``*`` is any run of characters, ``?`` is one, a leading ``!`` excludes.

For branches and tags ``*`` matches "/" too, so ``renovate/*`` covers ``renovate/npm/left-pad``. Git does
the same (``git branch --list 'renovate/*'``, ``git tag --list``), while GitHub's own filters want ``**``
there; that is read alike here. The reason is the exclusion: ``!release/*`` must not leave
``release/2.0/hotfix`` open to everybody. In a project's slug each part between the slashes is matched by
itself, and capitals don't matter, since GitHub and Bitbucket take ``gh/Acme/web`` for ``gh/acme/web``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_SPECIAL = re.compile(r"[\s\x00-\x1f\x7f\[\]{}\\^~:]")

#: Emptiness is searched in so many states at most; patterns that people write need a few dozen.
_STATES = 5_000


def fault(glob: str) -> str | None:
    """What is wrong with a glob of branches or tags; None where it is good."""
    text = glob.removeprefix("!")
    if not text:
        return "is empty" if not glob else 'excludes nothing: a pattern comes after the "!"'
    if text.startswith("!"):
        return 'has more than one "!"'
    if text.startswith("refs/"):
        return "is the name alone, without refs/heads/ or refs/tags/"
    if bad := _SPECIAL.search(text):
        return f"may not contain {bad[0]!r}: only * and ? are special, and names have no such character"
    return None


def _plain(glob: str) -> str:
    return re.sub(r"\*+", "*", glob)


@dataclass(frozen=True, slots=True)
class Globs:
    """Covers a name that one of ``include`` matches and none of ``exclude``; no ``include``: any name.

    ``parts``: the names are slugs, matched part by part and regardless of capitals.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parts: bool = False
    _in: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _out: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _example: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_in", self._compiled(self.include or (self._any,)))
        object.__setattr__(self, "_out", self._compiled(self.exclude) if self.exclude else None)
        object.__setattr__(self, "_example", self._find())

    @classmethod
    def of(cls, globs: Iterable[str], *, parts: bool = False) -> "Globs":
        """Sort globs by their leading ``!``; their order means nothing."""
        several = [glob.lower() if parts else glob for glob in globs]
        return cls(
            tuple(glob for glob in several if not glob.startswith("!")),
            tuple(glob[1:] for glob in several if glob.startswith("!")),
            parts,
        )

    def cover(self, name: str) -> bool:
        name = name.lower() if self.parts else name
        return bool(self._in.fullmatch(name)) and not (self._out and self._out.fullmatch(name))

    @property
    def everything(self) -> bool:
        """Whether every name is covered, whatever it is."""
        all_ = "*/*/*" if self.parts else "*"
        return not self.exclude and (not self.include or any(_plain(g) == all_ for g in self.include))

    @property
    def written(self) -> tuple[str, ...]:
        """The patterns as a file says them."""
        return (*self.include, *(f"!{glob}" for glob in self.exclude))

    @property
    def example(self) -> str | None:
        """Some name that is covered; None where the exclusions leave nothing."""
        return self._example

    @property
    def _any(self) -> str:
        return "?*/?*/?*" if self.parts else "?*"

    def _compiled(self, globs: Iterable[str]) -> re.Pattern[str]:
        any_, run = ("[^/]", "[^/]*") if self.parts else (".", ".*")
        signs = {"*": run, "?": any_}
        texts = ("".join(signs.get(c) or re.escape(c) for c in _plain(glob)) for glob in globs)
        return re.compile("|".join(f"(?:{text})" for text in texts), re.DOTALL)

    def _find(self) -> str | None:
        """Search for a covered name: walk all patterns at once, a character at a time."""
        must, include = _Walk(self._any, self.parts), self.include or (self._any,)
        wanted = [_Walk(glob, self.parts) for glob in include]
        unwanted = [_Walk(glob, self.parts) for glob in self.exclude]
        walks = [must, *wanted, *unwanted]
        signs = self._signs()
        start = tuple(walk.start for walk in walks)
        seen, edge = {start}, [("", start)]
        while edge and len(seen) < _STATES:
            following = []
            for text, state in edge:
                ends = [walk.ended(at) for walk, at in zip(walks, state, strict=True)]
                if ends[0] and any(ends[1 : 1 + len(wanted)]) and not any(ends[1 + len(wanted) :]):
                    return text
                for sign in signs:
                    after = tuple(walk.step(at, sign) for walk, at in zip(walks, state, strict=True))
                    alive = after[0] and any(after[1 : 1 + len(wanted)])
                    if alive and after not in seen:
                        seen.add(after)
                        following.append((text + sign, after))
            edge = following
        return None

    def _signs(self) -> list[str]:
        """Every character that a pattern names, and one that none does."""
        named = set("".join((*self.include, *self.exclude))) - {"*", "?"}
        fresh = next(c for c in "xyzabcdefghijklmnopqrstuvw0123456789é" if c not in named)
        return sorted(named | {fresh} | ({"/"} if self.parts else set()))


class _Walk:
    """Where in a glob one may be, after some characters."""

    def __init__(self, glob: str, parts: bool) -> None:
        self._glob = _plain(glob)
        self._parts = parts
        self.start = self._rest({0})

    def step(self, at: frozenset[int], sign: str) -> frozenset[int]:
        after = set()
        for place in at:
            if place == len(self._glob):
                continue
            expected = self._glob[place]
            if expected in "*?":
                if not (self._parts and sign == "/"):
                    after.add(place if expected == "*" else place + 1)
            elif expected == sign:
                after.add(place + 1)
        return self._rest(after)

    def ended(self, at: frozenset[int]) -> bool:
        return len(self._glob) in at

    def _rest(self, at: set[int]) -> frozenset[int]:
        """A ``*`` may also match nothing."""
        return frozenset(at | {each + 1 for each in at if self._glob[each : each + 1] == "*"})
