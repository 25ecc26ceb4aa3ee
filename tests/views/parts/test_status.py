import pytest

from bot.model.run import FAILED_STATUSES
from bot.views.parts.status import by_urgency, matters, status, urgency
from tests.views.facts import job


@pytest.mark.parametrize("name", sorted(FAILED_STATUSES - {"unauthorized"}))
def test_whatever_failed_has_the_same_sign_and_comes_first(name: str) -> None:
    assert status(name).sign == "x"
    assert urgency(name) == 0


def test_the_kind_of_a_failure_follows_its_word() -> None:
    assert [status("failed").full, status("timedout").full] == ["Failed", "Failed (timed out)"]


def test_a_word_that_is_new_is_shown_as_it_is() -> None:
    new = status("half_done\nby someone")

    assert (new.sign, new.word, new.verb) == (
        "grey_question",
        "half done by someone",
        "is “half done by someone”",
    )
    assert status("").word == "unknown"


def test_jobs_stand_in_the_order_in_which_people_want_to_hear_of_them() -> None:
    names = ("success", "queued", "running", "on_hold", "unauthorized", "timedout", "failed")
    jobs = [job(name, name, number=at) for at, name in enumerate(names, 1)]

    assert [each.name for each in by_urgency(jobs)] == [
        "timedout",
        "failed",
        "unauthorized",
        "on_hold",
        "running",
        "queued",
        "success",
    ]


def test_what_needs_nobody_is_counted_and_what_is_unknown_is_named() -> None:
    assert [name for name in ("success", "blocked", "failed", "new_one") if matters(job("a", name))] == [
        "failed",
        "new_one",
    ]
