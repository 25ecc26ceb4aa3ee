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

AS_IT_STANDS = "/ci pipeline web#812 shows how it stands."


@pytest.mark.parametrize(
    ("verb", "item", "said"),
    [
        (Verb.APPROVE, "", "Nothing of web #812 on main was approved."),
        (Verb.APPROVE, "hold", "hold of web #812 on main was not approved."),
        (Verb.CANCEL, "", "Nothing of web #812 on main was canceled."),
        (Verb.CANCEL, "e2e", "e2e was not canceled."),
        (Verb.REJECT, "", "Nothing of web #812 on main was rejected."),
        (Verb.RERUN, "", "web #812 on main was not rerun."),
        (Verb.RERUN, "deploy", "deploy of web #812 on main was not rerun."),
    ],
)
def test_what_did_not_happen_comes_first(verb: Verb, item: str, said: str) -> None:
    deed = RunDeed(verb, "web", pipeline(), item)
    assert told(StaleRun(deed, StaleReason.RERUN_SINCE, workflow="deploy")) == [
        said,
        "deploy of web #812 on main was rerun since.",
        AS_IT_STANDS,
    ]


@pytest.mark.parametrize(
    ("fault", "why", "next_line"),
    [
        (
            StaleRun(APPROVING, StaleReason.OTHER_COMMIT, commit="b" * 40),
            "web #812 on main builds a1b2c3d; the message showed bbbbbbb.",
            AS_IT_STANDS,
        ),
        (
            StaleRun(
                replace(APPROVING, pipeline=pipeline(vcs=None)), StaleReason.OTHER_COMMIT, commit="b" * 40
            ),
            "web #812 does not tell its commit; the message showed bbbbbbb.",
            AS_IT_STANDS,
        ),
        (
            StaleRun(APPROVING, StaleReason.NEWER_PIPELINE, newer=815),
            "web #815 is newer, and main is protected: only its newest pipeline goes on.",
            "/ci pipeline web#815 shows how it stands.",
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.APPROVED, "hold"),
            "hold was approved already.",
            AS_IT_STANDS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.NOT_YET_ON_HOLD, "hold"),
            "hold is not on hold yet.",
            AS_IT_STANDS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.NO_LONGER_ON_HOLD, "hold"),
            "hold is not on hold any more.",
            AS_IT_STANDS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.WORKFLOW_ENDED, "hold", workflow("deploy", "canceled")),
            "hold waits no more: deploy was canceled.",
            AS_IT_STANDS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.OTHERS_WAIT, "hodl", waiting_names=("hold", "ship")),
            "No approval job is called hodl; waiting: hold and ship.",
            AS_IT_STANDS,
        ),
        (
            ApprovalRefused(APPROVING, ApprovalReason.NOTHING_WAITS),
            "Nothing in it waits for an approval.",
            AS_IT_STANDS,
        ),
        (
            ApprovalRefused(
                replace(APPROVING, item="hold"),
                ApprovalReason.WAITED_TOO_LONG,
                wait=timedelta(days=3),
                limit=timedelta(days=1),
            ),
            "hold has waited for 3 d, and the policy lets nothing be approved after 1 d.",
            "/ci trigger web@main builds it anew.",
        ),
        (CancelRefused(CANCELING, CancelReason.ENDED), "It has ended already.", AS_IT_STANDS),
        (
            CancelRefused(CANCELING, CancelReason.NO_WORKFLOW),
            "It has no workflow that could be stopped.",
            AS_IT_STANDS,
        ),
        (
            CancelRefused(replace(CANCELING, item="e2e"), CancelReason.NOT_BEGUN),
            "Only a job that has begun can be canceled by itself.",
            None,
        ),
        (CancelRefused(replace(CANCELING, item="e2e"), CancelReason.ENDED), "It has ended already.", None),
        (
            RerunRefused(RERUNNING, RerunReason.NO_WORKFLOW),
            "It never started a workflow, so there is nothing to rerun.",
            "/ci trigger web@main starts a new pipeline.",
        ),
        (
            RerunRefused(
                replace(RERUNNING, pipeline=pipeline(vcs={"tag": "v1"})), RerunReason.SETUP_WORKFLOW
            ),
            "It is a setup workflow, which continues a pipeline once and can't be rerun.",
            "/ci trigger web --tag v1 starts a new pipeline.",
        ),
        (
            RerunRefused(RERUNNING, RerunReason.NOT_ENDED, alone=True),
            "It has not ended yet.",
            "/ci cancel web#812 stops it first.",
        ),
        (
            RerunRefused(RERUNNING, RerunReason.NOT_ENDED),
            "It has not ended yet.",
            "/ci cancel web#812 stops all that runs of it first.",
        ),
        (
            RerunRefused(RERUNNING, RerunReason.NOTHING_FAILED, alone=True),
            "Nothing in it failed.",
            "/ci rerun web#812 runs all of it again.",
        ),
        (RerunRefused(RERUNNING, RerunReason.NOTHING_FAILED), "Nothing in it failed.", AS_IT_STANDS),
        (RerunRefused(RERUNNING, RerunReason.NOTHING_FAILED_YET), "Nothing in it failed yet.", AS_IT_STANDS),
        (
            RerunRefused(RERUNNING, RerunReason.TOO_OFTEN, most=100),
            "It was rerun 100 times, and CircleCI allows no more.",
            AS_IT_STANDS,
        ),
        (RerunRefused(RERUNNING, RerunReason.NO_JOBS), "It never began, and has no jobs.", None),
        (
            RerunRefused(RERUNNING, RerunReason.NO_JOB_FAILED),
            "Nothing in it failed, and SSH is for jobs that are named.",
            "Add --jobs NAME.",
        ),
    ],
    ids=lambda value: getattr(value, "reason", ""),
)
def test_each_reason_is_told_with_what_to_type(fault: Fault, why: str, next_line: str | None) -> None:
    assert told(fault)[1:] == [why, *([next_line] if next_line else [])]
