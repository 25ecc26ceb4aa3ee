"""What was not done to a run."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.deeds import (
    ApprovalReason,
    ApprovalRefused,
    CancelReason,
    CancelRefused,
    RerunReason,
    RerunRefused,
    RunDeed,
    StaleReason,
    StaleRun,
    Verb,
)
from bot.model.fault import Fault
from tests.commands.desk import told
from tests.views.facts import pipeline, workflow
from tests.views.refusals.samples import APPROVING, CANCELING, RERUNNING

WHERE_IT_IS = "/ci pipeline web#812 shows where it is now."
STARTS_ANEW = "/ci trigger web@main starts a new pipeline."


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (Verb.APPROVE, "Not approved."),
        (Verb.CANCEL, "Not canceled."),
        (Verb.REJECT, "Not rejected."),
        (Verb.RERUN, "Not rerun."),
    ],
)
def test_what_did_not_happen_comes_first(verb: Verb, said: str) -> None:
    deed = RunDeed(verb, "web", pipeline())
    assert told(StaleRun(deed, StaleReason.RERUN_SINCE, workflow="deploy")) == [
        f"{said} deploy in web #812 has been rerun since.",
        WHERE_IT_IS,
    ]


@pytest.mark.parametrize(
    ("fault", "why", "next_line"),
    [
        (
            StaleRun(APPROVING, StaleReason.OTHER_COMMIT, commit="b" * 40),
            "Not approved. web #812 is on a1b2c3d now; this message showed bbbbbbb.",
            WHERE_IT_IS,
        ),
        (
            StaleRun(
                replace(APPROVING, pipeline=pipeline(vcs=None)), StaleReason.OTHER_COMMIT, commit="b" * 40
            ),
            "Not approved. CircleCI doesn't show web #812's commit; this message showed bbbbbbb.",
            WHERE_IT_IS,
        ),
        (
            StaleRun(APPROVING, StaleReason.NEWER_PIPELINE, newer=815),
            "Not approved. web #815 is newer, and main is protected: "
            "only its newest pipeline can be approved or rerun.",
            "/ci pipeline web#815 shows where it is now.",
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.APPROVED, "hold"),
            "hold was already approved.",
            WHERE_IT_IS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.NOT_YET_ON_HOLD, "hold"),
            "hold isn't waiting yet.",
            WHERE_IT_IS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.NO_LONGER_ON_HOLD, "hold"),
            "hold isn't waiting anymore.",
            WHERE_IT_IS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.WORKFLOW_ENDED, "hold", workflow("deploy", "canceled")),
            "hold isn't waiting anymore: deploy was canceled.",
            WHERE_IT_IS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.OTHERS_WAIT, "hodl", waiting_names=("hold", "ship")),
            "web #812 has no approval called hodl. Waiting now: hold, ship.",
            WHERE_IT_IS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.NOTHING_WAITS),
            "Nothing to approve: web #812 isn't waiting for approval.",
            WHERE_IT_IS,
        ),
        (
            ApprovalRefused(
                replace(APPROVING, item="hold"),
                ApprovalReason.WAITED_TOO_LONG,
                wait=timedelta(days=3),
                limit=timedelta(days=1),
            ),
            "hold has waited 3 d; the policy's limit is 1 d.",
            STARTS_ANEW,
        ),
        (CancelRefused(CANCELING, CancelReason.ENDED), "web #812 had already finished.", WHERE_IT_IS),
        (
            CancelRefused(CANCELING, CancelReason.NO_WORKFLOW),
            "Nothing to cancel: web #812 has no workflows.",
            WHERE_IT_IS,
        ),
        (
            CancelRefused(replace(CANCELING, item="e2e"), CancelReason.NOT_BEGUN),
            "e2e hasn't started. Cancel its workflow instead.",
            None,
        ),
        (
            CancelRefused(replace(CANCELING, item="e2e"), CancelReason.ENDED),
            "e2e had already finished.",
            None,
        ),
        (
            RerunRefused(RERUNNING, RerunReason.NO_WORKFLOW),
            "Nothing to rerun: deploy has no workflows.",
            STARTS_ANEW,
        ),
        (
            RerunRefused(
                replace(RERUNNING, pipeline=pipeline(vcs={"tag": "v1"})), RerunReason.SETUP_WORKFLOW
            ),
            "Setup workflows can't be rerun.",
            "/ci trigger web --tag v1 starts a new pipeline.",
        ),
        (
            RerunRefused(RERUNNING, RerunReason.NOT_ENDED, alone=True),
            "It's still running.",
            "/ci cancel web#812 stops it first.",
        ),
        (
            RerunRefused(RERUNNING, RerunReason.NOT_ENDED),
            "It's still running.",
            "/ci cancel web#812 stops everything in it first.",
        ),
        (
            RerunRefused(RERUNNING, RerunReason.NOTHING_FAILED_YET),
            "Nothing has failed in deploy yet.",
            WHERE_IT_IS,
        ),
        (
            RerunRefused(RERUNNING, RerunReason.TOO_OFTEN, most=100),
            "deploy has been rerun 100 times, the most CircleCI allows.",
            WHERE_IT_IS,
        ),
        (RerunRefused(RERUNNING, RerunReason.NO_JOBS), "Nothing to rerun: deploy has no jobs.", None),
        (
            RerunRefused(RERUNNING, RerunReason.NO_JOB_FAILED, job="e2e"),
            "Nothing failed.",
            "To rerun with SSH anyway, add --jobs e2e.",
        ),
    ],
    ids=lambda value: getattr(value, "reason", ""),
)
def test_each_reason_is_told_with_what_to_type(fault: Fault, why: str, next_line: str | None) -> None:
    assert told(fault) == [why, *([next_line] if next_line else [])]


@pytest.mark.parametrize("alone", [True, False])
def test_where_nothing_failed_all_of_it_is_offered(alone: bool) -> None:
    fault = RerunRefused(RERUNNING, RerunReason.NOTHING_FAILED, alone=alone)
    assert told(fault) == [
        "Nothing failed in deploy.",
        "/ci rerun web#812 reruns all of it.",
        "[rerun web#812]",
    ]
