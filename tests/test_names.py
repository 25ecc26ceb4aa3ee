"""A name means one thing, so that whoever looks for it finds one place."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What each command calls the same, and the logger of each file.
EVERYWHERE = {"COMMAND", "run", "rest", "more", "recover", "log"}
#: Worlds of their own: what is pretended, and how tables were once.
ELSEWHERE = {"playground", "migrations"}


def public_names(code: str) -> Iterator[str]:
    """What a module defines for others."""
    for node in ast.parse(code).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                inner = (each for target in targets for each in ast.walk(target))
                names = [each.id for each in inner if isinstance(each, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if not name.startswith("_"))


def test_no_public_name_is_defined_in_two_files() -> None:
    files: defaultdict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "bot").rglob("*.py"):
        file = path.relative_to(ROOT)
        if ELSEWHERE.isdisjoint(file.parts):
            for name in public_names(path.read_text()):
                files[name].add(str(file))
    assert {name: many for name, many in files.items() if len(many) > 1 and name not in EVERYWHERE} == {}


def test_functions_classes_and_values_are_names() -> None:
    code = "import a\nA, B = 1, 2\nC: int = 3\n_D = 4\ndef e(): f = 1\nasync def g(): ...\nclass H: i = 1\n"
    assert list(public_names(code)) == ["A", "B", "C", "e", "g", "H"]
