"""CircleCI's errors."""

import pytest

from bot.circleci import errors
from bot.circleci.errors import CircleCIError
from tests.commands.desk import told
from tests.views.refusals.samples import ERRORS


@pytest.mark.parametrize(
    "error", [each for each in ERRORS if not isinstance(each, errors.TooLarge | errors.UnknownHost)]
)
def test_an_error_of_circleci_says_whether_anything_was_started(error: CircleCIError) -> None:
    assert "Nothing was started" in "\n".join(told(error))


def test_a_wrong_token_says_how_to_mend_it() -> None:
    assert "CIRCLECI_TOKEN" in "\n".join(told(errors.Unauthorized(401, "Invalid token provided.")))
