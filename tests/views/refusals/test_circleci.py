"""CircleCI's errors."""

import pytest

from bot.circleci import errors
from bot.circleci.errors import CircleCIError
from tests.commands.desk import told


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.ApiError(418, ""), "CircleCI returned an error (418)."),
        (errors.BadRequest(400, "Branch not found"), "CircleCI rejected this: Branch not found."),
        (errors.BadRequest(400, ""), "CircleCI rejected this."),
        (errors.Conflict(409, "Already done"), "CircleCI can't do this right now: Already done."),
        (
            errors.RateLimited(429, "", retry_after=30),
            "CircleCI is rate-limiting the bot. Try again in 30 s.",
        ),
        (errors.ServerError(503, ""), "CircleCI is having problems (503). Try again in a minute."),
        (
            errors.Unreadable("not JSON", reference="6ff27efe"),
            "The bot couldn't read CircleCI's answer (reference 6ff27efe, also in its log).",
        ),
        (
            errors.TooLarge(20_000_000, 34_000_000),
            "Too large to share (34 MB, the limit is 20 MB). Get it on the job's page.",
        ),
        (
            errors.TooLarge(20_000_000),
            "Too large to share (the limit is 20 MB). Get it on the job's page.",
        ),
    ],
)
def test_an_error_of_circleci_says_what_happened_and_what_to_do(error: CircleCIError, said: str) -> None:
    reference = [f"reference {error.reference} in the bot's log"]
    assert told(error) == [said, *(reference if error.reference not in said else ())]


def test_each_answer_that_can_not_be_read_has_a_reference_of_its_own() -> None:
    assert errors.Unreadable("not JSON").reference != errors.Unreadable("not JSON").reference


def test_a_wrong_token_says_how_to_mend_it() -> None:
    assert "CIRCLECI_TOKEN" in "\n".join(told(errors.Unauthorized(401, "Invalid token provided.")))
