"""The nodes of a YAML text as far as they are needed: all of a long one would take 50 times its size.

Only their texts count, and not what they stand for.
"""

from collections.abc import Collection, Iterator
from typing import Any

import yaml

#: Written in C where there is a libyaml: a configuration has some thousand lines.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 100


def root_nodes(source: str, keys: Collection[str]) -> Any:
    """The map that the text is, of these keys alone; None where it is none.

    Raises yaml.YAMLError, and ValueError for what is nested too deeply, names what is not there, or goes on.
    """
    events = yaml.parse(source, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            root = _Composer(events, keys).root(event)
            if any(isinstance(each, yaml.DocumentStartEvent) for each in events):
                raise ValueError("it has several documents")
            return root
    return None


class _Composer:
    """Makes nodes of events. What has an anchor may be needed later."""

    def __init__(self, events: Iterator[Any], keys: Collection[str]) -> None:
        self._events = events
        self._keys = keys
        self._anchors: dict[str, Any] = {}

    def root(self, event: Any) -> Any:
        if not isinstance(event, yaml.MappingStartEvent):
            return None
        root = yaml.MappingNode("", [])
        for start in self._until(yaml.MappingEndEvent):
            key = self._node(start, 1, needed=True)
            needed = isinstance(key, yaml.ScalarNode) and key.value in self._keys
            if (value := self._node(next(self._events), 1, needed=needed)) is not None and needed:
                root.value.append((key, value))
        return root

    def _node(self, event: Any, depth: int, *, needed: bool) -> Any:
        """None where it is not needed."""
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise ValueError("it names what is not there")
            return self._anchors[event.anchor]
        needed = needed or event.anchor is not None
        node = self._empty(event) if needed else None
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        if isinstance(event, yaml.SequenceStartEvent):
            for start in self._until(yaml.SequenceEndEvent):
                item = self._node(start, depth + 1, needed=needed)
                if node is not None:
                    node.value.append(item)
        elif isinstance(event, yaml.MappingStartEvent):
            for start in self._until(yaml.MappingEndEvent):
                key = self._node(start, depth + 1, needed=needed)
                value = self._node(next(self._events), depth + 1, needed=needed)
                if node is not None:
                    node.value.append((key, value))
        return node

    def _until(self, end: type[Any]) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    @staticmethod
    def _empty(event: Any) -> Any:
        match event:
            case yaml.ScalarEvent():
                return yaml.ScalarNode("", event.value)
            case yaml.SequenceStartEvent():
                return yaml.SequenceNode("", [])
        return yaml.MappingNode("", [])
