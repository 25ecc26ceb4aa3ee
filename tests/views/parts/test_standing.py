from bot.model.history import Streak
from bot.model.run import Run
from bot.model.standing import Standing
from bot.views.parts.standing import standing_lines
from tests.commands.desk import plain
from tests.views.facts import SCENE, pipeline, workflow

FAILED = Run(pipeline(432), "web", (workflow("test", "failed"),))
TOPIC = Run(pipeline(439, vcs={"branch": "fix/timeouts"}), "web", (workflow("test", "success"),))
ROLLBACK = Run(pipeline(815), "web", (workflow("rollback", "success"),))


def told(standing: Standing) -> list[str]:
    return [plain(line) for line in standing_lines(standing, SCENE)]


def test_that_the_default_branch_is_red_is_told_beside_another_branch() -> None:
    red = Streak(FAILED, FAILED, None, (FAILED,) * 3)

    assert told(Standing(TOPIC, (), "main", red)) == ["main is red since #432 ((when)), 3 failed pipelines"]


def test_it_is_no_longer_than_what_was_read() -> None:
    red = Streak(FAILED, FAILED, None, (FAILED,), complete=False)

    assert told(Standing(TOPIC, (), "main", red)) == ["main is red since at least #432 ((when))"]


def test_a_run_of_it_that_failed_says_so_itself() -> None:
    assert told(Standing(FAILED, (), "main", Streak(FAILED, FAILED, None, (FAILED,)))) == []


def test_a_green_branch_and_one_that_was_not_read_are_not_told() -> None:
    assert told(Standing(TOPIC, (), "main", Streak(TOPIC, None, TOPIC))) == []
    assert told(Standing(TOPIC)) == []


def test_a_newer_rollback_is_told_as_one() -> None:
    assert told(Standing(FAILED, (ROLLBACK,), "main")) == [
        ":white_check_mark: Rollback #815 passed, started (when)"
    ]
