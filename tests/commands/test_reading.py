"""Commands that only look."""

from datetime import timedelta

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.slug import ProjectSlug
from bot.grammar.kinds import JOB_REFERENCE
from bot.model.fault import Ambiguous, BadValue, Denied, JobHasNone, NothingHere, UnknownCommand
from bot.model.message import Audience
from bot.model.shown import Noun
from bot.playground.circleci import Fault
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.desk import Desk, buttons, lines, plain

WEB = "gh/acme/web"
FIX = "fix/rounding-at-checkout"


async def test_status_is_the_newest_pipeline_and_the_jobs_that_matter(desk: Desk) -> None:
    message = await desk.ask(f"status @{FIX}")

    assert plain(message.text) == f"web #812 on {FIX} failed: e2e"
    assert ":x: build-test-deploy   4 min 28 s  ›  e2e failed  ·  3 passed" in lines(message)
    assert message.depicts is not None
    assert (message.depicts.noun, message.depicts.number) == (Noun.PIPELINE, 812)


async def test_status_takes_three_round_trips_however_many_workflows_there_are(desk: Desk) -> None:
    scripts = tuple(WorkflowScript(f"flow-{at}", (JobScript("build", 600),)) for at in range(20))
    desk.small.add_pipeline(WEB, "main", ago=timedelta(minutes=1), scripts=scripts)

    message = await desk.ask("status")

    assert desk.waves.count == 3
    assert "+ 12 more workflows: 12 running" in lines(message)


async def test_what_three_round_trips_do_not_tell_is_read_on_and_shown_in_the_same_message(
    desk: Desk,
) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at == 990 else "success",)) for at in range(1000)
    )
    scripts = (
        *(WorkflowScript(f"flow-{at}", (JobScript("build", 5),)) for at in range(44)),
        WorkflowScript("matrix", jobs),
    )
    desk.small.add_pipeline(WEB, "main", ago=timedelta(minutes=9), scripts=scripts)

    first = await desk.ask("status")
    trips = desk.waves.count
    _, whole = await desk.ask_on("status")

    assert trips <= 3
    assert plain(first.text) == "web #814 on main is being read"
    assert "There are more workflows; they are being read." in lines(first)
    assert plain(whole.text) == "web #814 on main failed: test-990"
    assert "+ 37 more workflows: 37 passed" in lines(whole)


async def test_a_card_that_three_round_trips_tell_whole_is_not_drawn_again(desk: Desk) -> None:
    assert len(await desk.ask_on("status")) == 1


async def test_status_of_a_branch_without_pipelines_says_what_to_type(desk: Desk) -> None:
    with pytest.raises(NothingHere) as caught:
        await desk.ask("status @nope")

    assert (caught.value.said, caught.value.project) == ("@nope", "web")


async def test_a_thousand_jobs_are_one_card(desk: Desk) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at > 960 else "success",)) for at in range(1, 1001)
    )
    desk.small.add_pipeline(WEB, "main", ago=timedelta(minutes=9), scripts=(WorkflowScript("matrix", jobs),))

    glanced, card = (lines(message) for message in await desk.ask_on("status"))
    details = lines(await desk.ask("workflow last"))

    assert any(line.endswith("its other jobs are being read") for line in glanced)
    assert "      + 995 more: 35 failed, 960 passed" in card
    assert "+ 940 more" in details


async def test_pipelines_are_ten_at_a_time_without_a_gap(desk: Desk) -> None:
    seen: list[int] = []
    line: str | None = "pipelines web"
    audiences = []
    while line:
        message = await desk.ask(line)
        seen += [shown.number or 0 for shown in message.shows]
        audiences.append(message.audience)
        line = buttons(message).get("Show 10 more")

    assert seen == sorted(
        (each.number for each in desk.small.world.of_project(desk.small.project(WEB))), reverse=True
    )
    assert audiences == [Audience.CHANNEL, *[Audience.THREAD] * (len(audiences) - 1)]


