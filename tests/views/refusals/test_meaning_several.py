"""Choices, never a guess."""

import pytest

from bot.model.deeds import SeveralApprovals, SeveralReruns
from bot.model.fault import Ambiguous
from bot.model.line import Line
from tests.commands.desk import offered, told
from tests.views.facts import pipeline
from tests.views.refusals.samples import DEPLOY, HELD


def test_more_than_nine_choices_are_counted() -> None:
    choices = tuple((f"job-{at}", Line(f"job web#{at}")) for at in range(40))

    assert "+ 30 more" in told(Ambiguous("job", choices))


def test_a_choice_that_has_an_effect_asks_first() -> None:
    for button in offered(SeveralApprovals("web", pipeline(), (HELD, HELD))):
        assert button.label == "hold"
        assert button.line == f"approve {DEPLOY.id} hold --commit {pipeline().revision}"
        assert button.confirm is not None
        assert button.confirm.text.startswith("web #812 on main")


@pytest.mark.parametrize(
    ("jobs", "failed", "ssh", "flags", "title"),
    [
        ((), False, False, "", "Rerun from the start?"),
        ((), True, False, "--failed ", "Rerun from failed?"),
        ((), True, True, "--ssh ", "Rerun with SSH?"),
        (("unit", "e2e"), False, False, "--jobs unit,e2e ", "Rerun some jobs?"),
        (("e2e",), False, True, "--jobs e2e --ssh ", "Rerun some jobs?"),
    ],
)
def test_each_rerun_says_as_much_as_was_asked(
    jobs: tuple[str, ...], failed: bool, ssh: bool, flags: str, title: str
) -> None:
    fault = SeveralReruns("web", pipeline(), (DEPLOY, DEPLOY), failed=failed, jobs=jobs, ssh=ssh)
    for button in offered(fault):
        assert button.label == "deploy"
        assert button.line == f"rerun {DEPLOY.id} {flags}--commit {pipeline().revision}"
        assert button.confirm is not None
        assert button.confirm.title == title


def test_a_choice_asks_which() -> None:
    choices = (("unit", Line("job web#1")), ("e2e", Line("job web#2")))
    assert told(Ambiguous("job", choices))[0] == "Which job?"
