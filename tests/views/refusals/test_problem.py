"""Every error has words: what happened, whether anything was started, what to type next."""

from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.circleci import errors
from bot.circleci.errors import CircleCIError
from bot.model import fault
from bot.model.fault import Fault
from bot.model.message import Audience, Message
from bot.model.permission import Permission
from bot.model.shown import Noun
from bot.model.spans import Code
from bot.slack.drawing.blocks import payload
from bot.views.refusals import faults, misread, problem
from tests.views.facts import NOON

FAULTS: tuple[Fault, ...] = (
    fault.EmptyLine(),
    fault.UnknownCommand("statsu", ("status web",)),
    fault.UnclosedQuote('trigger web note="a b'),
    fault.LineTooLong(10_000, 2_000),
    fault.MissingArgument("use", "<project>", "use <project>", "use web"),
    fault.SurplusArgument("me", "too", "me"),
    fault.UnknownFlag("trigger", "--tga", "trigger [project][@branch] [--tag TAG]", "--tag"),
    fault.BadValue("a b", "a pipeline", "it is a number or an address", "#812"),
    fault.Denied(Permission.TRIGGER, "web", "main", ("release",), open_refs=True),
    fault.ForeignWorkspace(),
    fault.NoProject(("trigger web", "trigger api"), "use web"),
    fault.UnknownProject("wbe", ("web",)),
    fault.UnknownWord("latest", "a pipeline", "a number like #812, last or last failed", "pipeline last"),
    fault.NothingHere("pipeline", "#99999", "web"),
    fault.NeverStarted(Noun.WORKFLOW, "web", 807),
    fault.PipelinesNumber("web", 812),
    fault.Ambiguous("job", "last failed", (("unit, failed", "job web#1"), ("e2e, failed", "job web#2"))),
    fault.NotShown(Noun.PIPELINE, "", "pipeline last"),
    fault.NotPossible(("web was not triggered; nothing was started.",), ("CircleCI says: no",)),
    fault.NotRecorded(),
    fault.NotBegun("trigger web@main", NOON),
    fault.AlreadyAsked("U0BEN", NOON),
    fault.OutcomeUnknown("trigger web@main", "gh/acme/web", Permission.TRIGGER),
    fault.GuestRefused(),
    fault.Busy(),
)
ERRORS: tuple[CircleCIError, ...] = (
    errors.ApiError(418, "short and stout"),
    errors.BadRequest(400, "Branch not found"),
    errors.Unauthorized(401, "Invalid token provided."),
    errors.Forbidden(403, "Permission denied"),
    errors.NotFound(404, "Project not found"),
    errors.Conflict(409, "Already done"),
    errors.Gone(410, ""),
    errors.RateLimited(429, "Rate limited.", retry_after=30),
    errors.ServerError(503, ""),
    errors.NoConnection("refused"),
    errors.LostAnswer("timed out"),
    errors.Unreadable("not JSON"),
    errors.Redirected("elsewhere"),
    errors.UnknownHost("elsewhere"),
    errors.TooLarge(50_000_000, 80_000_000),
)


def leaves(kind: type[Exception]) -> Iterator[type[Exception]]:
    """The kinds that are raised: those that the same module divides no further."""
    below = [each for each in kind.__subclasses__() if each.__module__ == kind.__module__]
    if not below:
        yield kind
    for each in below:
        yield from leaves(each)


def words(message: Message) -> str:
    """The whole message as somebody reads it."""
    return str(payload(message))


@pytest.mark.parametrize("kind", list(leaves(Fault)))
def test_every_fault_has_words_of_its_own_and_a_sample_here(kind: type[Exception]) -> None:
    assert kind in {*faults.fault_words.registry, *misread.misread_words.registry}
    assert kind in {type(each) for each in FAULTS}


@pytest.mark.parametrize("kind", list(leaves(CircleCIError)))
def test_every_error_of_circleci_has_words_of_its_own_and_a_sample_here(kind: type[Exception]) -> None:
    assert kind in problem.circleci_words.registry
    assert kind in {type(each) for each in ERRORS}


@pytest.mark.parametrize("error", [*FAULTS, *ERRORS], ids=lambda each: type(each).__name__)
def test_an_error_is_said_to_the_asker_alone(error: Fault | CircleCIError, drawn: SnapshotAssertion) -> None:
    message = problem.problem(error, "/ci")

    assert message.audience is Audience.ASKER
    assert message.refusal
    assert "!" not in words(message).replace("<!date", "")
    assert payload(message) == drawn


def test_a_refusal_says_who_may_and_what_to_use_instead() -> None:
    message = problem.problem(
        fault.Denied(Permission.TRIGGER, "web", "main", ("release",), open_refs=True), "/ci"
    )

    assert payload(message)["text"] == (
        "Triggering main of web is for the release group in this channel. "
        "Ask there, or use a branch other than main."
    )


@pytest.mark.parametrize(
    ("branches", "said"),
    [
        (("main", "release/*"), "use main or release/*."),
        (("*", "!main", "!release/*"), "use a branch other than main and release/*."),
        (("fix/*", "!fix/x"), "use fix/*, but not fix/x."),
        ((), "use a branch other than nope."),
    ],
)
def test_a_refusal_names_the_branches_that_are_open(branches: tuple[str, ...], said: str) -> None:
    denied = fault.Denied(Permission.TRIGGER, "web", "nope", ("release",), open_refs=True, branches=branches)

    spans = problem.problem(denied, "/ci").text
    assert "".join(str(getattr(span, "text", span)) for span in spans).endswith(said)


def test_a_refusal_says_in_which_channel_one_may() -> None:
    denied = fault.Denied(Permission.TRIGGER, "web", "main", elsewhere=("C0DEPLOYS",))

    assert "C0DEPLOYS" in words(problem.problem(denied, "/ci"))


@pytest.mark.parametrize(
    "error", [each for each in ERRORS if not isinstance(each, errors.TooLarge | errors.UnknownHost)]
)
def test_an_error_of_circleci_says_whether_anything_was_started(error: CircleCIError) -> None:
    assert "Nothing was started" in words(problem.problem(error, "/ci"))


def test_a_wrong_token_says_how_to_mend_it() -> None:
    message = problem.problem(errors.Unauthorized(401, "Invalid token provided."), "/ci")

    assert "CIRCLECI_TOKEN" in words(message)


def test_the_line_to_type_next_starts_with_the_slash_command_as_it_is_called_here() -> None:
    message = problem.problem(fault.EmptyLine(), "/ringmaster")

    assert Code("/ringmaster help") in [span for line in message.blocks[0].lines for span in line]  # type: ignore[union-attr]


def test_more_than_nine_choices_are_counted() -> None:
    choices = tuple((f"job-{at}", f"job web#{at}") for at in range(40))
    message = problem.problem(fault.Ambiguous("job", "", choices), "/ci")

    assert "+ 30 more" in words(message)


def test_a_bug_is_one_sentence_with_a_reference() -> None:
    message = problem.bug("ab12cd34")

    assert payload(message)["text"] == "That went wrong inside the bot, under the reference ab12cd34."
    assert message.refusal