async def test_mine_are_those_that_the_bot_started(desk: Desk) -> None:
    assert plain((await desk.ask("pipelines --mine")).text) == "web has no pipelines that the bot started."

    await desk.ask("trigger @docs/readme")

    assert (
        plain((await desk.ask("pipelines --mine")).text)
        == "1 pipeline of web, started by the bot, the newest first"
    )


async def test_a_page_that_nobody_gave_out_is_refused(desk: Desk) -> None:
    for line in ("pipelines --page x", "projects --page x", "artifacts last --page x"):
        with pytest.raises(BadValue):
            await desk.ask(line)


async def test_a_pipeline_shows_all_attempts_the_newest_first(desk: Desk) -> None:
    run = desk.small.world.pipelines[desk.small.newest(WEB).id].runs[0]
    desk.small.world.rerun(run, frozenset({"lint"}))

    shown = lines(await desk.ask("pipeline last"))

    at = shown.index("build-test-deploy: 2 attempts")
    assert "attempt 2" in shown[at + 1]
    assert "attempt 1" in shown[at + 2]


async def test_a_pipeline_that_never_started_shows_its_errors(desk: Desk) -> None:
    message = await desk.ask("pipeline @broken-config")

    assert "The configuration is wrong:" in lines(message)
    assert any("Cannot find a definition for job named publish-docs" in line for line in lines(message))


async def test_a_workflow_names_its_jobs_and_a_job_its_place(desk: Desk) -> None:
    workflow = await desk.ask("workflow last failed")
    job = await desk.ask("job last failed")

    assert ":x: e2e   2 min 34 s" in lines(workflow)
    assert any(line.startswith("docker medium  ·  2 parallel runs") for line in lines(job))


async def test_a_workflow_lists_its_pipelines_workflows_once(desk: Desk) -> None:
    id = desk.small.newest(WEB).id
    await desk.ask("workflow last")

    assert desk.asked().count(f"/api/v2/pipeline/{id}/workflow") == 1


async def test_what_a_button_says_is_what_it_opens(desk: Desk) -> None:
    card = await desk.ask(f"status @{FIX}")
    job = await desk.ask(buttons(card)["Failed job: e2e"] or "")
    artifacts = await desk.ask(buttons(job)["Artifacts"] or "")

    assert plain(artifacts.text) == "26 artifacts of e2e of web"


async def test_a_project_says_its_default_branch_and_that_it_is_the_channels(desk: Desk) -> None:
    shown = lines(await desk.ask("project"))

    assert "default branch main  ·  GitHub  ·  acme" in shown
    assert "This channel means it when no project is named." in shown


async def test_projects_are_only_those_that_may_be_seen_here(desk: Desk) -> None:
    desk.small.add_project("gh/acme/docs", (WorkflowScript("build", (JobScript("build", 5),)),))
    desk.small.add_pipeline("gh/acme/docs")

    shown = lines(await desk.ask("projects"))

    assert shown[0] == "4 projects can be seen here"
    assert "gh/acme/docs" in shown
    assert not any("secret" in line for line in shown)


