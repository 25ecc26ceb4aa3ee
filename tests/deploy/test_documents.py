"""What the operator's page and SECURITY.md say is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from opentelemetry import environment_variables as api
from opentelemetry.sdk import environment_variables as sdk

from bot.__main__ import app
from bot.settings import Settings
from tests.deploy.dockerfile import ROOT

PAGE = ROOT / "deploy/README.md"
SECURITY = ROOT / "SECURITY.md"

#: What others read from the environment.
THEIRS = {"HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"} | {
    value
    for value in (vars(api) | vars(sdk)).values()
    if isinstance(value, str) and value.startswith("OTEL_")
}


def _words(text: str) -> Iterator[list[str]]:
    """Each line of the program that stands in it, after its name."""
    for line in text.replace("\\\n", " ").splitlines():
        for found in re.findall(r"(?:^|[`/ ])ringmaster ([a-z][^`|;#]*)", line):
            yield found.split()


def _command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that a line is of, and what is left of it."""
    command = typer.main.get_command(app)
    while words and (commands := getattr(command, "commands", None)):
        command, words = commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("path", [PAGE, ROOT / "README.md"], ids=lambda path: path.parent.name)
def test_each_line_of_the_program_has_a_command_and_flags_that_there_are(path: Path) -> None:
    code = re.findall(r"`[^`\n]+`|```console\n.*?```", path.read_text(), re.DOTALL)
    names = getattr(typer.main.get_command(app), "commands", {})
    lines = [words for piece in code for words in _words(piece) if words[0] in names]
    for words in lines:
        command, left = _command(words)
        flags = {name for each in command.params for name in each.opts}
        assert {each for each in left if each.startswith("--")} <= flags, words
    assert lines


def test_each_setting_that_the_page_names_is_one() -> None:
    named = set(re.findall(r"\b([A-Z]{3,}(?:_[A-Z]+)+)\b", PAGE.read_text())) - THEIRS
    assert {each.lower() for each in named} <= Settings.model_fields.keys()


@pytest.mark.parametrize("path", [PAGE, SECURITY], ids=lambda path: path.name)
def test_links_lead_to_files_and_headings(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text()):
        file, _, heading = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        titles = re.findall(r"^#+ (.*)$", there.read_text(), re.MULTILINE) if heading else []
        slugs = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
        assert not heading or heading in slugs, target


def test_each_control_is_held_by_a_test_that_is_there() -> None:
    rows = [line for line in SECURITY.read_text().splitlines() if line.startswith("|")][2:]
    for row in rows:
        [(file, test)] = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row)
        assert re.search(rf"def {test}\(", (ROOT / file).read_text()), row
    assert len(rows) > 15
