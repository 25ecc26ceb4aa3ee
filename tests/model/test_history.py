"""One judgement of red and green, over histories as they happen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.history import is_settled, streak_of, unsettled_pipelines
from bot.model.run import Run
from tests.model.histories import run_of, runs_of, verdict, whole
from tests.views.facts import pipeline, workflow

HISTORIES = {
    # one workflow
    "": "nothing",
    "test✓": "green 1",
    "test✗": "red since 1 (1), now 1, never green",
    "testE": "red since 1 (1), now 1, never green",
    "test🔒": "red since 1 (1), now 1, never green",
    "test!": "red since 1 (1), now 1, never green",
    "test✓ | test✗": "red since 2 (1), now 2, green 1",
    "test✓ | test✗ | test✗": "red since 2 (2), now 3, green 1",
    "test✓ | test✗ | test✓": "green 3",
    "test✗ | test✓ | test✗": "red since 3 (1), now 3, green 2",
    "test✓ | test🔒 | test✗": "red since 2 (2), now 3, green 1",
    # what says nothing
    "test…": "nothing",
    "test⏸": "nothing",
    "test⊘": "nothing",
    "test−": "nothing",
    "test○": "nothing",
    "test?": "nothing",
    "test✗ | test…": "red since 1 (1), now 1, never green",
    "test✗ | test⏸": "red since 1 (1), now 1, never green",
    "test✗ | test⊘": "red since 1 (1), now 1, never green",
    "test✗ | test−": "red since 1 (1), now 1, never green",
    "test✗ | test○": "red since 1 (1), now 1, never green",
    "test✗ | ": "red since 1 (1), now 1, never green",
    "test✓ | test…": "green 1",
    "test✓ | test⊘ | test✗ | test… | test⊘": "red since 3 (1), now 3, green 1",
    "test✓ | test✗ | test⊘ | test✗": "red since 2 (2), now 4, green 1",
    # reruns and attempts
    "test✗✓": "green 1",
    "test✓✗": "red since 1 (1), now 1, never green",
    "test✗✗✓": "green 1",
    "test✗…": "nothing",
    "test✗⊘": "nothing",
    "test✓ | test✗ | test✗✓": "green 3",
    "test✗✓ | test✗": "red since 2 (1), now 2, green 1",
    "test✗✓ deploy✗": "red since 1 (1), now 1, never green",
    # several workflows
    "test✓ deploy✓": "green 1",
    "test✓ deploy✗": "red since 1 (1), now 1, never green",
    "test✓ deploy✓ | test✗ deploy✓ | test✓ deploy✗": "red since 2 (2), now 3, green 1",
    "test✓ deploy✗ | test✓ deploy…": "red since 1 (1), now 1, never green",
    "test✓ deploy✗ | test✓ deploy⏸": "red since 1 (1), now 1, never green",
    "test✓ deploy✗ | test✓ deploy⊘": "red since 1 (1), now 1, never green",
    "test✓ deploy✗ | test✓ deploy−": "red since 1 (1), now 1, never green",
    "test✗ deploy… | test✓ deploy…": "green 2",
    "test✗ deploy✓ | test✓ deploy✓": "green 2",
    "test✗ | test✓ deploy−": "green 2",
    "test✗ deploy✗ | test✓ deploy…": "red since 1 (1), now 1, never green",
    # a workflow that there is no more, or that was not chosen
    "old✗ | test✓": "green 2",
    "old✗ | test✗": "red since 1 (2), now 2, never green",
    "old✗ | test…": "red since 1 (1), now 1, never green",
    "old✗ | test⊘": "red since 1 (1), now 1, never green",
    "old✗ test✓ | choose⚙✓ test✓": "red since 1 (1), now 1, never green",
    "choose⚙✓ back✗ | choose⚙✓ front✓": "red since 1 (1), now 1, never green",
    "choose⚙✓ back✗ | choose⚙✓ front✓ | choose⚙✓ back✓": "green 3",
    "choose⚙✗ | choose⚙✓ test✓": "green 2",
    "choose⚙✓ | choose⚙✗": "red since 2 (1), now 2, green 1",
    # never started
    "never": "red since 1 (1), now 1, never green",
    "test✓ | never": "red since 2 (1), now 2, green 1",
    "never | test✓": "green 2",
    "never | test…": "red since 1 (1), now 1, never green",
    "never | test✗": "red since 1 (2), now 2, never green",
    "test✗ | never | test✓": "green 3",
    # rollbacks
    "test✗ | by hand: rollback✓": "red since 1 (1), now 1, never green",
    "test✓ | test✗ | by hand: rollback✓ | by hand: rollback✓": "red since 2 (1), now 2, green 1",
    "test✓ | by hand: rollback✗": "green 1",
    "test✓ | by hand: rollback…": "green 1",
    "by hand: rollback✓": "nothing",
    "by hand: rollback✗": "nothing",
    "test✗ | by hand: roll-back-web✓": "red since 1 (1), now 1, never green",
    "test✗ | rolled-back✓ | test✓": "green 3",
    # with an ordinary workflow beside it, it is no rollback
    "test✓ rollback✗": "red since 1 (1), now 1, never green",
    # schedules
    "test✗ | schedule: test✓": "red since 1 (1), now 1, never green",
    "test✗ | schedule: nightly✓": "red since 1 (1), now 1, never green",
    "test✓ | schedule: nightly✗": "red since 2 (1), now 2, green 1",
    "test✓ | schedule: nightly✗ | test✓": "red since 2 (1), now 2, green 1",
    "test✓ | schedule: nightly✗ | test✓ | schedule: nightly✓": "green 4",
    "test✓ | schedule: test✗ | test✓": "green 3",
    "schedule: test✗ | schedule: test✓": "green 2",
    "test✗ | schedule: test✗ | schedule: test✓": "red since 1 (2), now 1, never green",
    "test✓ | schedule: old✗ | schedule: nightly✓": "green 3",
    # by hand, also what only ever ran so
    "test✗ | by hand: test✓": "green 2",
    "test✗ | page: test✓": "green 2",
    "test✗ | by hand: store✓": "red since 1 (1), now 1, never green",
    "test✗ | by hand: store⏸": "red since 1 (1), now 1, never green",
    "test✓ | by hand: store✗": "red since 2 (1), now 2, green 1",
    "test✓ | by hand: store✗ | test✓": "green 3",
    "by hand: test✗ | by hand: store✓": "red since 1 (1), now 1, never green",
    "by hand: test✗ | by hand: store✓ | by hand: test✓": "green 3",
    # definitions
    "Checks: test✗ | Store: store✓": "red since 1 (1), now 1, never green",
    "Checks: test✗ | Store: store⏸": "red since 1 (1), now 1, never green",
    "Checks: test✗ | Store: test✓": "red since 1 (1), now 1, never green",
    "Checks: test✗ | Store: test✗ | Checks: test✓": "red since 1 (2), now 2, never green",
    "Checks: test✓ | Store: store✗ | Checks: test✓": "red since 2 (1), now 2, green 1",
    "Checks: test✗ | by hand: store✓": "red since 1 (1), now 1, never green",
    "Checks: test✗ | by hand: test✓": "green 2",
    "Checks: never | Store: store✓": "red since 1 (1), now 1, never green",
    # what waited with its tests passed
    "test⏸ | test✗": "red since 2 (1), now 2, never green, 1 waited",
    "test✓ | test⏸ | test✗": "red since 3 (1), now 3, green 1, 2 waited",
    "test✓ deploy⏸ | test✗ deploy⏸": "red since 2 (1), now 2, never green, 1 waited",
    # read in part
    "… | test✗": "red since 1 (1), now 1, before that unknown",
    "… | test✗ | test✗": "red since 1 (2), now 2, before that unknown",
    "… | test✓ | test✗": "red since 2 (1), now 2, green 1",
    "… | test✓": "green 1",
    "test✗ | test✓ +": "green 2",
    "test✗ lint✗ | test✓ +": "red since 1 (1), now 1, never green",
    "test✓ + | test✗": "red since 2 (1), now 2, never green",
    "test✗ +": "red since 1 (1), now 1, never green",
}


@pytest.mark.parametrize(("history", "judged"), HISTORIES.items())
def test_a_history_is_judged(history: str, judged: str) -> None:
    assert verdict(streak_of(reversed(runs_of(history)), whole=whole(history))) == judged


def test_a_tags_runs_are_judged_as_a_branchs_are() -> None:
    tagged = pipeline(vcs={"tag": "v2.4.1"})

    assert streak_of([Run(tagged, "web", (workflow("release", "failed"),))]).red


@pytest.mark.parametrize(
    ("said", "is_rollback"),
    [
        ("test✓", False),
        ("by hand: ", False),
        ("by hand: rollback✓", True),
        ("by hand: rollback-web…", True),
        ("by hand: Rollback✓", True),
        ("by hand: rolling-back✗", True),
        ("by hand: rollback✓ test✓", False),
        ("by hand: payroll-backup✓", False),
        ("by hand: enroll-back-office✓", False),
        ("by hand: scroll-back✓", False),
        ("by hand: rollbacks✓", False),
    ],
)
def test_a_rollback_is_known_by_its_workflows_names(said: str, is_rollback: bool) -> None:
    assert run_of(1, said).is_rollback is is_rollback


MARKS = "✓✗E🔒…⏸⊘−"
workflows = st.builds(lambda name, mark: f"{name}{mark}", st.sampled_from("abc"), st.sampled_from(MARKS))
run_texts = st.builds(
    lambda before, each: before + " ".join(each),
    st.sampled_from(["", "", "schedule: ", "by hand: ", "Checks: ", "Store: "]),
    st.lists(workflows, max_size=3, unique_by=lambda it: it[0]),
)
histories = st.lists(st.one_of(run_texts, st.just("never")), min_size=1, max_size=7)


@given(histories, st.integers(0, 7), st.sampled_from(["", "schedule: ", "by hand: "]), st.data())
def test_what_waits_runs_or_was_canceled_never_changes_the_verdict(
    history: list[str], at: int, before: str, data: st.DataObject
) -> None:
    silent = data.draw(st.lists(st.sampled_from(["a…", "b⏸", "c⊘", "d−", "e○"]), max_size=3, unique=True))

    assert _same_with(history, at, before + " ".join(silent))


@given(histories, st.integers(0, 7), st.sampled_from(MARKS))
def test_a_rollback_never_changes_the_verdict_however_it_ends(history: list[str], at: int, mark: str) -> None:
    assert _same_with(history, at, f"by hand: rollback{mark}")


def _same_with(history: list[str], at: int, said: str) -> bool:
    """Whether the judgement is the same with one run more, which is newer than ``at`` of the others."""
    older = history[:at]
    before = _judged(history)
    after = _judged([*older, said, *history[at:]])
    return before == tuple(each if each is None or each <= len(older) else each - 1 for each in after)


def _judged(history: list[str]) -> tuple[int | None, ...]:
    """The numbers of the first red run, of the newest that counts and of the last green one."""
    found = streak_of(runs_of(" | ".join(history)), whole=True)
    numbers = (each and each.pipeline.number for each in (found.first_red, found.newest, found.last_green))
    return tuple(numbers)


@given(histories, st.randoms(use_true_random=False))
def test_neither_the_order_of_workflows_nor_of_runs_matters(history: list[str], any_order: object) -> None:
    runs = runs_of(" | ".join(history))
    shuffled = [replace(each, workflows=tuple(reversed(each.workflows))) for each in runs]
    any_order.shuffle(shuffled)  # type: ignore[attr-defined]

    assert verdict(streak_of(shuffled)) == verdict(streak_of(runs))


@given(histories)
def test_a_newer_push_that_passes_everything_leaves_nothing_red_but_what_it_does_not_run(
    history: list[str],
) -> None:
    runs = runs_of(" | ".join([*history, "a✓ b✓ c✓"]))
    older = {each.pipeline.config_source_id for each in runs} - {None}

    found = streak_of(runs)

    assert older or not found.red


@given(histories, st.integers(1, 3))
def test_reading_stops_only_where_older_runs_change_nothing(history: list[str], at_once: int) -> None:
    runs = list(reversed(runs_of(" | ".join(history))))
    pipelines, read = [each.pipeline for each in runs], list[Run]()
    while some := unsettled_pipelines(pipelines, read)[:at_once]:
        read += [each for each in runs if each.pipeline in some]

    assert streak_of(read).red == streak_of(runs).red


def test_what_was_not_run_may_have_failed_before() -> None:
    runs = list(reversed(runs_of("a✓ b✗ | a✓ b−")))
    pipelines = [each.pipeline for each in runs]

    assert unsettled_pipelines(pipelines, runs[:1]) == pipelines[1:]


def test_nothing_is_read_beyond_a_run_that_passed_whole() -> None:
    runs = list(reversed(runs_of("test✗ | test✗ | test✓ | test…")))
    pipelines = [each.pipeline for each in runs]

    assert unsettled_pipelines(pipelines, runs[:1]) == pipelines[1:]
    assert unsettled_pipelines(pipelines, runs[:2]) == []
    assert is_settled(pipelines[:2], runs[:2])
