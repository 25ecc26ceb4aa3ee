"""When what runs is likely to end: by how long its workflows took before, which is read once a day."""

from collections import OrderedDict
from datetime import datetime
from functools import partial

import structlog

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.circleci.slug import ProjectSlug
from bot.following.pace import until_likely
from bot.model.run import Run
from bot.reading.durations import durations_of

log = structlog.get_logger()

#: Insights are worked out about once a day. After trouble they are asked for again sooner. In seconds.
_DAY, _AFTER_TROUBLE = 24 * 3600.0, 3600.0

#: Of how many workflows it is remembered.
_REMEMBERED = 2000

_Key = tuple[str, ProjectSlug, str]


class LikelyEnds:
    """Remembers how long the workflows of all workspaces took."""

    def __init__(self) -> None:
        self._known = OrderedDict[_Key, tuple[float, tuple[float, ...]]]()

    async def until(self, workspace: str, circleci: CircleCI, run: Run, now: datetime) -> float | None:
        """Seconds until something of it is likely to end; None where nothing tells."""
        found = list[float]()
        for each in run.newest:
            if each.terminal or each.lost or each.created_at is None:
                continue
            key = (workspace, run.pipeline.project_slug, each.name)
            durations = await self._durations(key, circleci, now.timestamp())
            likely = until_likely((now - each.created_at).total_seconds(), durations)
            found += [] if likely is None else [likely]
        return min(found, default=None)

    async def _durations(self, key: _Key, circleci: CircleCI, at: float) -> tuple[float, ...]:
        until, durations = self._known.get(key, (0.0, ()))
        if at < until:
            return durations
        remember = partial(self._remember, key)
        remember(at + _AFTER_TROUBLE, durations)  # whoever asks meanwhile doesn't read it, too
        try:
            durations = await durations_of(circleci, *key[1:])
        except CircleCIError as error:
            log.info("usual durations not read", error=type(error).__name__)
        else:
            remember(at + _DAY, durations)
        return durations

    def _remember(self, key: _Key, until: float, durations: tuple[float, ...]) -> None:
        self._known[key] = (until, durations)
        self._known.move_to_end(key)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
