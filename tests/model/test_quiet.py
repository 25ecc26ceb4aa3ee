"""When a channel wants to hear nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_mock import MockerFixture

from bot.model import week
from bot.model.bad_text import BadText, ValueReason
from bot.model.quiet import HeldNotice, QuietHours, QuietSpan, read_hours
from bot.model.request import Place
from bot.model.subscription import Event
from tests.model.histories import run_of
from tests.views.facts import NOON, WEB

NIGHTS = "Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin"


@pytest.mark.parametrize(
    ("event", "key", "run", "now"),
    [
        (Event.FAILED, "failed:1-test-0", "test✗", Event.FAILED),
        (Event.FAILED, "failed:1-test-0", "test✗✓", Event.FIXED),
        (Event.FAILED, "failed:1-test-0", "test✗…", "running"),
        (Event.FAILED, "failed:1-test-0", "test✗✓ lint✗", Event.FIXED),
        (Event.FAILED, "failed:an-id", "never", Event.FAILED),
        (Event.ON_HOLD, "on_hold:a-job", "ship⏸ lint✗", Event.ON_HOLD),
        (Event.ON_HOLD, "on_hold:a-job", "ship✓", "success"),
        (Event.CANCELED, "canceled:1-test-0", "test⊘…", "running"),
        (Event.SUCCEEDED, "succeeded:1-test-0", "test✓ lint✗", Event.SUCCEEDED),
        (Event.FIXED, "fixed:1-test-0", "test✓✗", "failed"),
        (Event.STARTED, "started", "test✗", Event.STARTED),
    ],
)
def test_what_was_held_back_is_told_as_its_run_is_by_then(event: Event, key: str, run: str, now: str) -> None:
    held = HeldNotice(Place("T", "C"), "run-1", f"notice:{key}", event, WEB, 1, "main", "U0ANA")
    assert held.now(run_of(1, run), NOON) == now


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Mon-Fri 18:00-08:00, Sat, Sun", "Mon-Fri 18:00-08:00, Sat, Sun UTC"),
        ("mon-fri 18-8,sat,sun europe/berlin", NIGHTS),
        ("Monday - Friday 18:00-08:00", "Mon-Fri 18:00-08:00 UTC"),
        ("Fri 18:00-Mon 08:00", "Fri 18:00-24:00, Sat-Sun, Mon 00:00-08:00 UTC"),
        ("Friday 6 pm until Monday 8 am Berlin", "Fri 18:00-24:00, Sat-Sun, Mon 00:00-08:00 Europe/Berlin"),
        ("Friday 18:00 Monday 8:00", "Fri 18:00-24:00, Sat-Sun, Mon 00:00-08:00 UTC"),
        ("Fri 20:00 - Mon 0:00", "Fri 20:00-24:00, Sat-Sun UTC"),
        ("Sun 23:00-Mon 05:00", "Sun 23:00-24:00, Mon 00:00-05:00 UTC"),
        ("Fri 08:00-Fri 18:00", "Fri 08:00-18:00 UTC"),
        ("Fri 18:00-Fri 08:00", "Fri 18:00-24:00, Sat-Thu, Fri 00:00-08:00 UTC"),
        ("Mo-Fr 18.00-8.00", "Mon-Fri 18:00-08:00 UTC"),
        ("18h30-8h, Sa, Su", "Mon-Sun 18:30-08:00, Sat, Sun UTC"),
        ("1800-0800", "Mon-Sun 18:00-08:00 UTC"),
        ("the weekend", "Sat-Sun UTC"),
        ("from 6pm to 8am", "Mon-Sun 18:00-08:00 UTC"),
        ("6pm 8am", "Mon-Sun 18:00-08:00 UTC"),  # as a line is read without its small words
        ("between 6 pm and 8 am on weekdays", "Mon-Fri 18:00-08:00 UTC"),
        ("between 18:00 8:00 weekdays", "Mon-Fri 18:00-08:00 UTC"),
        ("Monday Friday 18:00-08:00", None),
        ("weekdays between 6 pm and 8 am", "Mon-Fri 18:00-08:00 UTC"),
        ("Mon to Fri from 18:00 until 8:00, Sat and Sun Europe/Berlin", NIGHTS),
        ("every day 22:00 — 07:00", "Mon-Sun 22:00-07:00 UTC"),
        ("Monday-Friday 18:00–08:00", "Mon-Fri 18:00-08:00 UTC"),
        ("22:00-07:00 America/New_York", "Mon-Sun 22:00-07:00 America/New_York"),
        ("daily 22-7", "Mon-Sun 22:00-07:00 UTC"),
        ("weekends", "Sat-Sun UTC"),
        ("weekdays 00:00-24:00 UTC", "Mon-Fri UTC"),
        ("Fri-Mon 20:00-06:30", "Fri-Mon 20:00-06:30 UTC"),
        ("Tues, Thurs", "Tue, Thu UTC"),
    ],
)
def test_how_it_is_written(said: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(BadText):
            read_hours(said)
    else:
        assert str(read_hours(said)) == meant


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", ValueReason.NO_HOURS),
        ("nights", ValueReason.NO_HOURS),
        ("Mon-Thu 18:00-Fri 08:00", ValueReason.NO_HOURS),
        ("2400-0800", ValueReason.NO_HOURS),
        ("Mon 25:00-08:00", ValueReason.NO_HOURS),
        ("Mon 18:00-18:00", ValueReason.NO_HOURS),
        ("Mon,, Tue", ValueReason.NO_HOURS),
        ("Mon 18:00", ValueReason.NO_HOURS),
        ("Sat, Sun Europe/Berln", ValueReason.NO_ZONE),
        ("Mon-Sun", ValueReason.ALWAYS_QUIET),
        ("daily 08:00-20:00, daily 20:00-08:00", ValueReason.ALWAYS_QUIET),
    ],
)
def test_what_is_not_written_right_is_said_why(said: str, reason: ValueReason) -> None:
    with pytest.raises(BadText) as caught:
        read_hours(said)
    assert caught.value.reason is reason


def test_the_files_of_the_time_zones_are_looked_through_once(mocker: MockerFixture) -> None:
    looking = mocker.spy(week, "available_timezones")
    for zone in ("Berlin", "Europe/Berlin", "new_york"):
        read_hours(f"daily 22-7 {zone}")
    assert looking.call_count <= 1


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-11-23T16:59", None),  # a Monday, in winter one hour before UTC
        ("2026-11-23T17:00", "2026-11-24T07:00"),
        ("2026-11-24T06:59", "2026-11-24T07:00"),
        ("2026-11-24T07:00", None),
        ("2026-11-27T18:00", "2026-11-30T07:00"),  # Friday's evening goes on through the weekend
        ("2026-11-30T03:00", "2026-11-30T07:00"),  # and Sunday until Monday's day begins
        ("2026-07-06T15:59", None),  # in summer two hours before
        ("2026-07-06T16:00", "2026-07-07T06:00"),
        ("2026-03-29T00:30", "2026-03-30T06:00"),  # the clocks go forward on this Sunday: 23 hours
        ("2026-10-25T00:30", "2026-10-26T07:00"),  # and back on this one: 25 hours
    ],
)
def test_when_it_is_quiet_by_the_clocks_there_and_until_when(at: str, end: str | None) -> None:
    hours, moment = read_hours(NIGHTS), datetime.fromisoformat(at).replace(tzinfo=UTC)
    ends = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
    assert hours.covers(moment) is (end is not None)
    assert (hours.end(moment) if end else None) == ends


DAYS, MINUTES = st.integers(0, 6), st.integers(0, 1439)
SPANS = st.builds(QuietSpan, DAYS, DAYS, MINUTES, MINUTES).filter(lambda it: it.start != it.end)


@given(
    st.lists(SPANS, min_size=1, max_size=3),
    st.sampled_from(("UTC", "Europe/Berlin", "Pacific/Auckland")),
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
)
def test_what_is_written_is_read_again_and_its_end_is_not_quiet(
    spans: list[QuietSpan], zone: str, at: datetime
) -> None:
    hours = QuietHours(tuple(spans), zone)
    end = hours.end(at)
    assert end is None or (end > at and not hours.covers(end))
    if end is not None:
        assert read_hours(str(hours)) == hours


def test_over_the_weekend_it_is_quiet_from_one_time_to_another() -> None:
    hours = read_hours("Fri 18:00-Mon 08:00 Europe/Berlin")
    quiet = [
        at for at in range(24 * 7) if hours.covers(datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=at))
    ]
    friday = 4 * 24 + 17
    assert quiet == [*range(7), *range(friday, 7 * 24)]
    assert hours.end(datetime(2026, 11, 28, tzinfo=UTC)) == datetime(2026, 11, 30, 7, tzinfo=UTC)
