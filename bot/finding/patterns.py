"""Which projects a pattern names: ``acme/*``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.circleci.slug import ProjectSlug
from bot.finding.finder import Finder
from bot.grammar.vocabulary import names_nothing
from bot.model.permission import Permission
from bot.model.reference import THIS_BRANCH, ProjectName, Reference
from bot.model.subject import NO_SUBJECT, Subject
from bot.model.subscription import Subscription, is_among, is_glob
from bot.policy.access import Access
from bot.policy.decide import Verdict

#: An organization's slug, which means all of its projects.
_ORGANIZATION = re.compile(r"(gh|github|bb|bitbucket|circleci)/[\w.-]+")


@dataclass(frozen=True, slots=True)
class ProjectPattern:
    """``slug``: the pattern, with its organization. ``projects``: those that it names now, and their names.

    They are those that may be seen here, and of which the channel may hear.
    """

    slug: ProjectSlug
    projects: tuple[tuple[ProjectSlug, str], ...]


def projects_pattern(said: str) -> str | None:
    """``gh/acme/*`` or ``acme/*``, where a word names several projects or a whole organization."""
    if _ORGANIZATION.fullmatch(said):
        return f"{said}/*"
    organization, _, name = said.rpartition("/")
    return said if organization and is_glob(name) else None


def several_readings(target: Reference) -> tuple[tuple[str, str | None], ...]:
    """What of a reference may name several projects, each with what then is the branch, if one is named."""
    match target.project, tuple(each for each in target.words if not names_nothing(each)):
        case None, (word,):
            return ((word, target.branch),)
        case None, (first, second) if target.branch is None:
            return ((first, second), (second, first))
        case ProjectName(said), ():
            return ((said, target.branch),)
        case ProjectName(said), (word,) if target.branch is None:
            return ((said, word),)
    return ()


async def with_this_branch(target: Reference, find: Finder) -> Reference:
    """With the branch, or the tag, of the run at hand in place of the words that mean it."""
    if THIS_BRANCH not in target.words:
        return target
    words = tuple(each for each in target.words if each != THIS_BRANCH)
    at_hand = (await find.pipeline(replace(target, words=words))).pipeline
    return replace(
        target,
        project=ProjectName.of(at_hand.project_slug),
        branch=at_hand.branch or at_hand.tag,
        words=words,
    )


def branches_subject(target: Reference) -> Subject:
    """What a line about branches of one or of several projects is about, as far as it tells."""
    every = target.every and target.project is None
    if every or any(projects_pattern(said) for said, _ in several_readings(target)):
        return NO_SUBJECT
    return replace(Subject.of_branch(target), perhaps_several=True)


async def patterns_of_word(find: Finder, word: str) -> list[str]:
    """What a name of an organization means, or a pattern of projects' names: one of each organization."""
    if any(map(str.isspace, word)):
        return []
    found = dict[str, None]()
    for it, _ in await find.visible():
        name = word if is_glob(word) else "*" if it.organization.lower() == word.lower() else ""
        if name and is_among(it, replace(it, name=name)):
            found[f"{it.organization_slug}/{name}"] = None
    return list(found)


async def read_pattern(find: Finder, text: str) -> ProjectPattern | None:
    """``gh/acme/*``, or ``acme/*`` of an organization with projects here; None where there is none.

    Raises `Denied` where the channel may hear of none of them.
    """
    visible = await find.visible()
    if text.count("/") == 1:
        organization = text.partition("/")[0]
        of_name = (it for it, _ in visible if it.organization.lower() == organization.lower())
        if (known := next(of_name, None)) is None:
            return None
        text = f"{known.vcs}/{text}"
    try:
        slug = ProjectSlug.parse(text)
    except ValueError:  # no project is called so
        return None
    fit = [(it, called) for it, called in visible if is_among(it, slug)]
    granted = tuple(
        (it, called)
        for it, called in fit
        if find.access.decide(Permission.FOLLOW, it, ref_known=False).verdict is not Verdict.DENIED
    )
    if fit and not granted:
        find.access.require(Permission.FOLLOW, fit[0][0], called=fit[0][1], ref_known=False)
    return ProjectPattern(slug, granted)


def seen_subscriptions(
    access: Access, several: Sequence[Subscription]
) -> tuple[tuple[str, Subscription], ...]:
    """Those of projects that may be seen here, each with what its project is called."""
    return tuple((access.called(it.project), it) for it in several if it.several or access.sees(it.project))
