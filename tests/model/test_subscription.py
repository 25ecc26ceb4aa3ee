"""What a channel hears of a branch: what is new, and no more."""

from dataclasses import replace
from typing import Any

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.request import Place
from bot.model.run import Run
from bot.model.subscription import (
    DEFAULT_BRANCH,
    USUAL_EVENTS,
    Beside,
    Event,
    Subscription,
    needs_history,
    notices_of,
)
from tests.model.histories import runs_of
from tests.views.facts import NOON, WEB, identifier, job, pipeline, workflow

SUBSCRIPTION = Subscription(Place("T0ACME", "C0WEB"), WEB, "main", USUAL_EVENTS, "U0ANA")
ALL = tuple(Event)


def all_heard(runs: list[Run]) -> Beside:
    """These are beside a run, and the channel was told of all that failed of them."""
    ids = ((each.pipeline.id, *(it.id for it in each.workflows)) for each in runs)
    return Beside(runs, heard={own: [f"failed:{id}" for id in (own, *several)] for own, *several in ids})


def heard(history: str, *events: Event, **changes: Any) -> list[str]:
    """What is told of the last run of a history: the event, and which workflows failed."""
    *older, run = runs_of(history)
    wanted = replace(SUBSCRIPTION, events=events or USUAL_EVENTS, **changes)
    notices = notices_of(wanted, run, NOON, all_heard(older), ())
    told = [each for each in notices if not each.known]
    return [" ".join([each.event, *(it.name for it in each.workflows)]) for each in told]


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("test✓ | test✓", []),
        ("test✓ | test…", []),
        ("test✗", ["failed test"]),
        ("test✓ | test✗", ["failed test"]),
        ("test✓ | test! lint…", ["failed test"]),
        ("test✓ lint✓ | test✗ lint✗", ["failed test lint"]),
        ("test✓ | test✗ | test✗", []),
        ("test✗ | test… | test✗", []),
        ("test✓ lint✓ | test✗ lint✓ | test✗ lint✗", ["failed lint"]),
        ("test✓ lint✓ | test✗ lint✓ | test✓ lint✗", ["failed lint"]),
        ("test✗ | test✓", ["fixed"]),
        ("test✗ | test✗ | test✗✓", ["fixed"]),
        ("test✗ | test⊘", []),
        ("test✗ | test✓ lint…", []),
        ("never | never", []),
        ("test✓ | never", ["failed"]),
        ("never | test✓", ["fixed"]),
        ("never | test✗", ["failed test"]),
        ("test✗ | never", ["failed"]),
        ("test✗ lint✗ | test✓ lint✗", []),
    ],
)
def test_by_default_a_branch_is_told_that_it_broke_what_else_broke_and_that_it_is_fixed(
    history: str, told: list[str]
) -> None:
    assert heard(history) == told


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("test✓ | test✓", ["succeeded", "started"]),
        ("test✗ | test✓", ["fixed", "succeeded", "started"]),
        ("test✓ | test✗", ["failed test", "started"]),
        ("test✓ | test⏸", ["on_hold", "started"]),
        ("test✓ | test⊘", ["canceled", "started"]),
        ("test✓ | test…", ["started"]),
        ("test✓ | never", ["failed"]),
        ("test✓ | ", []),
    ],
)
def test_each_event_is_told_where_it_is_wanted(history: str, told: list[str]) -> None:
    assert heard(history, *ALL) == told
    for event in Event:
        assert heard(history, event) == [each for each in told if each.startswith(event)]


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("test✓ deploy-web✓ | test✗ deploy-web✓", []),
        ("test✓ deploy-web✓ | test✓ deploy-web✗", ["failed deploy-web"]),
        ("test✓ deploy-web✓ | test✗ deploy-web✗", ["failed deploy-web"]),
        ("test✓ deploy-web✗ | test✓ deploy-web✓", ["fixed"]),
        ("test✗ deploy-web✓ | test✓ deploy-web✓", []),
        ("test✗ deploy-web✗ | test✗ deploy-web✓", ["fixed"]),
        ("test✗ deploy-web✓ | test✓ deploy-web✗", ["failed deploy-web"]),
    ],
)
def test_one_about_some_workflows_hears_of_these_alone(history: str, told: list[str]) -> None:
    assert heard(history, workflows=("deploy-*",)) == told


