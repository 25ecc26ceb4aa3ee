"""YAML as plain text: every scalar is a string, every key stands once, and every path knows its line.

Nothing in a policy is a number, a date or a truth value, so a branch ``1.10`` or ``on`` is just that name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Path: TypeAlias = tuple[str | int, ...]

_NOTHING = frozenset({"", "~", "null"})
#: Aliases can make a small file huge; a policy has nowhere near so many values.
_MOST = 100_000
_SHOWN = 50
_BARE = re.compile(r"(?m)(?:^|[\s\[,])[!*][^\s\"'!*]*")
_HINT = 'text that starts with "!" or "*" stands in quotes: "!main", "*"'


@dataclass(frozen=True, slots=True)
class Problem:
    """``path``: where in the file's structure; ``line``: in its text, where known."""

    path: str
    reason: str
    line: int | None = None


@dataclass(slots=True)
class Read:
    """What was read: the tree, the line of each path, and what is wrong with it as YAML."""

    tree: Tree = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of the path, or of the nearest thing around it."""
        at = tuple(path)
        while at not in self.lines and at:
            at = at[:-1]
        return self.lines.get(at)


def read_yaml(text: str) -> Read:
    """Read one document."""
    found = Read()
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        if node is not None:
            found.tree = _Reading(found).tree(node, (), ())
            found.problems[_SHOWN:] = []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"not YAML: {error.problem or error.context}"
        reason += f"; {_HINT}" if _BARE.search(text) else ""
        found.problems.append(Problem("", reason, mark.line + 1 if mark else None))
    except yaml.YAMLError as error:  # a character that may not stand in YAML
        found.problems.append(Problem("", f"not YAML: {' '.join(str(error).split())}"))
    except RecursionError:
        found.problems.append(Problem("", "is nested far too deep for a policy"))
    return found


def path_text(path: Sequence[str | int]) -> str:
    """A path as people write it: ``channels.C0DEPLOYS.allow[1].do[0]``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


class _Reading:
    def __init__(self, found: Read) -> None:
        self._found = found
        self._count = 0

    def tree(self, node: yaml.Node, path: Path, around: tuple[yaml.Node, ...]) -> Tree:
        self._count += 1
        self._found.lines.setdefault(path, node.start_mark.line + 1)
        around = (*around, node)
        if wrong := self._refusal(node, around):
            self._wrong(path, node, wrong)
            return None
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path, around)
            case yaml.SequenceNode():
                return [self.tree(each, (*path, at), around) for at, each in enumerate(node.value)]
            case yaml.ScalarNode(style=None, value=value) if value in _NOTHING:
                return None
        return str(node.value)

    def _refusal(self, node: yaml.Node, around: tuple[yaml.Node, ...]) -> str | None:
        if any(node is each for each in around[:-1]):
            return "refers to itself"
        if self._count > _MOST:
            return "is far too large for a policy"
        return f"is a YAML tag ({node.tag}); {_HINT}" if node.tag.startswith("!") else None

    def _mapping(self, node: yaml.MappingNode, path: Path, around: tuple[yaml.Node, ...]) -> Tree:
        values: dict[str, Tree] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(path, key, "has a key that is not text")
                continue
            name, at = str(key.value), (*path, str(key.value))
            if name in values:
                first = self._found.lines[at]
                self._wrong(at, key, f"stands twice, first in line {first}")
                continue
            self._found.lines[at] = key.start_mark.line + 1
            values[name] = self.tree(value, at, around)
        return values

    def _wrong(self, path: Path, node: yaml.Node, reason: str) -> None:
        self._found.problems.append(Problem(path_text(path), reason, node.start_mark.line + 1))


def as_mapping(tree: Tree) -> Mapping[str, Tree]:
    """The tree, where it is a mapping; else an empty one."""
    return tree if isinstance(tree, dict) else {}
