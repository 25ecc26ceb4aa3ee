import pytest
from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Artifact
from bot.model.run import BuiltJob
from bot.slack.drawing.blocks import payload
from bot.views.lists import artifacts
from tests.commands.desk import buttons, lines
from tests.views.facts import SCENE, identifier, pipeline

JOB = BuiltJob(pipeline(), "web", "e2e", 155, identifier(9001))


def fetched(path: str, content: bytes, *, green: bool = False) -> artifacts.ArtifactCard:
    return artifacts.ArtifactCard(JOB, Artifact(path=path, url="https://out/x"), content, SCENE, green=green)


def test_a_small_text_of_a_green_run_is_read_at_once(drawn: SnapshotAssertion) -> None:
    result = fetched("dist/sizes.txt", b"index.js  184211\nvendor.js 411930\n", green=True)

    assert payload(artifacts.artifact_card(result)) == drawn


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"text\0",
        b"\xff\xfeh\0i\0",
        b"caf\xe9",
        b"x" * 4001,
        b"\x1b[2J",
    ],
)
def test_what_is_no_small_text_is_not_shown(content: bytes) -> None:
    assert artifacts.snippet(content) is None


def test_a_text_may_begin_with_a_mark_and_have_windows_lines() -> None:
    assert artifacts.snippet("\ufeffGröße\r\n\t1\n".encode()) == "Größe\n\t1\n"


@pytest.mark.parametrize(
    ("path", "name"), [("", "artifact"), ("dir/", "dir"), ("/", "artifact"), ("a/b.txt", "b.txt")]
)
def test_a_file_always_has_a_name(path: str, name: str) -> None:
    assert [file.name for file in artifacts.artifact_card(fetched(path, b"\0")).files] == [name]


def test_a_secret_in_a_text_is_masked() -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    message = artifacts.artifact_card(fetched("dist/app.env", f"GITHUB_TOKEN={token}\nPORT=80\n".encode()))

    assert token not in str(message)
    assert "PORT=80" in lines(message)[-2]
    assert message.files == ()
    assert "What looks like a secret is masked; the job's page has the whole." in lines(message)


def test_a_secret_in_a_path_is_shown_nowhere() -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    artifact = Artifact(path=f"out/{token}.bin", url="https://out/a")
    shown = artifacts.artifact_card(fetched(artifact.path, b"\0"))
    listed = artifacts.artifact_list(artifacts.ArtifactList(JOB, ((artifact, "artifact 155 a"),), 1, SCENE))

    assert token not in str((shown, listed))
    assert [(file.name, file.title) for file in shown.files] == [("[masked].bin", "[masked].bin")]
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

    assert lines(listed)[1:4] == ["The job still runs: more may come.", "a file without a path", "a.txt"]
    assert list(buttons(listed)) == ["Get a.txt", "Open in CircleCI"]
