"""Which projects can be seen from a place: the policy's, and what the token sees in its organisations."""

import asyncio

from bot.circleci.client import CircleCI
from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.policy.access import Access

#: How many organisations are asked for their projects at most.
ORGANIZATIONS = 20


async def visible_projects(circleci: CircleCI, access: Access) -> tuple[tuple[ProjectSlug, str], ...]:
    """The projects that may be read here and what to call them, those with a short name first."""
    short = {slug: name for name, slug in access.names()}
    others = {slug for slug in await _recent(circleci) if slug not in short and access.sees(slug)}
    slugs = [*sorted(short, key=lambda slug: short[slug]), *sorted(others, key=str)]
    return tuple((slug, short.get(slug, str(slug))) for slug in slugs)


async def _recent(circleci: CircleCI) -> set[ProjectSlug]:
    """The projects of recent pipelines in every organisation that the token sees."""
    collaborations = await circleci.get_collaborations()
    organizations = [each.slug for each in collaborations if each.slug][:ORGANIZATIONS]
    found = await asyncio.gather(*(_built(circleci, each) for each in organizations))
    return set().union(*found)


async def _built(circleci: CircleCI, organization: str) -> set[ProjectSlug]:
    try:
        page = await circleci.list_organization_pipelines(organization)
    except (NotFound, Forbidden):  # one sees an organisation in which one may see nothing
        return set()
    return {each.project_slug for each in page.items}
