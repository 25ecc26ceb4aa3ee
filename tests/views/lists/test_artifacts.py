from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Artifact
from bot.model.run import BuiltJob
from bot.slack.drawing.blocks import payload
from bot.views.lists import artifacts
from tests.commands.desk import buttons, lines
from tests.views.facts import SCENE, identifier, pipeline

JOB = BuiltJob(pipeline(), "web", "e2e", 155, identifier(9001))


def test_a_secret_in_a_path_is_shown_nowhere() -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    artifact = Artifact(path=f"out/{token}.bin", url="https://out/a")
    listed = artifacts.artifact_list(artifacts.ArtifactList(JOB, ((artifact, "artifact 155 a"),), 1, SCENE))

    assert token not in str(listed)
    assert "[masked].bin" in lines(listed)


def test_a_list_of_a_job_that_runs_says_so_and_what_can_not_be_fetched_has_no_button() -> None:
    listed = artifacts.artifact_list(
        artifacts.ArtifactList(
            JOB,
            ((Artifact(path=""), None), (Artifact(path="a.txt", url="https://out/a"), "artifact 155 a.txt")),
            2,
            SCENE,
            live=True,
        )
    )

    assert lines(listed)[1:4] == ["Still running; more may follow.", "(no path)", "a.txt"]
    assert list(buttons(listed)) == ["Get a.txt"]


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

    assert message.text == ("No artifacts: e2e in web #812",)