async def test_an_organisation_in_which_nothing_may_be_seen_is_passed_over(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline", times=None, status=404, body={"message": "Not found"}))

    assert lines(await desk.ask("projects"))[0] == "3 projects can be seen here"


async def test_a_configuration_is_a_file(desk: Desk) -> None:
    compiled = await desk.ask("config #812")
    source = await desk.ask("config #812 --source")

    assert [each.name for each in compiled.files] == ["web-812-compiled.yml"]
    assert [each.name for each in source.files] == ["web-812-source.yml"]
    assert source.files[0].content.startswith(b"version: 2.1")
    assert compiled.audience is Audience.THREAD


async def test_artifacts_are_listed_by_pattern_and_ten_at_a_time(desk: Desk) -> None:
    message = await desk.ask("artifacts last failed --match *.png")
    following = await desk.ask(buttons(message)["Show 10 more"] or "")

    assert plain(message.text) == "22 artifacts like *.png of e2e of web"
    assert len(lines(message)) == len(lines(following)) == 13


async def test_an_artifact_is_fetched_by_the_end_of_its_path(desk: Desk) -> None:
    message = await desk.ask("artifact last failed junit.xml")

    assert [each.name for each in message.files] == ["junit.xml"]
    assert message.files[0].content


async def test_the_token_goes_to_circlecis_hosts_for_an_artifact(desk: Desk) -> None:
    message = await desk.ask("artifacts last failed")
    fetched = await desk.ask(buttons(message)["Get junit.xml"] or "")

    assert b"<testsuite" in fetched.files[0].content


async def test_the_same_path_of_several_parallel_runs_is_a_choice(desk: Desk, mocker: MockerFixture) -> None:
    number = (await desk.context("job").find.job(JOB_REFERENCE.read("last failed"))).number or 0
    found = await desk.circleci.list_artifacts(ProjectSlug.parse(WEB), number)
    twice = (*found, *(each.model_copy(update={"node_index": each.node_index + 2}) for each in found))
    mocker.patch.object(CircleCI, "list_artifacts", return_value=twice)

    with pytest.raises(Ambiguous) as caught:
        await desk.ask("artifact last failed junit.xml")

    assert [label for label, _ in caught.value.choices] == [
        "test-results/junit.xml, run 1",
        "test-results/junit.xml, run 3",
    ]
    for _, line in caught.value.choices:
        assert (await desk.ask(line)).files


async def test_an_artifact_that_is_not_there_says_so(desk: Desk) -> None:
    with pytest.raises(NothingHere):
        await desk.ask("artifact last failed nope.txt")


async def test_an_approval_has_no_artifacts(desk: Desk) -> None:
    run = desk.small.newest(WEB).runs[0]
    hold = next(each for each in run.jobs if each.script.approval)

    with pytest.raises(JobHasNone):
        await desk.ask(f"artifacts {hold.id}")


async def test_reading_sends_nothing(desk: Desk) -> None:
    for line in (
        "status",
        "pipelines",
        "pipeline last",
        "job last failed",
        "projects",
        "config last",
        "me",
        "can",
    ):
        await desk.ask(line)

    assert desk.sent == 0
    assert desk.asked("POST") == []


async def test_a_project_that_may_not_be_read_here_is_refused_before_circleci_is_asked(desk: Desk) -> None:
    for line in ("status", "pipelines", "project", "pipeline"):
        with pytest.raises(Denied):
            await desk.ask(f"{line} gh/globex/secret")

    assert desk.asked() == []


async def test_help_lists_every_command_and_explains_each(desk: Desk) -> None:
    everything = lines(await desk.ask("help"))
    for words in desk.context("help").commands:
        assert any(line.startswith(f"/ci {words}") for line in everything)
        assert "For example" in lines(await desk.ask(f"help {words}"))


async def test_help_for_a_word_that_is_no_command_asks_what_was_meant(desk: Desk) -> None:
    with pytest.raises(UnknownCommand) as caught:
        await desk.ask("help triger")

    assert caught.value.suggestions == ("help trigger",)


async def test_can_says_which_rule_decides_and_who_may_elsewhere(desk: Desk) -> None:
    shown = lines(await desk.ask("can trigger web@main"))

    assert any("Not allowed" in line and "#C0DEPLOYS" in line for line in shown)
    assert any(
        "Allowed" in line and "channels.C0WEB.allow[0]" in line
        for line in lines(await desk.ask("can trigger @x"))
    )


async def test_me_says_who_the_bot_is_on_circleci(desk: Desk) -> None:
    message = await desk.ask("me")

    assert message.audience is Audience.ASKER
    assert "On CircleCI the bot is acme-ringmaster (Acme Ringmaster)." in lines(message)
