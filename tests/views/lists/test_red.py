from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.circleci.slug import ProjectSlug
from bot.model.history import Streak
from bot.model.message import Lines
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.lists.red import BranchStreak, RedList, red_list
from bot.views.parts.phone import text_rows
from tests.commands.desk import lines, plain
from tests.views.facts import SCENE, WEB, ago, pipeline, workflow

API = ProjectSlug("gh", "acme", "api")


def run(number: int, status: str, **changes: object) -> Run:
    return Run(pipeline(number, **changes), "web", (workflow("build", status),))


FIRST = run(808, "failed", created_at=ago(hours=7))
NEWEST = run(812, "failed")
GREEN = BranchStreak(API, "api", "main", Streak(newest=run(439, "success"), last_green=run(439, "success")))


def test_red_branches_are_one_line_each(drawn: SnapshotAssertion) -> None:
    several = Streak(NEWEST, FIRST, run(807, "success"), (FIRST,) * 3)
    reds = (
        BranchStreak(WEB, "web", "main", several),
        BranchStreak(API, "api", "trunk", Streak(NEWEST, NEWEST, None, (NEWEST,), complete=False)),
    )
    result = RedList(reds, 12, (GREEN,), SCENE, unseen_count=1, further_count=2, following="red --page 10")

    assert payload(red_list(result)) == drawn


def test_a_red_branch_takes_two_lines_of_a_phone_and_keeps_who_pushed() -> None:
    vcs = {
        "branch": "main",
        "revision": "c" * 40,
        "commit": {"subject": "Refund once when asked twice (#97)"},
    }
    first = run(808, "failed", created_at=ago(hours=7), vcs=vcs)
    red = BranchStreak(API, "api", "main", Streak(NEWEST, first, None, (first,) * 3))
    [told] = [it for it in red_list(RedList((red,), 1, (GREEN,), SCENE)).blocks if isinstance(it, Lines)]

    assert text_rows(told.lines[1]) == 2
    assert "Refund once when" in plain(told.lines[1])
    assert "pushed by ana-lima" in plain(told.lines[1])


def test_none_is_red(drawn: SnapshotAssertion) -> None:
    silent = BranchStreak(WEB, "web", "main", Streak(complete=False))

    assert payload(red_list(RedList((), 0, (GREEN, silent), SCENE))) == drawn


def test_the_only_branch_is_red_or_green() -> None:
    red = BranchStreak(WEB, "web", "main", Streak(NEWEST, NEWEST, None, (NEWEST,)))

    assert red_list(RedList((red,), 1, (), SCENE)).text == ("web's default branch is red",)
    assert red_list(RedList((), 0, (GREEN,), SCENE)).text == ("api's default branch is green",)


def test_of_the_only_red_branch_among_several_the_title_tells_since_when() -> None:
    red = BranchStreak(API, "api", "main", Streak(NEWEST, FIRST, None, (FIRST,) * 3))
    once = replace(red, streak=Streak(FIRST, FIRST, None, (FIRST,), complete=False))

    told = red_list(RedList((red,), 1, (GREEN, GREEN), SCENE))
    assert plain(told.text) == "1 of 3 default branches is red: api, since #808 (7 h), 3 pipelines"
    assert lines(told)[1].startswith("api  ·  main  ·  #808  ·  Fix rounding at checkout")
    assert lines(told)[1].endswith("now #812")
    told = red_list(RedList((once,), 1, (GREEN,), SCENE))
    assert plain(told.text) == "1 of 2 default branches is red: api, since at least #808 (7 h)"


def test_no_project_can_be_seen() -> None:
    text = "No projects here: the policy or the bot's CircleCI user allows none."

    assert red_list(RedList((), 0, (), SCENE)).text == (text,)