def a_run(number: int, status: str, *failed: str) -> Run:
    """Its one workflow, and those of its jobs that failed."""
    of = workflow("ci", status, id=identifier(number))
    jobs = {of.id: tuple(job(name, "failed" if name in failed else "success") for name in ("unit", "lint"))}
    return Run(pipeline(number), "web", (of,), jobs)


@pytest.mark.parametrize(
    ("before", "run", "broke"),
    [
        ([a_run(1, "failed", "unit")], a_run(3, "failed", "unit", "lint"), ("lint",)),
        ([a_run(1, "failed", "unit")], a_run(3, "failed", "unit"), ()),
        ([a_run(1, "failed", "unit"), a_run(2, "failed", "lint")], a_run(3, "failed", "unit"), ()),
        ([a_run(1, "failed", "unit")], a_run(3, "failing", "unit", "lint"), ()),
        ([replace(a_run(1, "failed", "unit"), jobs={})], a_run(3, "failed", "unit", "lint"), ()),
    ],
    ids=["another job", "the same", "one of before", "not ended", "not known which broke"],
)
def test_of_a_workflow_that_is_red_it_is_told_which_further_jobs_break(
    before: list[Run], run: Run, broke: tuple[str, ...]
) -> None:
    found = notices_of(SUBSCRIPTION, run, NOON, all_heard(before), ())
    assert [each.broke for each in found if not each.known] == ([broke] if broke else [])


def test_a_fix_tells_since_when_over_how_many_and_a_failure_what_was_red_before() -> None:
    *older, fix = runs_of("test✓ lint✓ | test✗ lint✓ | test✗ lint✓ | test✓ lint✓")
    [fixed] = notices_of(SUBSCRIPTION, fix, NOON, all_heard(older), ())
    assert fixed.before is not None
    assert fixed.before.first_red is not None
    assert (fixed.before.first_red.pipeline.number, fixed.before.runs) == (2, 2)


def test_nothing_is_told_twice_but_a_rerun_is_new() -> None:
    *older, run = runs_of("test✓ | test✗")
    [failed] = notices_of(SUBSCRIPTION, run, NOON, all_heard(older), ())
    told = (f"notice:{failed.key}",)
    assert notices_of(SUBSCRIPTION, run, NOON, all_heard(older), told) == ()
    rerun = runs_of("test✓ | test✗✗")[-1]
    assert len(notices_of(SUBSCRIPTION, rerun, NOON, all_heard(older), told)) == 1


def test_of_several_workflows_each_attempt_is_told_once_however_many_broke_with_it() -> None:
    told, heard_now = set[str](), list[str]()
    for state in ("test! lint…", "test✗ lint✗", "test✗… lint✗", "test✗✓ lint✗", "test✗✓ lint✗✗"):
        older, run = runs_of(f"test✓ lint✓ | {state}")
        notices = notices_of(SUBSCRIPTION, run, NOON, all_heard([older]), told)
        heard_now.append(" ".join(it.name for each in notices for it in each.workflows))
        told |= {f"notice:{each.key}" for each in notices}
    assert heard_now == ["test", "lint", "", "", "lint"]


@pytest.mark.parametrize(
    ("changes", "covered"),
    [
        ({}, True),
        ({"branch": "ma*"}, True),
        ({"branch": "*"}, True),
        ({"branch": "release/*"}, False),
        ({"branch": "Main"}, False),
        ({"project": ProjectSlug("gh", "acme", "api")}, False),
        ({"login": "ana-lima"}, True),
        ({"login": "Ana-Lima"}, True),
        ({"login": "ben"}, False),
        ({"login": "ben,Ana-Lima"}, True),
        ({"cause": "push"}, True),
        ({"cause": "api"}, False),
        ({"cause": "schedule"}, False),
    ],
)
def test_which_runs_one_is_about(changes: dict[str, Any], covered: bool) -> None:
    assert replace(SUBSCRIPTION, **changes).covers(Run(pipeline(), "web"), {}) is covered


def test_a_rollback_is_told_of_to_nobody() -> None:
    back = Run(pipeline(), "web", (workflow("rollback-production", "failed"),))
    assert not SUBSCRIPTION.covers(back, {})


