"""Whether what a policy's patterns are for has been built: of a slip nothing was, whatever it was to hide."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug
from bot.operating.doctor.finding import Finding, good, note
from bot.policy.globs import Globs
from bot.policy.rules import ALL_PROJECTS, Policy, Rule

#: In how many organizations and projects it is looked for at most.
_MOST = 20


async def check_patterns(
    client: CircleCI, policy: Policy, rules: Sequence[Rule], named: Iterable[ProjectSlug]
) -> list[Finding]:
    """``named``: projects that the policy names, which are told by themselves where they aren't there."""
    known = {str(slug): slug for slug in named}
    globs = _project_globs(rules)
    newest = await _newest(client, _organizations(globs, known.values()))
    slugs = {*known, *(str(each.project_slug) for each in newest)}
    unmet = [sign + glob for sign, glob in globs if not any(map(Globs.of([glob], parts=True).cover, slugs))]
    branches = _branch_globs(policy, rules)
    looked = _Branches(client, newest, tuple(known.values()))
    built = await asyncio.gather(
        *(looked.has(glob.removeprefix("!"), projects) for glob, projects in branches)
    )
    unbuilt = [glob for (glob, _), there in zip(branches, built, strict=True) if not there]
    return [
        *_found("Project patterns", "no project that CircleCI tells of is covered by", globs, unmet),
        *_found("Branch patterns", "CircleCI tells of no pipeline on", branches, unbuilt),
    ]


def _found(check: str, said: str, looked_at: Sequence[object], missing: Sequence[str]) -> list[Finding]:
    if missing:
        told = f"{said} {', '.join(dict.fromkeys(missing))}"
        return [note(check, told, "If that's a slip, correct it in the policy.")]
    return [good(check, "something was built for each")] if looked_at else []


def _project_globs(rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Each that isn't a project's name, and not about all of them; with what stands before it."""
    each = [("", glob) for rule in rules for glob in rule.projects.include]
    each += [("!", glob) for rule in rules for glob in rule.projects.exclude]
    some = (it for it in each if set(it[1]) & set("*?") and not Globs.of([it[1]], parts=True).everything)
    return list(dict.fromkeys(some))


def _branch_globs(policy: Policy, rules: Sequence[Rule]) -> list[tuple[str, Globs]]:
    """Each as it is written, and the projects that it is for."""
    of_rules = [(glob, rule.projects) for rule in rules if rule.branches for glob in rule.branches.written]
    protected = policy.protected.written if policy.protected else ()
    return list(dict.fromkeys([*of_rules, *((glob, ALL_PROJECTS) for glob in protected)]))


def _organizations(globs: Iterable[tuple[str, str]], known: Iterable[ProjectSlug]) -> list[str]:
    """Those that patterns and projects name."""
    said = [glob.rpartition("/")[0] for _, glob in globs]
    named = [each for each in said if not set(each) & set("*?")]
    return list(dict.fromkeys([*(slug.organization_slug for slug in known), *named]))


async def _newest(client: CircleCI, organizations: Iterable[str]) -> list[Pipeline]:
    """The newest pipelines of these, and of those in which CircleCI's user is."""
    with suppress(CircleCIError):  # then only those that are named
        own = [each.slug for each in await client.get_collaborations() if each.slug]
        organizations = dict.fromkeys([*organizations, *own])
    pages = await asyncio.gather(*(_page(client, each) for each in list(organizations)[:_MOST]))
    return [pipeline for page in pages for pipeline in page]


async def _page(client: CircleCI, organization: str) -> Sequence[Pipeline]:
    with suppress(CircleCIError):  # it isn't there, or tells nothing
        return (await client.page_organization_pipelines(organization)).items
    return ()


@dataclass(frozen=True, slots=True)
class _Branches:
    client: CircleCI
    newest: Sequence[Pipeline]
    known: Sequence[ProjectSlug]

    async def has(self, glob: str, projects: Globs) -> bool:
        """Whether these projects have a pipeline on such a branch."""
        one = Globs.of([glob])
        several = (each for each in self.newest if each.branch and projects.cover(str(each.project_slug)))
        if one.everything or any(one.cover(each.branch or "") for each in several):
            return True
        if set(glob) & set("*?"):
            return False
        named = [each for each in self.known if projects.cover(str(each))][:_MOST]
        return any(await asyncio.gather(*(self._has(each, glob) for each in named)))

    async def _has(self, project: ProjectSlug, branch: str) -> bool:
        try:
            return bool((await self.client.list_pipelines(project, branch=branch)).items)
        except CircleCIError:  # nobody can tell
            return True
