"""Which pipelines take a version back, as their values tell: their workflows may be called anything.

https://circleci.com/docs/guides/deploy/set-up-rollbacks/#configuration-tips
"""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Pipeline, PipelineCause
from bot.circleci.models.deploys import is_newer_version

log = structlog.get_logger()

#: What a rollback pipeline's values tell of it, by the arguments of the line that asks for one. Those of any
#: other are empty, or absent; of one that deploys a version that was chosen, ``live`` is.
ROLLBACK_VALUES = {
    "component": "pipeline.deploy.component_name",
    "environment": "pipeline.deploy.environment_name",
    "live": "pipeline.deploy.current_version",
    "version": "pipeline.deploy.target_version",
}


async def rollbacks_among(circleci: CircleCI, pipelines: Sequence[Pipeline]) -> frozenset[str]:
    """The ids of those that roll back, in one round trip. Only what was asked for can be one.

    One whose values can't be read is told by its workflows' names alone.
    """
    asked = [each for each in pipelines if each.cause is PipelineCause.REQUEST]
    found = await asyncio.gather(*(_rolls_back(circleci, each) for each in asked))
    return frozenset(each.id for each, back in zip(asked, found, strict=True) if back)


async def _rolls_back(circleci: CircleCI, pipeline: Pipeline) -> bool:
    try:
        return tells_rollback(await circleci.get_pipeline_values(pipeline.id))
    except CircleCIError as error:
        log.info("a pipeline's values were not read", pipeline=pipeline.id, error=str(error))
        return False


def tells_rollback(values: Mapping[str, object]) -> bool:
    """Whether a pipeline with these values goes from one version back to another."""
    live, version = (str(values.get(ROLLBACK_VALUES[each]) or "") for each in ("live", "version"))
    return bool(live and version) and not is_newer_version(version, live)
