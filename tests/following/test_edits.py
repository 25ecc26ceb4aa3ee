"""What is drawn when, where Slack takes few edits."""

import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.following.edits import GRAIN, LOWEST, MESSAGE_GAP, PAUSE, WINDOW, EditQueue, Priority

OUTCOME, TOUCHED, LATE, PROGRESS = Priority


@dataclass(frozen=True, slots=True)
class Wish:
    at: float
    key: int
    priority: Priority


@dataclass(frozen=True, slots=True)
class Edit:
    """A message was drawn; ``overtaken`` are those that were more urgent and had no need to wait."""

    at: float
    key: int
    overtaken: list[int]


WISHES = st.lists(
    st.builds(Wish, st.floats(0, 200, width=32), st.integers(0, 40), st.sampled_from(Priority)), max_size=150
).map(lambda wishes: sorted(wishes, key=lambda wish: wish.at))
RATES = st.floats(1, 60)


def edits_of(queue: EditQueue[int], wishes: Iterable[Wish], at: float = 0) -> Iterator[Edit]:
    """By who takes what there is, and then waits as long as is said or until more is wanted."""
    left, waiting, last = list(wishes), dict[int, Priority](), dict[int, float]()
    while True:
        while left and left[0].at <= at:
            wish = left.pop(0)
            queue.want(wish.key, wish.priority, wish.at)
            waiting[wish.key] = min(wish.priority, waiting.get(wish.key, PROGRESS))
        while (key := queue.take(at)) is not None:
            priority = waiting.pop(key)
            urgent = [other for other, its in waiting.items() if its < priority]
            yield Edit(at, key, [other for other in urgent if last.get(other, -inf) + MESSAGE_GAP <= at])
            last[key] = at
        wait = queue.wait(at)
        moments = [wish.at for wish in left[:1]] + ([] if wait is None else [at + wait])
        if not moments:
            return
        at = min(moments)


def wanted(queue: EditQueue[int], priority: Priority, keys: Iterable[int], at: float = 0) -> EditQueue[int]:
    for key in keys:
        queue.want(key, priority, at)
    return queue


def taken(queue: EditQueue[int], at: float) -> list[int]:
    """Everything that may be drawn at one moment."""
    return list(iter(lambda: queue.take(at), None))


@given(WISHES, RATES)
def test_no_minute_has_more_edits_than_the_budget(wishes: list[Wish], rate: float) -> None:
    moments = [edit.at for edit in edits_of(EditQueue(rate), wishes)]

    assert all(sum(at <= other <= at + 60 for other in moments) <= rate for at in moments)


@given(WISHES, RATES)
def test_a_message_is_not_edited_twice_within_three_seconds(wishes: list[Wish], rate: float) -> None:
    edits = list(edits_of(EditQueue(rate), wishes))

    for key in {edit.key for edit in edits}:
        moments = [edit.at for edit in edits if edit.key == key]
        assert all(earlier + MESSAGE_GAP <= later for earlier, later in pairwise(moments))


@given(WISHES, RATES)
def test_whatever_was_wanted_is_drawn_after_it_was_wanted(wishes: list[Wish], rate: float) -> None:
    queue = EditQueue[int](rate)
    edits = list(edits_of(queue, wishes))

    last = {edit.key: edit.at for edit in edits}
    assert [wish for wish in wishes if last[wish.key] < wish.at] == []
    assert len(edits) <= len(wishes)
    assert (queue.waiting, queue.age(9999), queue.wait(9999), queue.take(9999)) == (0, 0, None, None)


@given(WISHES, RATES)
def test_an_outcome_never_waits_behind_what_is_less_urgent(wishes: list[Wish], rate: float) -> None:
    assert [edit for edit in edits_of(EditQueue(rate), wishes) if edit.overtaken] == []


