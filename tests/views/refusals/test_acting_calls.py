"""What was not started, and the calls that CircleCI refused."""

import pytest

from bot.model.deeds import CallRefused, RollbackReason, RollbackRefused, TriggerDeed
from tests.commands.desk import told
from tests.views.refusals.samples import CANCELING, ROLLING_BACK, TRIGGERING

NEEDS = (
    "A rollback needs deploy markers, a rollback pipeline and CircleCI's GitHub App. "
    "How to set them up: CircleCI's documentation."
)
LIVE = "/ci deploys web shows what's live."


def test_a_refused_call_is_told_in_circlecis_words_else_by_its_status() -> None:
    where = "/ci pipeline web#812 shows where it is now."
    assert told(CallRefused(CANCELING, "No.", 403)) == ["Not canceled. CircleCI rejected this: No.", where]
    assert told(CallRefused(CANCELING, "", 403)) == ["Not canceled. CircleCI rejected this (403).", where]


def test_what_was_not_triggered_is_told_with_what_was_built_lately() -> None:
    assert told(CallRefused(TRIGGERING, "Branch not found", 400)) == [
        "CircleCI rejected this: Branch not found. Nothing was started.",
        "/ci pipelines web lists the newest pipelines.",
    ]


@pytest.mark.parametrize(
    ("parameters", "why", "next_line"),
    [
        (
            (),
            "CircleCI said “not found”: probably the bot's user can't trigger web.",
            "/ci me shows who that is.",
        ),
        (
            ("env",),
            "CircleCI said “not found”: either the config doesn't declare env, "
            "or the bot's user can't trigger web.",
            "/ci config web --source shows the newest config.",
        ),
        (
            ("env", "shards"),
            "CircleCI said “not found”: either the config doesn't declare env or shards, "
            "or the bot's user can't trigger web.",
            "/ci config web --source shows the newest config.",
        ),
    ],
)
def test_not_found_may_be_a_right_or_a_parameter(
    parameters: tuple[str, ...], why: str, next_line: str
) -> None:
    fault = CallRefused(TriggerDeed("web", None, parameters), "Project not found", 404)
    assert told(fault) == [why, next_line]


@pytest.mark.parametrize(
    ("status", "perhaps", "next_line"),
    [
        (400, "", NEEDS),
        (404, " web may have no rollback pipeline, or none that the bot's user can use.", NEEDS),
        (409, " Another deploy or rollback may be running.", LIVE),
    ],
)
def test_a_refused_rollback_is_told_with_what_may_be_behind_it(
    status: int, perhaps: str, next_line: str
) -> None:
    first = f"Not rolled back. CircleCI rejected this: No.{perhaps}"
    assert told(CallRefused(ROLLING_BACK, "No.", status)) == [first, next_line]


@pytest.mark.parametrize(
    ("reason", "live", "said"),
    [
        (RollbackReason.NO_IDS, (), ["CircleCI doesn't show web's ids, which a rollback needs."]),
        (
            RollbackReason.NO_MARKERS,
            (),
            [
                "web has no deploy markers, so CircleCI doesn't know what's deployed.",
                "How to add them: CircleCI's documentation.",
            ],
        ),
        (
            RollbackReason.NO_DEPLOYS,
            (),
            ["CircleCI has no deploys for web, or the bot's user can't see them.", LIVE],
        ),
        (RollbackReason.NEVER_DEPLOYED, (), ["shop has never been deployed.", LIVE]),
        (RollbackReason.NOTHING_LIVE, (), ["Nothing is live in production.", LIVE]),
        (
            RollbackReason.SEVERAL_LIVE,
            ("v1", "v2"),
            ["Several versions are live (v1, v2). Choose one on CircleCI's page.", LIVE],
        ),
        (RollbackReason.OTHER_LIVE, ("v2",), ["v2 is live now, not v1.", LIVE]),
        (RollbackReason.LIVE_ALREADY, ("v2",), ["v2 is already live.", LIVE]),
        (RollbackReason.NONE_BEFORE, (), ["Nothing to go back to.", LIVE]),
    ],
)
def test_why_there_is_no_way_back(reason: RollbackReason, live: tuple[str, ...], said: list[str]) -> None:
    first, *rest = told(RollbackRefused(ROLLING_BACK, reason, live, "v1"))
    assert [first.removeprefix("Not rolled back. "), *rest] == said
