"""One word for one thing: in all of the bot but the playground, which has words of its own."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bot

ROOT = Path(__file__).resolve().parents[1]
BOT = ROOT / "bot"
FILES = [
    path
    for path in sorted(BOT.rglob("*.py"))
    if not {"playground", "versions"} & set(path.relative_to(BOT).parts)  # Alembic's steps have its words
]

#: Words that several files define, each with the reason.
SHARED = {
    "run": "what a command does: each has one, and is a file",
    "rest": "the slower parts of a command's answer: likewise",
    "recover": "what a command has started, where the answer was lost: likewise",
    "look": "how what a command did stands now: likewise",
    "redraw": "what its line draws of a run as it is now: likewise",
    "COMMAND": "the command that a file declares: the registry names the file",
    "log": "a file's own logger, as structlog's documentation has it",
}

#: What says nothing of what it is: pronouns, and participles that stand alone.
BARE = re.compile(
    r"(?i:it|this|that|those|these|here|there|one|each|them)"
    r"|(?i:said|seen|shown|told|meant|found|known|held|given|made)"
    r"|[A-Z]?[a-z]+ed|[A-Z]+ED"
)
#: Words of HTTP's, a color, and a noun.
TERMS = {"Denied", "Redirected", "Unauthorized", "RED", "Deed"}


@cache
def names_of(path: Path) -> tuple[str, ...]:
    return tuple(public_names(path.read_text(encoding="utf-8")))


def public_names(code: str) -> Iterator[str]:
    for node in ast.parse(code).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                names = [it.id for target in targets for it in ast.walk(target) if isinstance(it, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if not name.startswith("_"))


def test_each_public_name_is_defined_once() -> None:
    where = defaultdict(set)
    for path in FILES:
        for name in names_of(path):
            where[name].add(str(path.relative_to(BOT)))

    assert {name: files for name, files in where.items() if len(files) > 1 and name not in SHARED} == {}


def test_the_words_that_are_shared_are_few_and_each_is_one() -> None:
    names = [name for path in FILES for name in set(names_of(path))]

    assert len(SHARED) <= 8
    assert {word for word in SHARED if names.count(word) < 2} == set()


def test_no_public_name_is_a_pronoun_or_a_bare_participle() -> None:
    bare = {
        f"{path.relative_to(BOT)}: {name}"
        for path in FILES
        for name in names_of(path)
        if BARE.fullmatch(name) and name not in TERMS
    }

    assert bare == set()


def test_files_and_functions_are_short() -> None:
    long = {}
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > 300:
            long[str(path.relative_to(BOT))] = lines
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 50:
                    long[f"{path.relative_to(BOT)}:{node.name}"] = length

    assert long == {}


def test_functions_classes_and_values_are_names() -> None:
    code = "import a\nA, B = 1, 2\nC: int = 3\n_D = 4\ndef e(): f = 1\nasync def g(): ...\nclass H: i = 1\n"

    assert list(public_names(code)) == ["A", "B", "C", "e", "g", "H"]


def test_the_map_shows_each_room_in_the_order_of_the_floors() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = [re.split(r" [|:] ", floor) for floor in contracts[0]["layers"]]
    rooms = re.findall(r"^`(\w+)`  ", bot.__doc__.split("Ours are these")[0], re.MULTILINE)

    assert rooms == [room for floor in floors for room in floor]
    assert set(rooms) == {path.stem for path in BOT.iterdir() if path.stem not in ("__init__", "__pycache__")}


def test_each_word_of_the_glossary_is_a_name() -> None:
    words = set(re.findall(r"`([A-Z]\w+)`", bot.__doc__))
    names = {name for path in FILES for name in names_of(path)}

    assert len(words) > 15
    assert words - names == set()
