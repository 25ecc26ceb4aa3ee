"""What is meant can't be told, or is not there."""

import pytest

from bot.model.fault import NameKind, NothingHere, NotInGreenRuns, UnknownName
from bot.model.line import Line
from tests.commands.desk import offered, told


@pytest.mark.parametrize(
    ("kind", "within", "said"),
    [
        (NameKind.COMPONENT, "web", "x is not a component: web has a, b and c. It looks like a."),
        (
            NameKind.DEFINITION,
            "web",
            "x is not a pipeline definition: web has a, b, c. It looks like --definition a.",
        ),
        (
            NameKind.ENVIRONMENT,
            "shop",
            "x is not an environment: shop is deployed to a, b and c. It looks like a.",
        ),
        (NameKind.JOB, "build", "x is not a job: build has a, b and c. It looks like --jobs a."),
        (NameKind.NAMESPACE, "", "x is not a namespace: there are a, b and c. It looks like a."),
        (NameKind.VERSION, "", "x is not a version: the latest others are a, b and c. It looks like a."),
        (NameKind.WORKFLOW, "web", "x is not a workflow: web has a, b and c. It looks like --workflow a."),
    ],
)
def test_a_name_that_is_not_there_is_told_with_those_that_are(kind: NameKind, within: str, said: str) -> None:
    assert told(UnknownName(kind, "x", ("a", "b", "c"), kind.value, within)) == [said]


@pytest.mark.parametrize(
    ("noun", "project", "line"),
    [("project", "web", "projects"), ("pipeline", "web", "pipelines web"), ("pipeline", None, "pipelines")],
)
def test_what_is_not_here_is_told_with_the_line_that_shows_what_there_is(
    noun: str, project: str | None, line: str
) -> None:
    fault = NothingHere(noun, "x", project)
    assert told(fault)[1] == f"/ci {line} shows what there is."
    assert [each.line for each in offered(fault)] == [line]


def test_one_green_run_is_not_counted() -> None:
    fault = NotInGreenRuns("a.txt", "web", "ship", 1, Line("pipelines web@ship"))
    assert "no artifact a.txt in the newest green run of web on ship, or" in told(fault)[0]
