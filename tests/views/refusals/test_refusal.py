"""Every error has words: what happened, whether anything was started, what to type next."""

from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.circleci.errors import CircleCIError, ServerError
from bot.model.deeds import Busy
from bot.model.fault import Fault
from bot.model.message import Audience
from bot.slack.drawing.blocks import payload
from bot.views.refusals.refusal import bug, refusal, write_refusal
from tests.commands.desk import lines, told
from tests.views.refusals.samples import ERRORS, FAULTS, typed


def leaves(kind: type[Exception]) -> Iterator[type[Exception]]:
    """The kinds that are raised: those that the same room divides no further."""
    room = kind.__module__.rpartition(".")[0]
    below = [each for each in kind.__subclasses__() if each.__module__.startswith(room)]
    if not below:
        yield kind
    for each in below:
        yield from leaves(each)


@pytest.mark.parametrize("kind", [*leaves(Fault), *leaves(CircleCIError)])
def test_every_error_has_words_of_its_own_and_a_sample(kind: type[Exception]) -> None:
    assert kind in refusal.registry
    assert kind in {type(each) for each in (*FAULTS, *ERRORS)}


@pytest.mark.parametrize("error", [*FAULTS, *ERRORS], ids=lambda each: type(each).__name__)
def test_an_error_is_said_to_the_asker_alone(error: Fault | CircleCIError, drawn: SnapshotAssertion) -> None:
    message = typed(error)

    assert message.audience is Audience.ASKER
    assert message.refusal
    assert "!" not in str(payload(message)).replace("<!date", "")
    assert payload(message) == drawn


def test_what_has_an_effect_is_told_that_nothing_was_started_where_circleci_failed() -> None:
    trouble = ServerError(503, "")

    said = "CircleCI is having problems (503). Try again in a minute."
    reference = f"reference {trouble.reference} in the bot's log"
    assert told(trouble) == [said, reference]
    assert write_refusal(trouble).text == refusal(trouble).text
    assert lines(write_refusal(trouble)) == [said, "Nothing was started.", reference]
    assert write_refusal(Busy()) == refusal(Busy())


def test_a_bug_is_told_with_a_reference() -> None:
    message = bug("ab12cd34")

    assert payload(message)["text"] == (
        "Something went wrong in the bot (reference ab12cd34, also in its log)."
    )
    assert message.refusal