@given(WISHES, RATES, st.floats(0, 1, exclude_max=True))
def test_before_the_wait_is_over_nothing_may_be_drawn(wishes: list[Wish], rate: float, share: float) -> None:
    queue = EditQueue[int](rate)
    for wish in wishes:
        queue.want(wish.key, wish.priority, wish.at)
    taken(queue, 200)

    if wait := queue.wait(200):
        assert queue.take(200 + (wait - 2 * GRAIN) * share) is None
        assert queue.take(200 + wait) is not None


@given(st.lists(st.sampled_from(Priority), min_size=1, max_size=40))
def test_the_most_urgent_goes_first_and_of_those_the_oldest(priorities: list[Priority]) -> None:
    wishes = [Wish(0, key, priority) for key, priority in enumerate(priorities)]

    keys = [edit.key for edit in edits_of(EditQueue(), wishes)]

    assert keys == sorted(keys, key=lambda key: (priorities[key], key))


def test_a_message_is_drawn_once_however_often_it_is_wanted() -> None:
    queue = EditQueue[int]()
    wanted(queue, PROGRESS, [1, 2, 1, 1], at=5)
    wanted(queue, OUTCOME, [1], at=7)
    wanted(queue, TOUCHED, [1], at=9)

    assert (queue.waiting, queue.age(10)) == (2, 5)
    assert taken(queue, 10) == [1, 2]


def test_what_answers_draw_takes_places_and_rests_as_long() -> None:
    queue = EditQueue[int](per_minute=5)
    for key in range(5):
        queue.spent(key, key)
    queue.want(9, OUTCOME, 5)
    assert queue.take(5) is None
    assert queue.wait(5) == pytest.approx(WINDOW - 5, abs=0.1)

    rested = EditQueue[int]()
    rested.spent(1, 0)
    rested.want(1, OUTCOME, 0)
    assert (rested.take(MESSAGE_GAP - 0.1), rested.take(MESSAGE_GAP)) == (None, 1)


def test_what_is_forgotten_is_not_drawn() -> None:
    queue = wanted(EditQueue(), OUTCOME, [1, 2])

    queue.forget(1)
    queue.forget(3)

    assert taken(queue, 0) == [2]


def test_progress_is_spread_over_the_minute_and_leaves_a_fifth_of_it() -> None:
    queue = EditQueue[int](50)
    edits = list(edits_of(queue, [Wish(0, key, PROGRESS) for key in range(100)]))

    assert all(1.5 < later.at - earlier.at < 1.6 for earlier, later in pairwise(edits))
    assert taken(wanted(queue, OUTCOME, range(100, 150), edits[-1].at), edits[-1].at) == list(range(100, 110))


def test_progress_lets_those_that_wait_have_their_turn() -> None:
    queue = wanted(EditQueue(60), PROGRESS, range(31))
    assert queue.take(0) == 0
    wanted(queue, PROGRESS, [0])

    rest = [edit.key for edit in edits_of(queue, [Wish(0, key, PROGRESS) for key in range(31)])]

    assert rest == [*range(1, 31), 0]


@pytest.mark.parametrize(("after", "seconds"), [(7, 7), (0.5, 0.5), (120, 120), (None, PAUSE)])
def test_after_a_429_nothing_is_drawn_for_as_long_as_slack_says(after: float | None, seconds: float) -> None:
    queue = wanted(EditQueue(), OUTCOME, [1])

    queue.limited(100, after)

    assert queue.wait(100) == pytest.approx(seconds, abs=2 * GRAIN)
    assert queue.take(99.99 + seconds) is None
    assert queue.take(100 + seconds) == 1


@given(WISHES, st.floats(0, 90))
def test_a_429_loses_nothing_that_is_wanted(wishes: list[Wish], after: float) -> None:
    queue = EditQueue[int]()
    queue.limited(0, after)

    edits = list(edits_of(queue, wishes))

    assert {edit.key for edit in edits} == {wish.key for wish in wishes}
    assert [edit for edit in edits if edit.at < after] == []


