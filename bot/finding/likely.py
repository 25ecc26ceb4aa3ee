"""What may have been meant by a name that is none: whole lines, the likeliest first."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.circleci.errors import NotFound
from bot.finding import recent
from bot.finding.choice import Again
from bot.finding.granted_runs import GrantedRuns
from bot.grammar.refs import as_ref
from bot.model.line import Line
from bot.model.reference import ProjectName, Reference
from bot.policy.access import Access

#: How many letters a slip may change, and how many of a name stand behind each.
_SLIPS, _LETTERS_A_SLIP = 2, 3
_MOST = 3
#: How many letters a beginning has at least that stands for a name.
_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class LikelyLines:
    """Of what one person may see here; ``again`` says the line about something else."""

    access: Access
    again: Again

    async def of_word(
        self, reference: Reference, word: str, runs: GrantedRuns | None, names: Iterable[str] = ()
    ) -> tuple[Line, ...]:
        """``names``: of what is within the run that is meant."""
        rest = tuple(each for each in reference.words if each not in word.split())
        meant = replace(reference, words=rest)
        if reference.branch == word:
            meant = replace(meant, branch=None)
        found = [self.again(replace(meant, project=ProjectName(each))) for each in self._projects(word)]
        if runs is not None and (apart := await self._apart(word, runs)) is not None:
            found.insert(0, self.again(replace(meant, project=ProjectName(apart[0]), branch=apart[1])))
        branches = await _branches(runs, word) if runs is not None and not meant.exact else ()
        found += [self.again(replace(meant, branch=each)) for each in branches]
        found += [self.again(replace(meant, words=(*rest, each))) for each in alike(word, names)]
        same = self.again(reference)
        if alike(word, ("last", "latest", "newest")):
            found.append(self.again(replace(meant, last=True)))
        return tuple(each for each in dict.fromkeys(found) if each != same)[:_MOST]

    async def _apart(self, word: str, runs: GrantedRuns) -> tuple[str, str] | None:
        """The project and the branch of it that are written with a slash between them: ``web/main``."""
        name, _, branch = word.partition("/")
        slug = dict(self.access.names()).get(name.lower())
        if slug is None or as_ref(branch) is None:
            return None
        other = replace(runs, slug=slug, named=name.lower(), branch=None)
        with suppress(NotFound):
            if await recent.branch_exists(other, branch):
                return other.called, branch
        return None

    def _projects(self, word: str) -> list[str]:
        return alike(word, [short for short, _ in self.access.names()])


def alike(said: str, names: Iterable[str]) -> list[str]:
    """Those that differ by a slip or in their case."""
    slips = min(_SLIPS, len(said) // _LETTERS_A_SLIP)
    near = process.extract(
        said, list(names), scorer=OSA.distance, processor=str.casefold, score_cutoff=slips, limit=_MOST
    )
    return [name for name, _, _ in near]


def names_fitting(said: str, names: Iterable[str]) -> list[str]:
    """The name itself; else those in another case; else those that it begins, or is a part of: ``802``."""
    several = list(dict.fromkeys(names))
    if said in several:
        return [said]
    low = said.casefold()
    if same := [each for each in several if each.casefold() == low]:
        return same
    bare = low.removeprefix("#").removeprefix("v")
    part = re.compile(rf"(?<![0-9a-z])v?{re.escape(bare)}(?![0-9a-z])")
    begins = low if len(low) >= _BEGINNING else None
    return [
        each
        for each in several
        if (bare and part.search(each.casefold())) or (begins and each.casefold().startswith(begins))
    ]


async def _branches(runs: GrantedRuns, word: str) -> tuple[str, ...]:
    try:
        return await recent.branches_like(replace(runs, branch=None), word)
    except NotFound:
        return ()
