"""How long a workflow took before: what tells when one that runs is likely to end."""

from bot.circleci.client import CircleCI
from bot.circleci.slug import ProjectSlug

#: What people decide: how long that takes tells nothing of the next time.
_BY_PEOPLE = ("canceled", "unauthorized")


async def durations_of(circleci: CircleCI, slug: ProjectSlug, workflow: str) -> tuple[float, ...]:
    """Seconds that its newest runs took, on whichever branch, as far as no one was waited for."""
    runs = await circleci.insights.newest_runs(slug, workflow)
    return tuple(
        each.duration
        for each in runs.items
        if each.duration and not each.is_approval and each.status not in _BY_PEOPLE
    )
