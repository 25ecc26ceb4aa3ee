"""Who asked the bot for a pipeline: rows of writes, by what they started."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from sqlalchemy import ColumnElement, select

from bot.circleci.models import PipelineCause
from bot.circleci.slug import ProjectSlug
from bot.model.request import Actor, Place
from bot.model.run import Run
from bot.model.write import Asker
from bot.store.engine import Database, StoreUnavailable
from bot.store.tables import write_table

log = structlog.get_logger()
_ROW = write_table.c

#: How many of a person's pipelines can be listed.
_MOST = 500


class Askers:
    """Of all channels of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, place: Place, runs: Sequence[Run]) -> tuple[Run, ...]:
        """The same runs, each with who asked for it, as told in ``place``; not while no row can be read.

        Only what somebody triggered is looked for.
        """
        asked = [each.pipeline.id for each in runs if each.pipeline.cause is PipelineCause.REQUEST]
        if not asked:
            return tuple(runs)
        statement = select(_ROW.pipeline_id, _ROW.actor, _ROW.channel)
        statement = statement.where(_started(place.workspace), _ROW.pipeline_id.in_(asked))
        try:
            rows = await self._database.rows(statement)
        except StoreUnavailable as error:
            log.warning("who asked is not known", error=str(error))
            return tuple(runs)
        askers = {row.pipeline_id: Asker(row.actor, row.channel == place.channel) for row in rows}
        return tuple(replace(each, asker=askers.get(each.pipeline.id)) for each in runs)

    async def pipelines_of(self, actor: Actor, workspace: str, project: ProjectSlug) -> tuple[str, ...]:
        """The ids of the newest that this person asked for, newest first. Raises `StoreUnavailable`."""
        mine = _ROW.actor == actor.id, _ROW.actor_workspace == actor.workspace
        of_project = _ROW.project.is_(None) | (_ROW.project == str(project))
        statement = select(_ROW.pipeline_id).where(_started(workspace), *mine, of_project)
        statement = statement.order_by(_ROW.id.desc()).limit(_MOST)
        return tuple(row.pipeline_id for row in await self._database.rows(statement))


def _started(workspace: str) -> ColumnElement[bool]:
    return (_ROW.workspace == workspace) & _ROW.pipeline_id.is_not(None)
