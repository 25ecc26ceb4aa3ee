"""When a channel's digest is due."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.bad_text import BadText, ValueReason
from bot.model.digest import DigestTimes, read_digest_times


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("daily 09:00", "daily 09:00 UTC"),
        ("9", "daily 09:00 UTC"),
        ("at 9:30 europe/berlin", "daily 09:30 Europe/Berlin"),
        ("Mon-Fri 09:00 Europe/Berlin", "Mon-Fri 09:00 Europe/Berlin"),
        ("weekdays at 8", "Mon-Fri 08:00 UTC"),
        ("Mondays, Thursday 17:15 UTC", "Mon, Thu 17:15 UTC"),
        ("every day at 9", "daily 09:00 UTC"),
        ("every day 9", "daily 09:00 UTC"),
        ("9 am each day Europe/Berlin", "daily 09:00 Europe/Berlin"),
        ("at 9 on weekdays", "Mon-Fri 09:00 UTC"),
        ("every Monday and Thursday at 8:30", "Mon, Thu 08:30 UTC"),
        ("Mon to Fri 9:00", "Mon-Fri 09:00 UTC"),
        ("Mon–Wed, Fri 0:00", "Mon-Wed, Fri 00:00 UTC"),
    ],
)
def test_how_it_is_written(said: str, meant: str) -> None:
    assert str(read_digest_times(said)) == meant


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", ValueReason.NO_TIMES),
        ("daily", ValueReason.NO_TIMES),
        ("mornings 9:00", ValueReason.NO_TIMES),
        ("daily 24:00", ValueReason.NO_TIMES),
        ("daily 9:60", ValueReason.NO_TIMES),
        ("daily 9 17", ValueReason.NO_TIMES),
        ("Mon-Wed-Fri 9:00", ValueReason.NO_TIMES),
        ("daily 9:00-10:00", ValueReason.NO_TIMES),
        ("daily 9:00 Berlin time", ValueReason.NO_TIMES),
        ("daily 9:00 Europe/Berln", ValueReason.NO_ZONE),
    ],
)
def test_what_is_not_written_right_is_said_why(said: str, reason: ValueReason) -> None:
    with pytest.raises(BadText) as caught:
        read_digest_times(said)
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("said", "at", "due"),
    [
        ("daily 9:00", "2026-11-23T08:59", "2026-11-23T09:00"),
        ("daily 9:00", "2026-11-23T09:00", "2026-11-24T09:00"),
        ("Mon-Fri 9:00", "2026-11-27T10:00", "2026-11-30T09:00"),
        ("Mon 9:00", "2026-11-23T09:00", "2026-11-30T09:00"),
        ("daily 9:00 Europe/Berlin", "2026-10-24T12:00", "2026-10-25T08:00"),  # the night has an hour more
        ("daily 9:00 Europe/Berlin", "2026-10-24T06:00", "2026-10-24T07:00"),
        ("daily 2:30 Europe/Berlin", "2026-10-25T00:30", "2026-10-26T01:30"),  # 02:30 comes twice that night
        ("daily 2:30 Europe/Berlin", "2026-03-28T12:00", "2026-03-29T01:30"),  # and not at all in this one
    ],
)
def test_when_it_is_due_by_the_clocks_there(said: str, at: str, due: str) -> None:
    found = read_digest_times(said).following(datetime.fromisoformat(f"{at}+00:00"))
    assert found == datetime.fromisoformat(f"{due}+00:00")


DAYS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=3)


@given(DAYS, st.integers(0, 1439), st.sampled_from(("UTC", "Europe/Berlin", "Pacific/Auckland")))
def test_what_is_written_is_read_again_and_comes_within_a_week(
    days: list[tuple[int, int]], minute: int, zone: str
) -> None:
    times = DigestTimes(tuple(days), minute, zone)
    assert read_digest_times(str(times)) == times
    at = datetime.fromisoformat("2026-03-25T00:00+00:00")
    assert timedelta() < times.following(at) - at <= timedelta(days=7, hours=1)
