"""What is asked before something is done that a line did not say exactly."""

import pytest

from bot.model.deeds import RollbackDeed
from bot.model.line import Line
from bot.model.questions import (
    ApproveQuestion,
    CancelJobQuestion,
    CancelQuestion,
    DefaultQuestion,
    RerunQuestion,
    RollbackQuestion,
    TriggerQuestion,
    WriteQuestion,
)
from tests.commands.desk import offered, told
from tests.views.facts import job, pipeline, workflow
from tests.views.refusals.samples import BAD, DEPLOY, HELD

JOBS = (job("unit", "success"), job("e2e", "failed", number=156))
RERUN = RerunQuestion("web", pipeline(), BAD, JOBS, False, (), False)
BACK = RollbackQuestion(
    Line("rollback web production v1.2.0 --project gh/acme/web --live v1.2.1"),
    RollbackDeed("web", "web", "production"),
    "v1.2.1",
    "v1.2.0",
)
ABOUT = "web #812 on main, a1b2c3d"


@pytest.mark.parametrize(
    ("question", "title", "yes", "words"),
    [
        (ApproveQuestion("web", pipeline(), HELD), "Approve hold?", "Approve", "approve"),
        (CancelQuestion("web", pipeline(), (DEPLOY,)), "Cancel", "Cancel", "cancel"),
        (CancelJobQuestion("web", pipeline(), "e2e", 155), "Cancel", "Cancel", "cancel job"),
        (RERUN, "Rerun from the start?", "Rerun", "rerun"),
        (RerunQuestion("web", pipeline(), BAD, JOBS, True, (), False), "Rerun", "Rerun", "rerun"),
        (RerunQuestion("web", pipeline(), BAD, JOBS, False, ("e2e",), False), "Rerun", "Rerun", "rerun"),
        (RerunQuestion("web", pipeline(), BAD, JOBS, False, (), True), "Rerun", "Rerun", "rerun"),
    ],
)
def test_a_question_about_a_run_names_it_its_branch_and_its_commit(
    question: WriteQuestion, title: str, yes: str, words: str
) -> None:
    first, text, _ = told(question)
    assert first.startswith(title)
    assert first.endswith("?")
    assert text.startswith(ABOUT)
    button = offered(question)[0]
    assert button.label.startswith(yes)
    assert (button.line or "").startswith(f"{words} ")
    assert button.confirm is None
    assert not button.offered


def test_a_rerun_from_the_start_of_what_failed_has_what_failed_beside_it() -> None:
    assert ["--failed" in (each.line or "") for each in offered(RERUN)] == [False, True]
    green = RerunQuestion("web", pipeline(), workflow("deploy", "success"), JOBS, False, (), False)
    assert len(offered(green)) == 1


def test_a_trigger_tells_the_project_the_branch_and_what_it_is_given() -> None:
    asked = TriggerQuestion(Line("trigger gh/acme/web@fix a=1"), "web", "fix", ("a=1",))
    assert told(asked)[:2] == [
        "Trigger web?",
        "Starts web on fix at its newest commit, with a=1.",
    ]
    assert [each.line for each in offered(asked)] == [asked.line]
    bare = TriggerQuestion(Line("trigger gh/acme/web@fix"), "web", "fix", ())
    assert told(bare)[1] == "Starts web on fix at its newest commit, without parameters."


def test_a_rollback_tells_from_which_version_to_which() -> None:
    assert told(BACK)[:2] == [
        "Roll back production?",
        "web goes back from v1.2.1 (live) to v1.2.0. This runs web's rollback pipeline.",
    ]
    assert [each.line for each in offered(BACK)] == [BACK.line]


def test_a_rollback_without_a_reason_shows_where_to_say_it_and_has_no_button() -> None:
    asked = RollbackQuestion(BACK.line, BACK.deed, BACK.live, BACK.target, unreasoned=True)
    assert told(asked)[-1].startswith("Say why: /ci rollback web production v1.2.0")
    assert told(asked)[-1].endswith('--reason "…"')
    assert offered(asked) == []


def test_a_default_project_is_set_by_the_line_that_names_it_wholly() -> None:
    asked = DefaultQuestion(Line("use gh/acme/web"), "web")
    assert told(asked)[:2] == ["Use web here?", "web becomes this channel's default project."]
    assert [each.line for each in offered(asked)] == ["use gh/acme/web"]
