"""Lines that may be meant where the project can't be told."""

import pytest

from bot.commands import COMMANDS
from bot.grammar import about_project, parse, unknown_name
from bot.model.fault import UnknownProject
from tests.grammar.lines import PROJECTS, SYNTAXES


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("status", "status api"),
        ("status a@a", "status api@a"),
        ("pipelines --mine", "pipelines api --mine"),
        ("trigger @main env=staging", "trigger api@main env=staging"),
        ("pipeline #812", "pipeline api#812"),
        ("pipeline @main", "pipeline api@main"),
        ("job last failed web@main", "job last failed api@main"),
        ("artifact last failed junit.xml", "artifact last failed api junit.xml"),
        ("can trigger", "can trigger api"),
        ("me", "me"),
    ],
)
def test_the_line_is_said_about_another_project(line: str, other: str) -> None:
    written = about_project(*parse(line, SYNTAXES, PROJECTS), "api")
    assert written == other
    assert parse(written, SYNTAXES, PROJECTS)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("deploys", "deploys api"),
        ("deploys --page 2", "deploys api --page 2"),
        ("flaky", "flaky api"),
        ("project", "project api"),
        ("project web", "project api"),
        ("insights --days 7", "insights api --days 7"),
        ("rollback web eu --reason slow", "rollback web eu --reason 'slow' --project api"),
        ("red acme", "red acme"),
    ],
)
def test_where_no_project_was_named_it_is_filled_in(line: str, other: str) -> None:
    syntaxes = [each.syntax for each in COMMANDS]
    written = about_project(*parse(line, syntaxes, PROJECTS), "api")
    assert written == other
    assert parse(written, syntaxes, PROJECTS)


def test_only_the_project_is_changed_and_not_the_same_letters_elsewhere() -> None:
    fault = unknown_name(*parse("status sta@sta", SYNTAXES, PROJECTS), UnknownProject("sta", ("stage",)))
    assert isinstance(fault, UnknownProject)
    assert fault.lines == ("status stage@sta",)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("pipeline nope@main", "pipeline note@main"),
        ("pipeline nope#812", "pipeline note#812"),
        ("project nope", "project note"),
        ("deploys of nope please", "deploys note"),
        ("flaky @main nope", "flaky note@main"),
    ],
)
def test_what_can_only_be_a_project_is_said_as_one_and_the_word_is_gone(line: str, other: str) -> None:
    fault = UnknownProject("nope", ("note",))
    assert unknown_name(*parse(line, [each.syntax for each in COMMANDS], PROJECTS), fault) is fault
    assert fault.lines == (other,)
