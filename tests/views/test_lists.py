from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Artifact, PipelineConfig, User
from bot.circleci.slug import ProjectSlug
from bot.model.message import Audience
from bot.model.request import Actor
from bot.model.run import BuiltJob, Run
from bot.slack.drawing.blocks import payload
from bot.views.cards import config, me, project
from bot.views.lists import artifacts, pipelines
from tests.views.facts import MOBILE, SCENE, WEB, identifier, pipeline, workflow
from tests.views.facts import project as facts_of_project

JOB = BuiltJob(pipeline(), "web", "e2e", 155, identifier(9001))


def runs() -> tuple[Run, ...]:
    states = ("failed", "success", "running", "on_hold", "canceled")
    return tuple(
        Run(pipeline(812 - at), "web", (workflow("build", state, took=None if state == "running" else 60),))
        for at, state in enumerate(states)
    )


def test_pipelines_are_one_line_each(drawn: SnapshotAssertion) -> None:
    listed = pipelines.PipelineList(
        WEB, "web", None, False, runs(), SCENE, following="pipelines web --page 10"
    )

    assert payload(pipelines.pipeline_list(listed)) == drawn


def test_the_next_page_goes_into_the_thread(drawn: SnapshotAssertion) -> None:
    listed = pipelines.PipelineList(WEB, "web", "main", False, runs()[:2], SCENE, first=False)
    message = pipelines.pipeline_list(listed)

    assert message.audience is Audience.THREAD
    assert payload(message) == drawn


def test_a_list_without_pipelines_says_so() -> None:
    message = pipelines.pipeline_list(pipelines.PipelineList(WEB, "web", "typo", True, (), SCENE))

    assert message.text == ("web has no pipelines on typo that the bot started.",)


def test_a_project_has_its_slug_and_default_branch(drawn: SnapshotAssertion) -> None:
    assert payload(project.project_card(project.ProjectCard(facts_of_project(), "web", True, SCENE))) == drawn


def test_projects_are_one_line_each(drawn: SnapshotAssertion) -> None:
    entries = (
        project.ProjectEntry(WEB, "web"),
        project.ProjectEntry(ProjectSlug("gh", "acme", "docs"), "gh/acme/docs"),
        project.ProjectEntry(MOBILE, str(MOBILE), "mobile"),
    )
    listed = project.ProjectList(entries, 13, WEB, SCENE, "/ci", following="projects --page 10")

    assert payload(project.project_list(listed)) == drawn


def test_a_channel_that_sees_no_project_is_told_so() -> None:
    message = project.project_list(project.ProjectList((), 0, None, SCENE, "/ci"))

    assert message.text == ("No project may be seen from this channel, or CircleCI's token sees none.",)


def test_the_default_project_was_set(drawn: SnapshotAssertion) -> None:
    assert (
        payload(project.default_project_card(project.DefaultProject("web", "api", "U0ANA", "/ci"))) == drawn
    )


def test_artifacts_are_fetched_by_buttons(drawn: SnapshotAssertion) -> None:
    found = [
        Artifact(path=f"coverage/part-{at}.html", url="https://out/x", node_index=at % 2) for at in range(10)
    ]
    lines = tuple(
        (each, f"artifact --run {each.node_index + 1} -- gh/acme/web#155 {each.path}") for each in found
    )
    listed = artifacts.ArtifactList(
        JOB, lines, 25, SCENE, "*.html", following="artifacts gh/acme/web#155 --page 10"
    )

    assert payload(artifacts.artifact_list(listed)) == drawn


def test_a_job_without_artifacts_says_so() -> None:
    message = artifacts.artifact_list(artifacts.ArtifactList(JOB, (), 0, SCENE))

    assert message.text == ("No artifacts of e2e of web",)


def test_an_artifact_is_a_file_in_the_thread(drawn: SnapshotAssertion) -> None:
    artifact = Artifact(path="coverage/index.html", url="https://out/x")
    message = artifacts.artifact_card(artifacts.ArtifactCard(JOB, artifact, b"<html>" * 1000, SCENE))

    assert [each.name for each in message.files] == ["index.html"]
    assert payload(message) == drawn


def test_a_configuration_is_a_file_with_a_name_of_its_pipeline(drawn: SnapshotAssertion) -> None:
    facts = PipelineConfig(
        source="version: 2.1\n", compiled="version: 2\njobs: {}\n", compiled_setup_config="setup: true\n"
    )
    result = config.ConfigCard(pipeline(), "web", facts, False, SCENE)

    assert [each.name for each in config.config_card(result).files] == [
        "web-812-compiled.yml",
        "web-812-setup-compiled.yml",
    ]
    assert payload(config.config_card(result)) == drawn
    assert config.config_card(replace(result, source=True)).files[0].content == b"version: 2.1\n"


def test_me_is_for_the_asker_alone(drawn: SnapshotAssertion) -> None:
    user = User(id=identifier(3), login="ringmaster-bot", name="Ringmaster")
    message = me.identity_card(me.IdentityCard(user, Actor("U0ANA", "T0ACME"), "T0ACME"))

    assert message.audience is Audience.ASKER
    assert payload(message) == drawn
