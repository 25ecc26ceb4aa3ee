from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot import lines
from bot.circleci.models import Job, Workflow
from bot.commands import COMMANDS
from bot.grammar import parse
from bot.grammar.kinds import Value
from bot.model.approval import WaitingApproval
from bot.model.message import Button, Buttons, Lines, Message
from bot.model.reference import Reference
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.parts import buttons
from tests.grammar.lines import parameters, texts
from tests.views.facts import NOON, ago, identifier, job, pipeline, workflow

LONG = "a-very-long-name-indeed-" * 10
LONGEST = pipeline(
    vcs={
        "branch": "release/" + LONG[:200],
        "revision": "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
        "commit": {"subject": "Make everything better\n" * 20},
    },
    trigger={"type": "webhook", "actor": {"login": LONG[:100]}},
)
HELD = workflow("deploy", "on_hold", took=None)
BAD = workflow("deploy", "failed")


def approval(name: str = "hold", number: int = 1) -> Job:
    return job(name, "on_hold", number=None, type="approval", id=identifier(500 + number))


def waiting(*jobs: Job, of: Workflow = HELD) -> Run:
    return Run(pipeline(), "web", (of,), {of.id: jobs})


def drawing(*items: Button) -> Message:
    return Message(("…",), (Lines((("…",),)), *(Buttons((each,)) for each in items)))


def read(line: str | None) -> object:
    assert line is not None
    return parse(line, [command.syntax for command in COMMANDS])[1]


def test_everything_that_is_offered_asks_first_and_names_what_happens(drawn: SnapshotAssertion) -> None:
    jobs = (job("e2e", "failed"), job("unit", "failed", number=156))
    facts = pipeline(), "web", BAD
    items = (
        buttons.approve_button(
            pipeline(), "web", WaitingApproval(HELD, approval(), ago(minutes=5), ("ship", "tell"))
        ),
        buttons.rerun_failed_button(*facts, jobs),
        buttons.rerun_start_button(*facts, jobs),
        buttons.rerun_ssh_button(*facts, jobs),
        buttons.rerun_jobs_button(*facts, ("lint", "unit"), ssh=False),
        buttons.rerun_jobs_button(*facts, ("lint",), ssh=True),
        buttons.cancel_button(pipeline(), "web", [HELD]),
        *buttons.trigger_again_buttons(waiting(), lines.TriggerArgs(parameters=(("note", "hello"),))),
    )

    assert all(each.confirm for each in items)
    assert payload(drawing(*items)) == drawn


def test_what_is_asked_fits_whatever_things_are_called(drawn: SnapshotAssertion) -> None:
    odd = workflow(LONG, "failed")
    jobs = tuple(job(f"{LONG}{number}", "failed", number=number) for number in range(1, 9))
    facts = LONGEST, "a-project-with-quite-a-long-name", odd
    items = (
        buttons.approve_button(
            *facts[:2], WaitingApproval(odd, approval(LONG), ago(minutes=5), (LONG, LONG, LONG, LONG))
        ),
        buttons.rerun_failed_button(*facts, jobs),
        buttons.rerun_start_button(*facts, jobs),
        buttons.rerun_ssh_button(*facts, jobs),
        buttons.rerun_jobs_button(*facts, [each.name for each in jobs[:4]], ssh=True),
        buttons.cancel_button(*facts[:2], [odd] * 9),
        *buttons.approval_buttons(
            Run(*facts[:2], (odd,), {odd.id: tuple(approval(LONG, n) for n in range(3))})
        ),
        *buttons.trigger_again_buttons(
            Run(*facts[:2], (odd,)), lines.TriggerArgs(parameters=(("note", LONG),))
        ),
    )

    for each in items:
        assert each.confirm is not None
        assert len(each.confirm.title) <= 100
        assert len(each.confirm.text) <= 300, each.confirm.text
        assert len(each.line or "") <= 2000
    assert payload(drawing(*items)) == drawn


def test_each_of_two_approvals_has_a_button_and_more_lead_to_a_choice() -> None:
    few = buttons.approval_buttons(waiting(approval("eu", 1), approval("us", 2)))
    many = buttons.approval_buttons(waiting(*(approval(f"hold-{number}", number) for number in range(1, 6))))

    assert [each.label for each in few] == ["Approve eu", "Approve us"]
    assert [each.label for each in many] == ["Approve…"]
    assert many[0].confirm is not None
    assert "5 approvals are waiting. You choose next." in many[0].confirm.text


def test_what_waits_for_nobody_is_not_offered() -> None:
    jobs = (job("hold", "blocked", number=None, type="approval"), job("paused", "on_hold"))
    assert buttons.approval_buttons(waiting(*jobs)) == []


def test_an_older_attempt_is_neither_approved_nor_canceled() -> None:
    old = workflow("deploy", "on_hold", number=1, took=None, created_at=ago(hours=2))
    new = workflow("deploy", "success", number=2, created_at=ago(hours=1))
    run = Run(pipeline(), "web", (old, new), {old.id: (approval(),)})

    assert buttons.approval_buttons(run) == []
    assert buttons.cancel_buttons(run) == []


def test_a_setup_workflow_is_not_offered_to_be_rerun() -> None:
    setup = workflow("choose", "failed", tag="setup")
    assert buttons.rerun_buttons(Run(pipeline(), "web", (setup,)), NOON) == []


def test_workflows_are_canceled_by_their_own_ids() -> None:
    other = workflow("lint", "running", number=2, took=None)
    [one] = buttons.cancel_buttons(waiting())
    [both] = buttons.cancel_buttons(Run(pipeline(), "web", (HELD, other)))

    assert (one.line or "").startswith(f"cancel {HELD.id} --commit ")
    assert (both.line or "").startswith(f"cancel {identifier(812)} --only {HELD.id},{other.id} --commit ")


def test_what_circleci_does_not_tell_is_not_said() -> None:
    bare = pipeline(vcs=None, trigger_parameters={"git": {"tag": "v1.2.0"}}, trigger={"type": "api"})
    button = buttons.rerun_failed_button(bare, "web", BAD, ())

    assert button.confirm is not None
    assert (
        button.confirm.text
        == "web #812 for tag v1.2.0. Reruns the failed jobs and the jobs that depend on them."
    )
    assert button.line == f"rerun {BAD.id} --failed"


@given(
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=200)
)
def test_an_approval_is_approved_by_its_name_whatever_that_is(name: str) -> None:
    name = " ".join(name.split()) or "hold"
    button = buttons.approve_button(pipeline(), "web", WaitingApproval(HELD, approval(name), ago(minutes=5)))
    args = read(button.line)
    assert getattr(args, "job", None) == name
    assert getattr(args, "commit", None) == pipeline().revision


@given(
    st.lists(parameters, max_size=4, unique_by=lambda each: each[0]),
    st.none() | texts,
)
def test_a_pipeline_is_triggered_again_with_what_it_was_given(
    several: list[tuple[str, Value]], definition: str | None
) -> None:
    args = lines.TriggerArgs(parameters=tuple(several), definition=definition)
    [button] = buttons.trigger_again_buttons(waiting(), args)

    assert read(button.line) == lines.TriggerArgs(
        Reference.of(pipeline().project_slug, "main"), tuple(several), definition=definition
    )
