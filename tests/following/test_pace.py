"""How soon a run is looked at again."""

import pytest

from bot.following.pace import LONGEST, RARE, SHORTEST, pause_after

HOUR = 3600.0


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