def test_a_429_halves_the_rate_which_comes_back_in_five_minutes() -> None:
    queue = EditQueue[int](50)

    queue.limited(0, 30)
    assert queue.per_minute == 25
    assert len(taken(wanted(queue, OUTCOME, range(100), 30), 30)) == 25

    rates = []
    for minute in range(1, 8):
        queue.take(30 + minute * 60)
        rates.append(queue.per_minute)
    assert rates == [30, 35, 40, 45, 50, 50, 50]


def test_who_waits_while_the_rate_comes_back_looks_whether_one_more_may_go() -> None:
    queue = EditQueue[int](50)
    queue.limited(0, 1)

    moments = [edit.at for edit in edits_of(queue, [Wish(1, key, OUTCOME) for key in range(100)], at=1)]

    assert moments[:29] == [1] * 25 + [pytest.approx(1 + 12 * more, abs=0.1) for more in (1, 2, 3, 4)]


def test_edits_that_are_refused_together_halve_the_rate_once() -> None:
    queue = EditQueue[int](48)

    for at, after in ((0, 10), (1, 30), (2, 1)):
        queue.limited(at, after)
    assert (queue.per_minute, taken(wanted(queue, OUTCOME, [1]), 30.9)) == (24, [])

    queue.limited(31, 10)
    assert queue.per_minute == 12


def test_what_is_refused_for_long_is_tried_as_often_as_slack_says() -> None:
    queue, tries, at = EditQueue[int](50), list[float](), 0.0

    while at < 60:
        queue.want(1, OUTCOME, at)
        at += queue.wait(at) or 0.0
        assert queue.take(at) == 1
        tries.append(at)
        queue.limited(at, 5)

    assert tries == pytest.approx([0, *range(5, 65, 5)], abs=0.1)


@pytest.mark.parametrize(("rate", "slowest"), [(50, LOWEST), (3, 3)])
def test_the_rate_is_never_so_low_that_nothing_moves(rate: float, slowest: float) -> None:
    queue = EditQueue[int](rate)

    for at in range(10):
        queue.limited(at, 1)

    assert queue.per_minute == slowest


def test_a_rate_that_takes_no_edit_a_minute_is_refused() -> None:
    with pytest.raises(ValueError, match=r"At least one edit a minute is needed, not 0\.5\."):
        EditQueue[int](0.5)


def test_it_is_crowded_when_an_outcome_would_wait_behind_what_is_as_urgent() -> None:
    queue = wanted(EditQueue(50), PROGRESS, range(1000))
    assert not queue.crowded(0)

    wanted(queue, OUTCOME, range(2000, 2049))
    assert not queue.crowded(0)

    wanted(queue, TOUCHED, [3000])
    assert queue.crowded(0)

    taken(queue, 0)
    assert (queue.crowded(58), queue.crowded(60)) == (True, False)


def test_while_slack_takes_nothing_it_is_crowded_by_more_outcomes_than_places_after_that() -> None:
    queue = EditQueue[int](50)
    queue.limited(0, 30)

    wanted(queue, OUTCOME, range(24))
    assert not queue.crowded(0)

    wanted(queue, TOUCHED, [100])
    assert queue.crowded(0)


def test_an_outcome_that_was_late_goes_before_all_progress_and_leaves_the_reserve_to_others() -> None:
    wishes = [Wish(0, key, PROGRESS) for key in range(40)] + [Wish(0, key, LATE) for key in range(100, 120)]

    edits = list(edits_of(EditQueue(50), wishes))

    assert [edit.key for edit in edits] == [*range(100, 120), *range(40)]
    assert all(1.5 < later.at - earlier.at < 1.6 for earlier, later in pairwise(edits))


class Name:
    """A key that one can see vanish."""


def test_nothing_is_kept_of_messages_that_were_drawn_before() -> None:
    queue, name = EditQueue[Name](), Name()
    kept = weakref.ref(name)
    queue.want(name, OUTCOME, 0)
    assert queue.take(0) is name
    del name

    queue.take(MESSAGE_GAP)

    assert kept() is None
