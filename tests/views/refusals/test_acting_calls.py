"""What was not started, and the calls that CircleCI refused."""

import pytest

from bot.model.deeds import CallRefused, RollbackReason, RollbackRefused, TriggerDeed
from tests.commands.desk import told
from tests.views.refusals.samples import CANCELING, ROLLING_BACK, TRIGGERING

NEEDS = (
    "A rollback needs deploy markers, a rollback pipeline and CircleCI's GitHub App: "
    "CircleCI's documentation says how to set them up."
)
LIVE = "/ci deploys web shows what is live."


def test_a_refused_call_is_told_in_circlecis_words_else_by_its_status() -> None:
    what = "Nothing of web #812 on main was canceled."
    assert told(CallRefused(CANCELING, "No.", 403)) == [what, "CircleCI says: No."]
    assert told(CallRefused(CANCELING, "", 403)) == [what, "CircleCI says: 403"]


def test_what_was_not_triggered_is_named_by_its_branch() -> None:
    assert told(CallRefused(TRIGGERING, "Branch not found", 400)) == [
        "main of web was not triggered; nothing was started.",
        "CircleCI says: Branch not found",
        "/ci pipelines web shows what was built lately.",
    ]


@pytest.mark.parametrize(
    ("parameters", "why", "next_line"),
    [
        (
            (),
            "CircleCI answered “not found”: the bot's user may see web, and perhaps not trigger it.",
            "/ci me shows who that is.",
        ),
        (
            ("env",),
            "CircleCI answered “not found”: perhaps the configuration does not declare the parameter env, "
            "or the bot's user may not trigger it.",
            "/ci config web --source shows the newest configuration.",
        ),
        (
            ("env", "shards"),
            "CircleCI answered “not found”: perhaps the configuration does not declare one of the parameters "
            "env and shards, or the bot's user may not trigger it.",
            "/ci config web --source shows the newest configuration.",
        ),
    ],
)
def test_not_found_may_be_a_right_or_a_parameter(
    parameters: tuple[str, ...], why: str, next_line: str
) -> None:
    fault = CallRefused(TriggerDeed("web", None, parameters), "Project not found", 404)
    assert told(fault) == ["web was not triggered; nothing was started.", why, next_line]


@pytest.mark.parametrize(
    ("status", "why", "next_line"),
    [
        (400, "CircleCI says: No.", NEEDS),
        (404, "CircleCI says: No. web may have no rollback pipeline, or not for the bot's user.", NEEDS),
        (409, "CircleCI says: No. Another deploy or rollback may be under way.", LIVE),
    ],
)
def test_a_refused_rollback_is_told_with_what_may_be_behind_it(status: int, why: str, next_line: str) -> None:
    assert told(CallRefused(ROLLING_BACK, "No.", status))[1:] == [why, next_line]


@pytest.mark.parametrize(
    ("reason", "live", "said"),
    [
        (
            RollbackReason.NO_IDS,
            (),
            ["CircleCI does not tell the ids of web, without which nothing can be rolled back."],
        ),
        (
            RollbackReason.NO_MARKERS,
            (),
            [
                "web has no deploy markers, so CircleCI does not know what is deployed where.",
                "CircleCI's documentation says how to set them.",
            ],
        ),
        (
            RollbackReason.NO_DEPLOYS,
            (),
            ["CircleCI has no deploys of web, or the bot's user may not see them.", LIVE],
        ),
        (RollbackReason.NEVER_DEPLOYED, (), ["CircleCI knows no version of shop that was deployed.", LIVE]),
        (RollbackReason.NOTHING_LIVE, (), ["Nothing is live there.", LIVE]),
        (
            RollbackReason.SEVERAL_LIVE,
            ("v1", "v2"),
            ["v1 and v2 are live at once; CircleCI's page has the choice.", LIVE],
        ),
        (RollbackReason.OTHER_LIVE, ("v2",), ["v2 is live now, and no longer v1.", LIVE]),
        (RollbackReason.LIVE_ALREADY, ("v2",), ["v2 is live already.", LIVE]),
        (RollbackReason.NONE_BEFORE, (), ["No other version was live there before.", LIVE]),
    ],
)
def test_why_there_is_no_way_back(reason: RollbackReason, live: tuple[str, ...], said: list[str]) -> None:
    what = "shop in production was not rolled back; nothing was started."
    assert told(RollbackRefused(ROLLING_BACK, reason, live, "v1")) == [what, *said]
