"""What is told of a run: once each, by what it is now, whatever way it came to be so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.models import Job
from bot.model.news import Happening, known_news, news_of
from bot.model.run import FAILED_STATUSES, Run
from tests.model.histories import run_of
from tests.views.facts import NOON, identifier, job, pipeline, workflow

LATER = NOON + timedelta(days=1)


def told_of(said: str, before: str | None = None) -> list[str]:
    """What is told of a run as a history writes it, after another look at it."""
    told = known_news(run_of(1, before), LATER) if before is not None else ()
    return [each.happening.value for each in news_of(run_of(1, said), LATER, told)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", []),
        ("test…", []),
        ("test○ lint…", []),
        ("test✓", ["passed"]),
        ("test✓ lint−", ["passed"]),
        ("test✓ lint…", []),
        ("test✗", ["failed"]),
        ("testE", ["failed"]),
        ("test🔒", ["failed"]),
        ("test!", ["failed"]),
        ("test! lint…", ["failed"]),
        ("test✗ lint✗", ["failed"]),
        ("test✗ lint✓", ["failed"]),
        ("test✗ lint⊘", ["failed"]),
        ("test⊘", ["canceled"]),
        ("test⊘ lint✓", ["canceled"]),
        ("test−", []),
        ("test✗✓", ["passed"]),
        ("never", ["failed"]),
    ],
)
def test_what_a_run_tells_as_it_is(said: str, told: list[str]) -> None:
    assert told_of(said) == told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("test!", "test✗", []),  # it was said when it began to fail
        ("test✗ lint…", "test✗ lint✓", []),
        ("test✗ lint…", "test✗ lint✗", ["failed"]),
        ("test✗", "test✗…", []),
        ("test✗", "test✗✗", ["failed"]),
        ("test✗", "test✗✓", ["fixed"]),
        ("test✗ lint✗", "test✗✓ lint✗", []),
        ("test✗ lint✗", "test✗✓ lint✗✓", ["fixed"]),
        ("test✓", "test✓✓", ["passed"]),
        ("test✓", "test✓", []),
        ("test⊘", "test⊘✓", ["passed"]),
        ("test⊘", "test⊘⊘", ["canceled"]),
        ("never", "never", []),
    ],
)
def test_what_a_run_tells_that_was_seen_before(before: str, now: str, told: list[str]) -> None:
    assert told_of(now, before) == told


def held(*approvals: Job, status: str = "on_hold") -> Run:
    deploy = workflow("deploy", status, took=None)
    return Run(pipeline(), "web", (deploy,), {deploy.id: approvals})


def approval(name: str, status: str = "on_hold", number: int = 1) -> Job:
    return job(name, status, number=None, type="approval", id=identifier(500 + number))


def test_each_approval_that_waits_is_told_by_itself_and_once() -> None:
    ship, announce = approval("ship"), approval("announce", number=2)
    first, second = news_of(held(ship, announce), LATER)
    assert [it.happening for it in (first, second)] == [Happening.WAITS] * 2
    assert [it.approvals[0].job.name for it in (first, second)] == ["ship", "announce"]
    [left] = news_of(held(ship, announce), LATER, first.keys)
    assert left == second
    assert news_of(held(ship, announce), LATER, (*first.keys, *second.keys)) == ()


def test_what_is_approved_already_and_what_runs_do_not_wait() -> None:
    assert news_of(held(approval("ship", "success"), job("unit", "running"), status="running"), LATER) == ()


@pytest.mark.parametrize(("number", "most", "told"), [(None, 3, 0), (2, 3, 0), (3, 3, 1), (None, None, 1)])
def test_what_circleci_reruns_by_itself_has_not_failed_before_its_last_attempt(
    number: int | None, most: int | None, told: int
) -> None:
    failed = workflow("test", "failed", auto_rerun_number=number, max_auto_reruns=most)
    run = Run(pipeline(), "web", (failed,))
    assert failed.stopped_at is not None
    soon, later = (failed.stopped_at + timedelta(minutes=each) for each in (1, 6))
    assert len(news_of(run, soon)) == told
    assert run.live(soon) == (not told)
    assert (len(news_of(run, later)), run.live(later)) == (1, False)


def test_all_that_failed_meanwhile_is_told_together() -> None:
    [news] = news_of(run_of(1, "test✗ lint! build✓"), LATER)
    assert [each.name for each in news.workflows] == ["test", "lint"]
    assert len(news.keys) == 2


STEPS = {"…": "✓✗⊘!⏸", "⏸": "…⊘", "!": "✗", "✓": "", "✗": "…", "⊘": "…"}


@st.composite
def growing(draw: st.DrawFn) -> list[Run]:
    """A run as it is seen from its start to its end: each look some steps of its workflows later."""
    marks = {name: ["…"] for name in draw(st.sampled_from([("test",), ("test", "lint"), ("a", "b", "c")]))}
    looks = [_seen(marks)]
    for _ in range(draw(st.integers(0, 12))):
        name = draw(st.sampled_from(sorted(marks)))
        last = marks[name][-1]
        if (steps := STEPS[last]) and len(marks[name]) < 4:
            step = draw(st.sampled_from(steps))
            again = last in "✗⊘"  # a rerun is a new workflow
            marks[name] = [*marks[name], step] if again else [*marks[name][:-1], step]
            looks.append(_seen(marks))
    return looks


def _seen(marks: dict[str, list[str]]) -> Run:
    run = run_of(1, " ".join(name + "".join(several) for name, several in marks.items()))
    holds = {each.id: (_held_in(each.id),) for each in run.workflows if each.status == "on_hold"}
    return replace(run, jobs=holds)


def _held_in(workflow_id: str) -> Job:
    return job("go", "on_hold", number=None, type="approval", id=f"hold-in-{workflow_id}")


@given(growing(), st.data())
def test_whatever_is_seen_of_a_run_and_in_which_order_each_thing_is_told_once_and_all_of_its_end(
    looks: Sequence[Run], data: st.DataObject
) -> None:
    order = data.draw(st.lists(st.sampled_from(range(len(looks))), max_size=2 * len(looks)))
    told = list[str]()
    for place in (*order, len(looks) - 1):
        for news in news_of(looks[place], LATER, told):
            assert not set(news.keys) & set(told)
            told += news.keys
    assert len(told) == len(set(told))
    last = looks[-1]
    assert news_of(last, LATER, told) == ()
    failed = {f"failed:{each.id}" for each in last.newest if each.status in FAILED_STATUSES}
    waits = {f"waits:{each.id}" for several in last.jobs.values() for each in several}
    assert failed | waits <= set(told)
    if last.passed:
        assert any(each.startswith("ended:success") for each in told)
