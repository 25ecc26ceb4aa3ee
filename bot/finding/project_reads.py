"""What CircleCI says of projects, read once in a search, whoever needs it meanwhile."""

import asyncio
from dataclasses import dataclass, field

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import Project
from bot.circleci.slug import ProjectSlug


@dataclass(slots=True)
class ProjectReads:
    """Also that one is not there: so it is asked for as often as one that may not be seen."""

    _answers: dict[ProjectSlug, Project | NotFound] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, circleci: CircleCI, slug: ProjectSlug) -> Project:
        """Raises NotFound."""
        async with self._turn:
            answer = self._answers.get(slug)
            if answer is None:
                answer = self._answers[slug] = await _answer(circleci, slug)
        if isinstance(answer, NotFound):
            raise answer
        return answer


async def _answer(circleci: CircleCI, slug: ProjectSlug) -> Project | NotFound:
    try:
        return await circleci.get_project(slug)
    except NotFound as error:
        return error
