"""How soon a run is looked at again."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.following.pace import (
    LONGEST,
    RARE,
    SHORTEST,
    WHILE_LIKELY,
    affords,
    pause_after,
    pause_after_end,
    pause_in_trouble,
    pause_until_changed,
    until_likely,
)

HOUR = 3600.0
USUAL = (300.0, 310.0, 420.0)


@pytest.mark.parametrize(
    ("quiet", "pause"),
    [(0.0, SHORTEST), (30.0, 15.0), (HOUR / 2, LONGEST), (2 * HOUR, 120.0), (24 * HOUR, RARE)],
)
def test_the_pause_grows_with_the_time_since_somebody_cared(quiet: float, pause: float) -> None:
    assert pause_after(quiet) == pause


def test_where_circleci_tells_by_itself_it_is_asked_less() -> None:
    assert pause_after(0.0) < pause_after(0.0, hooked=True) <= pause_after(24 * HOUR, hooked=True) == RARE


def test_a_run_of_twelve_minutes_is_looked_at_some_twenty_times() -> None:
    quiet, looks = SHORTEST, 1
    while quiet < 720:
        quiet, looks = quiet + pause_after(quiet), looks + 1
    assert 15 <= looks <= 20


@pytest.mark.parametrize(
    ("age", "seconds"),
    [(0.0, 300.0), (299.0, 1.0), (300.0, 0.0), (320.0, 0.0), (400.0, 20.0), (434.0, 0.0), (436.0, None)],
)
def test_an_end_is_likely_when_and_shortly_after_it_came_before(age: float, seconds: float | None) -> None:
    assert until_likely(age, USUAL) == seconds


def test_of_what_never_ended_before_no_end_is_likely() -> None:
    assert until_likely(10.0, ()) is None


@pytest.mark.parametrize(
    ("likely", "pause"),
    [(0.0, WHILE_LIKELY), (5.0, WHILE_LIKELY), (40.0, 40.0), (120.0, 120.0), (300.0, 120.0)],
    ids=["now", "almost now", "before the pause ends", "soon after", "much later"],
)
def test_the_pause_ends_where_an_end_is_likely(likely: float, pause: float) -> None:
    assert pause_after(200.0, likely=likely) == pause


@given(quiet=st.floats(0, 24 * HOUR), likely=st.none() | st.floats(0, HOUR))
def test_no_pause_is_shorter_than_the_shortest_nor_longer_than_the_longest(
    quiet: float, likely: float | None
) -> None:
    assert SHORTEST <= pause_after(quiet, likely=likely) <= RARE


def test_what_is_likely_counts_no_more_once_it_was_looked_at_twice_a_minute_for_long() -> None:
    assert not affords(20, 480.0)
    assert affords(20, 600.0)


def test_what_is_awaited_is_looked_at_ever_less_often_and_in_the_end_no_more() -> None:
    waited = [0.0]
    while (pause := pause_until_changed(waited[-1])) is not None:
        waited.append(waited[-1] + pause)
    pauses = [after - before for before, after in pairwise(waited)]
    assert len(pauses) < 10
    assert pauses == sorted(pauses)
    assert HOUR <= waited[-1] < 2 * HOUR


def test_what_failed_is_asked_for_seldom_and_for_some_hours() -> None:
    assert pause_after_end(0.0) == pause_after_end(5 * HOUR) == RARE
    assert pause_after_end(6 * HOUR) is None


def test_in_trouble_the_pause_doubles_and_after_a_day_it_is_an_hour_for_a_week() -> None:
    assert [pause_in_trouble(last, 0.0) for last in (None, 10.0, 40.0)] == [10.0, 20.0, LONGEST]
    assert pause_in_trouble(LONGEST, 25 * HOUR) == HOUR
    assert pause_in_trouble(HOUR, 7 * 24 * HOUR) is None
