from syrupy.assertion import SnapshotAssertion

from bot.model.approval import HeldApproval, WaitingApproval
from bot.model.message import Lines
from bot.slack.drawing.blocks import payload
from bot.views.lists.approvals import ApprovalEntry, ApprovalList, approval_list
from bot.views.parts.phone import text_rows
from tests.commands.desk import buttons, lines, plain
from tests.views.facts import SCENE, ago, job, pipeline, workflow


def held(name: str, number: int = 812, called: str = "web", hours: float = 4, **vcs: object) -> HeldApproval:
    waiting = WaitingApproval(
        workflow("build-test-deploy", "on_hold", id=f"w-{number}"),
        job(name, "on_hold", type="approval", job_number=None),
        ago(hours=hours),
        ("deploy",),
    )
    return HeldApproval(called, pipeline(number, vcs=vcs) if vcs else pipeline(number), waiting)


def listed(*entries: ApprovalEntry, total: int | None = None, **changes: object) -> ApprovalList:
    facts = {
        "project_names": tuple(dict.fromkeys(each.held.called for each in entries)),
        "scene": SCENE,
    }
    return ApprovalList(entries, len(entries) if total is None else total, **{**facts, **changes})  # type: ignore[arg-type]


def test_approvals_are_one_line_each_and_some_can_be_given_here(drawn: SnapshotAssertion) -> None:
    result = listed(
        ApprovalEntry(held("hold-for-production", 812), ("release",)),
        ApprovalEntry(held("hold-for-stores", 145, "mobile"), (), ("C0DEPLOYS",)),
        ApprovalEntry(held("approve-staging", 801, hours=80), None, too_old=True),
        total=14,
        further_count=2,
        following="approvals --page 2",
    )

    assert payload(approval_list(result)) == drawn


def test_who_can_approve_is_said_once_where_it_is_the_same_for_all() -> None:
    mine = ApprovalEntry(held("one"), ("release",)), ApprovalEntry(held("two"), ("release",))

    told = lines(approval_list(listed(*mine)))

    assert [line for line in told if "release" in line] == ["Only the release group can approve here"]


def test_an_approval_takes_two_lines_of_a_phone_whatever_its_commit_says() -> None:
    subject = {"subject": "Ask the payment provider twice at most, and tell the customer"}
    vcs = {"branch": "release/hotfix", "commit": subject}
    told = approval_list(listed(*(ApprovalEntry(held("approve-production", at, **vcs)) for at in (436, 437))))

    [entries] = [block.lines[1:] for block in told.blocks if isinstance(block, Lines)]
    assert [text_rows(entry) for entry in entries] == [2, 2]
    assert [line.count("Ask the payment") for line in map(plain, entries)] == [1, 1]


def test_approvals_of_one_name_are_told_apart_by_their_pipelines() -> None:
    several = [ApprovalEntry(held("hold", number)) for number in (811, 812)]
    long = [ApprovalEntry(held("hold-for-production-everywhere", 9, "payments-gateway"))] * 2

    assert list(buttons(approval_list(listed(*several)))) == [
        "Approve web #811 hold",
        "Approve web #812 hold",
    ]
    assert all(len(label) <= 30 for label in buttons(approval_list(listed(*long))))


def test_nothing_waits(drawn: SnapshotAssertion) -> None:
    assert payload(approval_list(listed())) == drawn
