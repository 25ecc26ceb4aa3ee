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
        return f"can't contain {bad[0]!r}: only * and ? are special, and names have no such character"
    return None


def _plain(glob: str) -> str:
    return re.sub(r"\*+", "*", glob)


@dataclass(frozen=True, slots=True)
class Globs:
    """Covers a name that one of ``include`` matches and none of ``exclude``; no ``include``: any name.

    ``parts``: the names are slugs, matched part by part and regardless of capitals. ``example``: some name
    that is covered; None where the exclusions leave nothing.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parts: bool = False
    _in: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _out: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    example: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        include = self.include or ("?*/?*/?*" if self.parts else "?*",)
        object.__setattr__(self, "_in", self._compiled(include))
        object.__setattr__(self, "_out", self._compiled(self.exclude) if self.exclude else None)
        object.__setattr__(self, "example", self._find(include))

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
        return bool(self._in.fullmatch(name)) and not self.excludes(name)

    def excludes(self, name: str) -> bool:
        """Whether a leading ``!`` takes it out."""
        name = name.lower() if self.parts else name
        return self._out is not None and self._out.fullmatch(name) is not None

    def names(self, name: str) -> bool:
        """Whether a pattern that covers it says how it begins: ``pull/*`` does, ``*`` does not."""
        first = name.partition("/")[0]
        known = (re.split(r"[*?]", glob)[0] for glob in self.include)
        return self.cover(name) and any(it == name or it.startswith(f"{first}/") for it in known)

    @property
    def everything(self) -> bool:
        """Whether every name is covered, whatever it is."""
        all_ = "*/*/*" if self.parts else "*"
        return not self.exclude and (not self.include or any(_plain(g) == all_ for g in self.include))

    @property
    def written(self) -> tuple[str, ...]:
        """The patterns as a file says them."""
        return (*self.include, *(f"!{glob}" for glob in self.exclude))

    def _compiled(self, globs: Iterable[str]) -> re.Pattern[str]:
        any_, run = ("[^/]", "[^/]*") if self.parts else (".", ".*")
        signs = {"*": run, "?": any_}
        texts = ("".join(signs.get(c) or re.escape(c) for c in _plain(glob)) for glob in globs)
        return re.compile("|".join(f"(?:{text})" for text in texts), re.DOTALL)

    def _find(self, include: Iterable[str]) -> str | None:
        """Fill in what a pattern leaves open, with nothing, little and much."""
        named = set("".join((*self.include, *self.exclude)))
        fresh = next(c for c in "xyzabcdefghijklmnopqrstuvw0123456789é" if c not in named)
        filled = (
            glob.replace("?", fresh).replace("*", fresh * length)
            for glob in include
            for length in (0, 1, 2, 50)
        )
        return next((name for name in filled if name and self.cover(name)), None)
