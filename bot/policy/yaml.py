"""YAML as plain text: every scalar is a string, every key stands once, and every path knows its line.

Nothing in a policy is a number, a date or a truth value, so a branch ``1.10`` or ``on`` is just that name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
_NO_TABS = "use spaces, not tabs"
_HINT = 'text that starts with "!" or "*" needs quotes: "!main", "*"'


@dataclass(frozen=True, slots=True)
class Problem:
    """``path``: where in the file's structure; ``line``: in its text, where known."""

    path: str
    reason: str
    line: int | None = None

    def sentence(self, file: object) -> str:
        """One line, with its place in the file."""
        at = f"{file}:{self.line}" if self.line else file
        return f"{at}: {self.path} {self.reason}" if self.path else f"{at}: {self.reason}"


@dataclass(slots=True)
class YamlDocument:
    """What was read: the tree, the line of each path, and what is wrong with it as YAML."""

    tree: Tree = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _count: int = 0

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of the path, or of the nearest thing around it."""
        at = tuple(path)
        while at not in self.lines and at:
            at = at[:-1]
        return self.lines.get(at)

    def take(self, node: yaml.Node, path: Path = (), around: tuple[yaml.Node, ...] = ()) -> Tree:
        """What a node says. ``around``: the nodes that it stands in."""
        self._count += 1
        self.lines.setdefault(path, node.start_mark.line + 1)
        if wrong := self._refusal(node, around):
            self._wrong(path, node, wrong)
            return None
        around = (*around, node)
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path, around)
            case yaml.SequenceNode():
                return [self.take(each, (*path, at), around) for at, each in enumerate(node.value)]
            case yaml.ScalarNode(style=None, value=value) if value in _NOTHING:
                return None
        return str(node.value)

    def _refusal(self, node: yaml.Node, around: tuple[yaml.Node, ...]) -> str | None:
        if any(node is each for each in around):
            return "refers to itself"
        if self._count > _MOST:
            return "is too large for a policy"
        return f"is a YAML tag ({node.tag}); {_HINT}" if node.tag.startswith("!") else None

    def _mapping(self, node: yaml.MappingNode, path: Path, around: tuple[yaml.Node, ...]) -> Tree:
        values: dict[str, Tree] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(path, key, "has a key that isn't text")
                continue
            name, at = str(key.value), (*path, str(key.value))
            if name in values:
                self._wrong(at, key, f"is given twice, first on line {self.lines[at]}")
                continue
            self.lines[at] = key.start_mark.line + 1
            values[name] = self.take(value, at, around)
        return values

    def _wrong(self, path: Path, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(path_text(path), reason, node.start_mark.line + 1))


def read_yaml(text: str) -> YamlDocument:
    """Read one document."""
    found = YamlDocument()
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        if _cut_off(text):
            found.problems.append(Problem("", "begins with --- and must end with ...: it may be cut off"))
        if node is not None:
            found.tree = found.take(node)
            found.problems[_SHOWN:] = []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        goes_on = (error.problem or "").startswith("but")
        said = (error.context, error.problem) if goes_on else (error.problem or error.context,)
        reason = f"not YAML: {' '.join(filter(None, said))}"
        hint = _NO_TABS if "\\t" in reason else _HINT if _BARE.search(text) else ""
        found.problems.append(Problem("", f"{reason}{hint and f'; {hint}'}", mark.line + 1 if mark else None))
    except yaml.reader.ReaderError as error:
        line, sign = text.count("\n", 0, error.position) + 1, ord(text[error.position])
        reason = f"not YAML: remove the character U+{sign:04X} in line {line}, which can't be seen"
        found.problems.append(Problem("", reason))
    except RecursionError:
        found.problems.append(Problem("", "is nested too deep for a policy"))
    return found


def _cut_off(text: str) -> bool:
    """Whether the document says where it begins, and not where it ends."""
    return says_beginning(text) and not any(isinstance(it, yaml.DocumentEndToken) for it in _signs(text))


def says_beginning(text: str) -> bool:
    """Whether it begins with ---, so that its end is looked for."""
    ahead = (yaml.StreamStartToken, yaml.DirectiveToken)
    first = next((each for each in _signs(text) if not isinstance(each, ahead)), None)
    return isinstance(first, yaml.DocumentStartToken)


def _signs(text: str) -> Iterator[yaml.Token]:
    return yaml.scan(text, yaml.SafeLoader)


def path_text(path: Sequence[str | int]) -> str:
    """A path as people write it: ``channels.C0DEPLOYS.allow[1].do[0]``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def as_mapping(tree: Tree) -> Mapping[str, Tree]:
    """The tree, where it is a mapping; else an empty one."""
    return tree if isinstance(tree, dict) else {}
