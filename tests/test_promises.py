"""What every command owes, whatever it does."""

import ast
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from mypy import api as mypy
from structlog.testing import capture_logs

from bot.command import Command
from bot.commands import COMMANDS
from bot.grammar import parse
from bot.model.fault import Fault
from bot.model.permission import Permission
from bot.operating import docs
from bot.playground.demo import POLICY
from bot.slack.scopes import EVENTS, OPTIONAL_SCOPES, SCOPES
from tests.shared import SHARED, needs_shared
from tests.world import WEB, world

ROOT = Path(__file__).resolve().parents[1]
SYNTAXES = tuple(command.syntax for command in COMMANDS)
EXAMPLES = [
    pytest.param(command, example, id=example) for command in COMMANDS for example in command.examples
]


def buttons(node: Any) -> Iterator[str]:
    """Every line that a message's buttons and menus carry."""
    match node:
        case {"type": "button", "value": value} | {"text": {}, "value": value}:
            yield str(value)
        case dict():
            for each in node.values():
                yield from buttons(each)
        case list():
            for each in node:
                yield from buttons(each)


def snapshots() -> list[Path]:
    return sorted((ROOT / "tests").rglob("__snapshots__/**/*.json"))


@pytest.mark.parametrize(("command", "example"), EXAMPLES)
def test_each_example_parses_as_its_own_command(command: Command[Any, Any], example: str) -> None:
    syntax, _ = parse(example, SYNTAXES)
    assert syntax.words == command.words


def test_words_are_unique_and_every_command_has_an_example_and_a_summary() -> None:
    assert len({command.words for command in COMMANDS}) == len(COMMANDS)
    assert all(command.examples and command.summary for command in COMMANDS)


def test_each_button_of_each_snapshot_parses() -> None:
    unread = {}
    for path in snapshots():
        for line in buttons(json.loads(path.read_text())):
            try:
                parse(line, SYNTAXES)
            except Fault as fault:
                unread[f"{path.parent.name}/{path.stem}: {line}"] = fault
    assert unread == {}


COMMAND_MODULES = {command.words: command.run.__module__ for command in COMMANDS}
VIEW_MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted((ROOT / "bot" / "views").rglob("*.py"))
    if path.stem != "__init__"
]


@pytest.mark.parametrize("module", [*COMMAND_MODULES.values(), *VIEW_MODULES])
def test_each_command_and_each_view_has_tests_of_its_own(module: str) -> None:
    _, *folders, name = module.split(".")
    path = ROOT.joinpath("tests", *folders, f"test_{name}.py")
    assert path.exists(), f"{path.relative_to(ROOT)} is missing"
    nodes = ast.walk(ast.parse(path.read_text()))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert any(each.name.startswith("test_") for each in functions), f"{path.relative_to(ROOT)} tests nothing"


@pytest.mark.parametrize(("words", "module"), COMMAND_MODULES.items())
def test_each_command_has_a_file_of_its_name(words: str, module: str) -> None:
    assert module.split(".")[-1] == words.replace(" ", "_")


def test_there_are_snapshots_with_buttons() -> None:
    assert any(True for path in snapshots() for _ in buttons(json.loads(path.read_text())))


def literal_lines(tree: ast.AST) -> Iterator[str]:
    """Where a line is a string that somebody has spelled, and not one that the grammar has written."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        lines = [each.value for each in node.keywords if each.arg == "line"]
        lines += node.args[:1] if name == "TypedLine" else node.args[1:2] if name == "Button" else []
        if name == "Line" or any(isinstance(each, ast.Constant | ast.JoinedStr) for each in lines):
            yield f"line {node.lineno}: {ast.unparse(node)}"


#: Who may make a line of a string: the grammar, which writes it, and the store, which has kept it.
WRITERS = {"grammar", "store", "playground"}


def test_no_command_line_is_spelled_by_hand() -> None:
    files = [
        path
        for path in (ROOT / "bot").rglob("*.py")
        if path.relative_to(ROOT / "bot").parts[0] not in WRITERS
    ]
    found = [(path.name, each) for path in files for each in literal_lines(ast.parse(path.read_text()))]
    assert found == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('Line("why")', True),
        ('Button("Why?", "why")', True),
        ('Button("Why?", line=f"why {id}")', True),
        ('TypedLine("why")', True),
        ("TypedLine(line(lines.WHY, lines.WhyArgs()))", False),
        ('Button("Open", url="https://app.circleci.com")', False),
    ],
)
def test_a_line_that_is_spelled_by_hand_is_found(code: str, found: bool) -> None:
    assert bool(list(literal_lines(ast.parse(code)))) is found


#: Enough of Pydantic to know that a model has the attributes that it declares.
PYDANTIC = """
from typing import Any
class BaseModel: ...
def __getattr__(name: str) -> Any: ...
"""


def told_by_mypy(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> str:
    """Of what is installed it reads nothing: that would take most of its time."""
    (file := folder / "written.py").write_text(code)
    (folder / "pydantic.pyi").write_text(PYDANTIC)
    monkeypatch.setenv("MYPYPATH", f"{ROOT}{os.pathsep}{folder}")
    options = [
        "--config-file=",
        "--explicit-package-bases",
        "--follow-imports=silent",
        "--ignore-missing-imports",
        "--no-site-packages",
    ]
    told, _, _ = mypy.run([*options, f"--cache-dir={folder / 'cache'}", str(file)])
    return told


def test_what_forgets_its_permission_or_spells_a_line_by_hand_is_a_type_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_by_mypy(
        tmp_path,
        monkeypatch,
        """
