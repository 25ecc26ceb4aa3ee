from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Workflow
from bot.model.message import Audience, Buttons, Message
from bot.model.run import Run
from bot.model.shown import Noun, ShownThing
from bot.slack.drawing.blocks import payload
from bot.views.cards.pipeline import PipelineCard, pipeline_card
from tests.commands.desk import plain
from tests.views.facts import MOBILE, SCENE, WEB, ago, identifier, job, pipeline, workflow


def card(run: Run, *, attempts: bool = False) -> Message:
    return pipeline_card(PipelineCard(run, SCENE, attempts))


def buttons(run: Run) -> Buttons:
    [row] = [block for block in card(run).blocks if isinstance(block, Buttons)]
    return row


def failed() -> Run:
    passed = workflow("build-test", "success", number=1)
    broken = workflow("deploy", "failed", number=2, took=58)
    return Run(
        pipeline(), "web", (passed, broken), {broken.id: (job("e2e", "failed"), job("lint", "success"))}
    )


def test_a_failed_pipeline_names_the_job_that_failed(drawn: SnapshotAssertion) -> None:
    message = card(failed())

    assert plain(message.text) == "web #812 on main failed: e2e"
    assert payload(message) == drawn


def test_a_passed_pipeline_is_short(drawn: SnapshotAssertion) -> None:
    message = card(Run(pipeline(), "web", (workflow("build-test", "success"),)))

    assert plain(message.text) == "web #812 on main passed"
    assert payload(message) == drawn


@pytest.mark.parametrize("status", ["success", "canceled"])
def test_a_single_workflow_that_passed_or_was_canceled_can_be_run_once_more(status: str) -> None:
    only = workflow("build-test", status)
    row = buttons(Run(pipeline(), "web", (only,)))

    [again] = [each for each in row.items if each.label == "Rerun"]
    assert (again.line or "").startswith(f"rerun {only.id} --commit ")
    assert ("Trigger again" in [each.label for each in row.items]) is (status == "canceled")
    assert len(row.items) <= 3
    assert again.confirm is not None
    assert "Reruns all jobs in build-test." in again.confirm.text


def test_jobs_that_are_still_being_read_are_not_counted_where_all_run_again() -> None:
    only = workflow("build-test", "canceled")
    run = Run(pipeline(), "web", (only,), {only.id: (job("unit", "canceled"),) * 2})
    for unread, said in ((frozenset[str](), "both jobs in"), (frozenset({only.id}), "Reruns all jobs in")):
        [again] = [each for each in buttons(replace(run, jobs_unread=unread)).items if each.label == "Rerun"]
        assert again.confirm is not None
        assert said in again.confirm.text


@pytest.mark.parametrize(
    "workflows",
    [
        (workflow("build", "success"), workflow("deploy", "success", number=2)),
        (workflow("build", "failed"),),
        (workflow("build", "unauthorized"),),
        (workflow("build", "running", took=None),),
        (workflow("choose", "success", tag="setup"),),
        (),
    ],
    ids=lambda several: "-".join(each.status for each in several) or "none",
)
def test_what_is_several_failed_runs_or_only_sets_up_is_not_offered_from_the_start(
    workflows: tuple[Workflow, ...],
) -> None:
    row = buttons(Run(pipeline(), "web", workflows))
    assert "Rerun" not in {each.label for each in (*row.items, *row.more)}


def test_a_running_pipeline_says_when_it_was_last_true(drawn: SnapshotAssertion) -> None:
    going = workflow("build-test", "running", took=None)
    jobs = (job("unit", "running"), job("lint", "success", number=156), job("e2e", "blocked", number=157))

    assert payload(card(Run(pipeline(), "web", (going,), {going.id: jobs}))) == drawn


def test_a_job_on_hold_waits_for_approval(drawn: SnapshotAssertion) -> None:
    held = workflow("deploy", "on_hold", took=None)
    jobs = (job("approve-deploy", "on_hold", number=None, type="approval"), job("unit", "success"))
    message = card(Run(pipeline(), "web", (held,), {held.id: jobs}))

    assert plain(message.text) == "web #812 on main waits for approval: approve-deploy"
    assert payload(message) == drawn


def test_a_thousand_jobs_fit_on_one_card_failures_first(drawn: SnapshotAssertion) -> None:
    broken = workflow("matrix", "failed")
    jobs = tuple(
        job(f"test-{number}", "failed" if number > 960 else "success", number=number)
        for number in range(1, 1001)
    )
    message = card(Run(pipeline(), "web", (broken,), {broken.id: jobs}))

    assert plain(message.text) == "web #812 on main failed: test-961, test-962, test-963 and 37 more"
    assert payload(message) == drawn


def test_the_errors_of_a_pipeline_that_never_started_are_shown_as_such(drawn: SnapshotAssertion) -> None:
    error = {"type": "config", "message": "Unable to parse YAML\nmapping values are not allowed here"}
    message = card(Run(pipeline(state="errored", errors=[error]), "web"))

    assert plain(message.text) == "web #812 on main failed: config error"
    assert payload(message) == drawn


def test_a_pipeline_without_workflows_says_what_that_may_mean(drawn: SnapshotAssertion) -> None:
    assert payload(card(Run(pipeline(), "web"))) == drawn


def test_a_tag_s_pipeline_of_a_project_without_vcs_data_still_has_a_card(drawn: SnapshotAssertion) -> None:
    bare = pipeline(project_slug=str(MOBILE), vcs=None, trigger_parameters={"git": {"tag": "v1.2.0"}})

    assert payload(card(Run(bare, "mobile", (workflow("release", "success"),)))) == drawn


def test_a_status_that_is_not_known_is_shown_as_it_is() -> None:
    message = card(Run(pipeline(), "web", (workflow("build", "sort_of_done"),)))

    assert plain(message.text) == "web #812 on main is “sort of done”"


def test_only_the_newest_attempt_counts_on_the_card() -> None:
    first = workflow("deploy", "failed", number=1, created_at=ago(minutes=30))
    second = workflow("deploy", "success", number=2, created_at=ago(minutes=5))

    assert plain(card(Run(pipeline(), "web", (first, second))).text) == "web #812 on main passed"


def test_the_details_show_all_attempts_the_newest_first(drawn: SnapshotAssertion) -> None:
    attempts = (
        workflow("deploy", "failed", number=1, created_at=ago(minutes=30)),
        workflow(
            "deploy", "failed", number=2, created_at=ago(minutes=20), auto_rerun_number=1, max_auto_reruns=2
        ),
        workflow("deploy", "success", number=3, created_at=ago(minutes=5)),
        workflow("build", "success", number=4),
    )
    message = card(Run(pipeline(), "web", attempts), attempts=True)

    assert message.audience is Audience.THREAD
    assert payload(message) == drawn


def test_a_card_remembers_what_it_is_about() -> None:
    message = card(failed())

    assert message.depicts == ShownThing(Noun.PIPELINE, str(WEB), identifier(812), 812)
    assert ShownThing(Noun.JOB, str(WEB), job("e2e", "failed").id, 155) in message.shows
