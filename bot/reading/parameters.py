"""Reads which parameters a configuration declares: no API tells them but the configuration's source.

A configuration is somebody else's text: only its nodes are looked at, up to a size and a depth, and what
is odd is not known.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.circleci.models import ConfigText, Pipeline
from bot.circleci.slug import ProjectSlug
from bot.model.parameters import Declaration, DeclaredParameter, ParameterType
from bot.reading.yaml_nodes import root_nodes

#: Characters, parameters and merged maps, of configurations that are read at all.
_LONGEST, _MOST, _MERGED = 1_000_000, 500, 3
#: Of how many sources of configurations the newest is read, and how many that tell none, beside others.
_SOURCES, _UNTOLD = 4, 3
#: Seconds for each answer: whoever asks can do without, and does not wait for CircleCI's troubles.
CONFIG_PATIENCE = 5.0


async def newest_page(circleci: CircleCI, slug: ProjectSlug, branch: str | None) -> Sequence[Pipeline]:
    """A project's newest pipelines; none where CircleCI does not tell them soon."""
    try:
        async with asyncio.timeout(CONFIG_PATIENCE):
            return (await circleci.list_pipelines(slug, branch=branch)).items
    except (CircleCIError, TimeoutError):
        return ()


async def newest_declarations(circleci: CircleCI, pipelines: Sequence[Pipeline]) -> list[Declaration]:
    """What is known of each source of configurations, by its newest pipeline among these, newest first.

    Some pipelines tell no source, as those that the API started: of these there are several, among others.
    """
    by_source: dict[str | None, list[Pipeline]] = {}
    for each in sorted(pipelines, key=lambda it: it.number, reverse=True):
        if all(error.type != "config-fetch" for error in each.errors):
            by_source.setdefault(each.config_source_id, []).append(each)
    most = _UNTOLD if len(by_source) > 1 else 1
    reading = [
        pipeline
        for source, several in [*by_source.items()][:_SOURCES]
        for pipeline in several[: 1 if source else most]
    ]
    found = await asyncio.gather(*(_declaration(circleci, each) for each in reading))
    return sorted((each for each in found if each), key=lambda it: it.pipeline.number, reverse=True)


async def _declaration(circleci: CircleCI, pipeline: Pipeline) -> Declaration | None:
    try:
        async with asyncio.timeout(CONFIG_PATIENCE):
            texts = await circleci.config.short_texts(pipeline.id, _LONGEST)
    except (CircleCIError, TimeoutError):
        return None
    return await asyncio.to_thread(declaration, pipeline, texts) if texts else None


def declaration(pipeline: Pipeline, texts: Mapping[ConfigText, str]) -> Declaration | None:
    """None where it can't be told what is declared. Of a setup configuration, its own parameters count."""
    setup, source = texts.get(ConfigText.SETUP), texts.get(ConfigText.SOURCE, "")
    first = declared_parameters(setup or source)
    if first is None:
        return None
    later = (declared_parameters(source) or ()) if setup else ()
    later_names = {each.name for each in later} - {each.name for each in first}
    return Declaration(pipeline, first, frozenset(later_names))


def declared_parameters(source: str) -> tuple[DeclaredParameter, ...] | None:
    """In the order in which they are declared; None where that can't be told."""
    try:
        root = root_nodes(source, ("parameters", "<<")) if len(source) <= _LONGEST else None
        if root is None:
            return None
        block = dict(_entries(root)).get("parameters")
        if block is None or _text(block) in ("", "~", "null"):
            return ()
        if not isinstance(block, yaml.MappingNode) or len(block.value) > _MOST:
            return None
        return tuple(_parameter(name, node) for name, node in dict(_entries(block)).items())
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _entries(node: Any, merges: int = _MERGED) -> Iterator[tuple[str, Any]]:
    """Names and nodes of a map. What is merged into it comes first: the last of a name counts."""
    if not isinstance(node, yaml.MappingNode):
        return
    own = [(_text(key), value) for key, value in node.value]
    for name, value in own if merges else ():
        if name == "<<":
            several = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for each in reversed(several[:_MERGED]):
                yield from _entries(each, merges - 1)
    yield from ((name, value) for name, value in own if name is not None and name != "<<")


def _parameter(name: str, node: Any) -> DeclaredParameter:
    said = dict(_entries(node))
    kind = _text(said.get("type"))
    values = said.get("enum")
    listed = values.value if isinstance(values, yaml.SequenceNode) else []
    texts = [text for each in listed if (text := _text(each)) is not None]
    return DeclaredParameter(
        name,
        ParameterType(kind) if kind in list(ParameterType) else None,
        _text(said.get("default")),
        _text(said.get("description")) or "",
        tuple(texts) if len(texts) == len(listed) else (),
    )


def _text(node: Any) -> str | None:
    """A plain value as it was written."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None