from bot import lines
from bot.command import Command, Context
from bot.model.message import Button
from bot.model.permission import Permission
from bot.model.spans import TypedLine
from bot.views.lists.projects import EnvVarList, env_var_list


async def run(args: lines.EnvsArgs, ctx: Context) -> EnvVarList:
    project, _ = await ctx.find.project(args.project)
    await project.env_vars()
    await ctx.circleci.list_env_vars(project.slug)
    await ctx.send("stop it")
    raise NotImplementedError


Command(lines.ENVS, summary="", permission=Permission.READ, run=run, view=env_var_list)
Button("Why?", "why"), TypedLine("why")
""",
    )
    for error in (
        '"Project" has no attribute "env_vars"',
        '"Context" has no attribute "circleci"',
        'Argument 1 to "send" of "Context" has incompatible type "str"; expected "WriteCall[',
        'Missing positional arguments "scope", "about" in call to "Command"',
        'Argument 2 to "Button" has incompatible type "str"; expected "Line',
        'Argument 1 to "TypedLine" has incompatible type "str"; expected "Line',
    ):
        assert error in told, (error, told)


#: Policies that know the projects, and grant something else than what is asked for.
CONFIGURING = "{do: [configure], projects: [web, api, mobile, gh/acme/new]}"
READING = "{do: [read], projects: [web, api, mobile, gh/acme/new]}"


@pytest.mark.parametrize(
    ("granted", "commands"),
    [
        pytest.param(
            CONFIGURING,
            [each for each in COMMANDS if each.permission not in (None, Permission.CONFIGURE)],
            id="without reading",
        ),
        pytest.param(READING, [each for each in COMMANDS if each.writes], id="with reading alone"),
    ],
)
async def test_each_command_is_denied_without_its_permission_and_circleci_saw_nothing(
    tmp_path: Path, granted: str, commands: list[Command[Any, Any]]
) -> None:
    policy = tmp_path / "policy.yml"
    known = yaml.safe_load(POLICY.read_text())["projects"]
    channels = f"{{{WEB}: {{project: web, allow: [{granted}]}}}}"
    policy.write_text(f"projects: {json.dumps(known)}\nchannels: {channels}\n")
    async with world(tmp_path, policy_file=policy) as here:
        for command in commands:
            for example in command.examples:
                with capture_logs() as logged:
                    shown = await here.types(example)
                assert shown.whispered, example
                assert [entry["outcome"] for entry in logged if entry["event"] == "delivery"] == ["Denied"]
                assert here.asked_of_circleci() == [], example
                assert here.actions() == [], example


def test_the_documents_are_what_the_code_says() -> None:
    assert docs.stale_documents(ROOT) == {}


def test_the_usage_hint_is_what_people_need_first() -> None:
    [command] = yaml.safe_load((ROOT / "manifest.yml").read_text())["features"]["slash_commands"]
    assert command["usage_hint"] == "status · why · red · trigger web@main · help"
    for line in command["usage_hint"].split(" · "):
        parse(line, SYNTAXES)


@needs_shared
def test_slacks_own_schema_takes_the_manifest() -> None:
    schema = json.loads((SHARED / "data/slack/manifest/manifest.schema.2.0.0.json").read_text())
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    jsonschema.validate(manifest, schema)


def test_the_manifest_asks_for_what_the_code_uses_and_the_readme_explains_each() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    assert manifest["oauth_config"]["scopes"] == {
        "bot": list(SCOPES),
        "bot_optional": list(OPTIONAL_SCOPES),
    }
    assert manifest["settings"]["event_subscriptions"] == {"bot_events": list(EVENTS)}
    readme = (ROOT / "README.md").read_text()
    assert all(f"`{scope}`: {reason}" in readme for scope, reason in (SCOPES | OPTIONAL_SCOPES).items())
