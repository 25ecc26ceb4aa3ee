from dataclasses import replace

from bot.model.diagnosis import Diagnosis, GreenComparison
from bot.model.history import Streak
from bot.model.run import Run
from bot.views.cards.since import compared_lines, since_lines
from tests.commands.desk import plain
from tests.views.facts import SCENE, ago, pipeline, workflow

RUN = Run(pipeline(), "web", (workflow("deploy", "failed"),))
FIRST = Run(pipeline(810, created_at=ago(hours=30)), "web", RUN.workflows)
GREEN = Run(pipeline(809, created_at=ago(days=2)), "web", (workflow("deploy", "success"),))
RED = Diagnosis(RUN, streak=Streak(RUN, FIRST, GREEN, (FIRST,) * 3))


def test_it_is_told_since_when_and_which_commit_broke_it() -> None:
    first, broke = map(plain, since_lines(RED, SCENE))

    assert first == "Red since web #810 (1 day, 3 pipelines)"
    assert broke.startswith("Broke with Fix rounding at checkout  ·  a1b2c3d")
    assert since_lines(replace(RED, streak=None), SCENE) == []


def test_where_nothing_passed_whole_it_is_told_what_passed_its_tests_and_waits() -> None:
    waiting = Run(pipeline(809), "web", (workflow("deploy", "on_hold"),))
    streak = Streak(RUN, FIRST, None, (FIRST,) * 3, complete=True, last_waiting=waiting)

    assert [plain(line) for line in compared_lines(replace(RED, streak=streak), SCENE)] == [
        "Last passed its tests: web #809, waiting for approval"
    ]
    assert plain(since_lines(replace(RED, streak=streak), SCENE)[0]).endswith("(1 day, 3 pipelines)")


def test_what_is_different_from_the_one_that_passed_is_told() -> None:
    compared = replace(RED, comparison=GreenComparison("e2e", 60.0, 96.0, ("audit",), ("lint",)))

    assert [plain(line) for line in compared_lines(compared, SCENE)] == [
        "Last passed: web #809, (when)",
        "e2e took 36 s less than in #809  ·  new: audit  ·  gone: lint",
    ]
    assert compared_lines(replace(RED, streak=Streak(RUN, FIRST, None, (FIRST,) * 3)), SCENE) == []
