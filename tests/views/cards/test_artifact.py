from io import BytesIO

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Artifact
from bot.model.run import BuiltJob
from bot.output import MaskedFile
from bot.slack.drawing.blocks import payload
from bot.views.lists.artifacts import ArtifactCard, artifact_card, snippet
from tests.commands.desk import lines
from tests.views.facts import SCENE, identifier, pipeline

JOB = BuiltJob(pipeline(), "web", "e2e", 155, identifier(9001))


def test_an_artifact_is_a_file_in_the_thread(drawn: SnapshotAssertion) -> None:
    artifact = Artifact(path="coverage/index.html", url="https://out/x")
    message = artifact_card(ArtifactCard(JOB, artifact, 6000, FILE, SCENE))

    assert [each.name for each in message.files] == ["index.html"]
    assert payload(message) == drawn


FILE = MaskedFile(BytesIO())


def fetched(path: str, content: str | MaskedFile = FILE, *, green: bool = False) -> ArtifactCard:
    return ArtifactCard(JOB, Artifact(path=path, url="https://out/x"), 34, content, SCENE, green=green)


def test_a_small_text_of_a_green_run_is_read_at_once(drawn: SnapshotAssertion) -> None:
    result = fetched("dist/sizes.txt", "index.js  184211\nvendor.js 411930\n", green=True)

    assert payload(artifact_card(result)) == drawn


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
    assert snippet(content) is None


def test_a_text_may_begin_with_a_mark_and_have_windows_lines() -> None:
    assert snippet("\ufeffGröße\r\n\t1\n".encode()) == "Größe\n\t1\n"


@pytest.mark.parametrize(
    ("path", "name"), [("", "artifact"), ("dir/", "dir"), ("/", "artifact"), ("a/b.txt", "b.txt")]
)
def test_a_file_always_has_a_name(path: str, name: str) -> None:
    assert [file.name for file in artifact_card(fetched(path)).files] == [name]


def test_a_secret_in_a_text_is_masked() -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    message = artifact_card(fetched("dist/app.env", f"GITHUB_TOKEN={token}\nPORT=80\n"))

    assert token not in str(message)
    assert "PORT=80" in lines(message)[-2]
    assert message.files == ()
    assert "Possible secrets are masked; see the job's page for the original." in lines(message)


def test_what_is_no_text_is_said_to_be_unread() -> None:
    unread = fetched("dist/app.zip", MaskedFile(BytesIO(), text=False))
    assert "Not text, so not checked for secrets." in lines(artifact_card(unread))


def test_a_secret_in_a_path_is_shown_nowhere() -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    message = artifact_card(fetched(f"out/{token}.bin"))

    assert token not in str(message)
    assert [(file.name, file.title) for file in message.files] == [("[masked].bin", "[masked].bin")]