@pytest.mark.parametrize(
    ("history", "events", "needed"),
    [
        ("test✗", USUAL_EVENTS, True),
        ("test✓", USUAL_EVENTS, True),
        ("test…", USUAL_EVENTS, False),
        ("test✗", (Event.STARTED, Event.SUCCEEDED), False),
        ("never", (Event.FAILED,), True),
    ],
)
def test_what_came_before_is_read_where_it_matters(
    history: str, events: tuple[Event, ...], needed: bool
) -> None:
    assert needs_history(replace(SUBSCRIPTION, events=events), runs_of(history)[-1]) is needed


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("test✓ | test✗", []),
        ("test✗ | test✓", []),
        ("test✓ | test⊘", []),
        ("test✓ | never", []),
        ("test✓ | test⏸", ["on_hold"]),
    ],
)
def test_what_had_happened_before_a_channel_subscribed_is_not_told(history: str, told: list[str]) -> None:
    assert heard(history, *ALL, made=NOON.timestamp() + 86_400) == told


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("gh/acme/*", True),
        ("gh/Acme/W*", True),
        ("gh/acme/api*", False),
        ("gh/globex/*", False),
        ("bb/acme/*", False),
    ],
)
def test_a_pattern_is_about_the_projects_of_its_organization_that_are_called_so(
    pattern: str, covered: bool
) -> None:
    of_all = replace(SUBSCRIPTION, project=ProjectSlug.parse(pattern))
    run = Run(pipeline(), "web")
    assert of_all.covers(run, {}) is covered
    on_default = replace(of_all, branch=DEFAULT_BRANCH)
    assert on_default.covers(run, {}, "main") is covered
    assert not on_default.covers(run, {}, "trunk")
    assert not on_default.covers(run, {})


def test_one_about_some_workflows_is_told_for_how_long_these_were_red() -> None:
    *older, run = runs_of("test✓ deploy-web✓ | test✗ deploy-web✓ | test✗ deploy-web✗ | test✓ deploy-web✓")
    for names, over in (((), 2), (("test",), 2), (("deploy-*",), 1)):
        wanted = replace(SUBSCRIPTION, workflows=names)
        [fixed] = notices_of(wanted, run, NOON, all_heard(older), ())
        assert fixed.before is not None
        assert fixed.before.runs == over


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("test✗ | test✗", ["failed test"]),
        ("test✗ | test✗ | test✗", ["failed test"]),
        ("test✓ lint✗ | test✗ lint✗", ["failed test lint"]),
        ("never | never", ["failed"]),
        ("test✗ | test✓", ["fixed"]),
    ],
)
def test_who_has_not_heard_that_a_branch_is_red_hears_it_of_the_next_run(
    history: str, told: list[str]
) -> None:
    *older, run = runs_of(history)
    notices = notices_of(SUBSCRIPTION, run, NOON, Beside(older), ())
    assert [" ".join([each.event, *(it.name for it in each.workflows)]) for each in notices] == told
    assert all(each.broke == ("test",) for each in notices if "lint" in history)


@pytest.mark.parametrize(
    ("run", "later", "told"),
    [
        ("test✗", "test✓", []),
        ("test✗", "test✗", []),
        ("test✗", "test…", ["failed"]),
        ("test✗", "test⊘", ["failed"]),
        ("test✗ lint✗", "test✓ lint…", ["failed"]),
        ("test✓", "test✗", []),
        ("test✓", "test✓", []),
        ("test✓", "test…", ["fixed"]),
        ("never", "test✓", []),
    ],
)
def test_what_a_later_run_has_overtaken_is_not_told(run: str, later: str, told: list[str]) -> None:
    before, this, after = runs_of(f"{'test✗' if '✓' in run else 'test✓'} | {run} | {later}")
    notices = notices_of(SUBSCRIPTION, this, NOON, all_heard([before, after]), ())
    assert [each.event for each in notices if not each.known] == told
    assert all(each.name == "lint" for it in notices for each in it.workflows if "lint" in run)


@pytest.mark.parametrize(
    ("history", "over"),
    [
        ("test✓ | test✗✓", 1),
        ("test✗ | test✗✓", 2),
        ("test✗ | test✗⊘✓", 2),
        ("test✓ | test✗⊘✓ lint✓", 1),
        ("test✗ | test⊘✓", 1),
        ("test✓ | test✓✓", 0),
        ("test✓ | test⊘✓", 0),
        ("test✗ | test✓✓", 0),
    ],
)
def test_a_rerun_of_what_broke_a_branch_fixes_it(history: str, over: int) -> None:
    *older, run = runs_of(history)
    fixes = notices_of(SUBSCRIPTION, run, NOON, all_heard(older), ())
    assert [each.before.runs for each in fixes if each.before] == ([over] if over else [])
