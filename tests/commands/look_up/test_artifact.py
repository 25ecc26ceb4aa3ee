"""`artifact`: one file that a job has left behind, and where it is found."""

import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.slug import ProjectSlug
from bot.finding.granted_run import GrantedJob
from bot.grammar.kinds import JOB_REFERENCE
from bot.model.fault import (
    Ambiguous,
    ArtifactTooLarge,
    DiskFull,
    NothingHere,
    NotInGreenRuns,
)
from bot.model.message import CodeBlock, Message
from bot.playground.circleci.script import Artifact, Contents, JobScript
from tests.commands.desk import Desk, buttons, lines, told
from tests.commands.failing import built, leaving
from tests.output.test_disk import full_file

WEB = "gh/acme/web"


def shared(message: Message) -> bytes:
    """What the one file of a message holds, which Slack would take."""
    [file] = message.files
    return b"".join(file.pieces())


async def test_an_artifact_is_fetched_by_the_end_of_its_path(desk: Desk) -> None:
    message = await desk.ask("artifact last failed junit.xml")

    assert [each.name for each in message.files] == ["junit.xml"]
    assert shared(message)


async def test_the_token_goes_to_circlecis_hosts_for_an_artifact(desk: Desk) -> None:
    message = await desk.ask("artifacts last failed")
    fetched = await desk.ask(buttons(message)["Get junit.xml"] or "")

    assert b"<testsuite" in shared(fetched)


async def test_the_same_path_of_several_parallel_runs_is_a_choice(desk: Desk, mocker: MockerFixture) -> None:
    number = (await desk.context("job").find.job(JOB_REFERENCE.read("last failed"))).number or 0
    found = await desk.circleci.list_artifacts(ProjectSlug.parse(WEB), number)
    twice = (*found, *(each.model_copy(update={"node_index": each.node_index + 2}) for each in found))
    mocker.patch.object(CircleCI, "list_artifacts", return_value=twice)

    with pytest.raises(Ambiguous) as caught:
        await desk.ask("artifact last failed junit.xml")

    assert [label for label, _ in caught.value.choices] == [
        "parallel run 1: test-results/junit.xml",
        "parallel run 3: test-results/junit.xml",
    ]
    for _, line in caught.value.choices:
        assert shared(await desk.ask(line))


async def test_an_artifact_that_is_not_there_says_so(desk: Desk) -> None:
    with pytest.raises(NothingHere):
        await desk.ask("artifact last failed nope.txt")


async def test_the_newest_green_run_of_a_branch_that_has_it_is_meant_and_named(desk: Desk) -> None:
    built(desk, leaving(Artifact("dist/app.zip", b"PK\0one")), minutes=50)
    green = built(desk, leaving(Artifact("dist/app.zip", b"PK\0two")), minutes=40)
    built(desk, leaving(Artifact("other.txt", b"-")), minutes=30)
    built(desk, leaving(Artifact("dist/app.zip", b"PK\0red"), ends="failed"), minutes=20)
    built(
        desk, leaving(Artifact("dist/app.zip", b"PK\0on hold")), JobScript("hold", approval=True), minutes=10
    )

    message = await desk.ask("artifact web@ship dist/app.zip")
    by_channel = await desk.ask("artifact @ship app.zip")

    assert shared(message) == shared(by_channel) == b"PK\0two"
    assert f"From web #{green} on ship, the newest passing one that has it ((when))" in lines(message)


async def test_a_failed_run_that_was_rerun_with_success_is_green(desk: Desk) -> None:
    job = JobScript(
        "pack",
        5,
        outcomes=("failed", "success"),
        contents=lambda outcome: Contents((Artifact("a.bin", outcome.encode() + b"\0"),)),
    )
    built(desk, job, minutes=10)
    run = desk.small.newest(WEB).runs[0]
    desk.small.world.rerun(run, frozenset({"pack"}))
    desk.small.finish(desk.small.newest(WEB))

    assert shared(await desk.ask("artifact @ship a.bin")) == b"success\0"


async def test_only_so_many_green_runs_are_looked_through(desk: Desk) -> None:
    built(desk, leaving(Artifact("a.txt", b"-")), minutes=90)
    for at in range(5):
        built(desk, leaving(), minutes=80 - at)

    with pytest.raises(NotInGreenRuns) as caught:
        await desk.ask("artifact web@ship a.txt")

    assert (caught.value.called, caught.value.branch, caught.value.run_count) == ("web", "ship", 5)
    assert "None of web's last 5 passing pipelines on ship has an artifact a.txt." in told(caught.value)[0]
    assert caught.value.next_line == "pipelines web@ship"
    assert sum(path.endswith("/artifacts") for path in desk.asked()) == 5


async def test_a_branch_without_a_green_run_says_so(desk: Desk) -> None:
    built(desk, leaving(Artifact("a.txt", b"-"), ends="failed"))

    with pytest.raises(NothingHere) as caught:
        await desk.ask("artifact web@ship a.txt")

    assert (caught.value.noun, caught.value.said) == ("passing pipeline", "web@ship")


async def test_the_same_path_of_several_jobs_of_a_green_run_is_a_choice(desk: Desk) -> None:
    one, two = Artifact("out/a.bin", b"one\0"), Artifact("out/a.bin", b"two\0")
    built(desk, leaving(one, name="first"), leaving(two, name="second"))

    with pytest.raises(Ambiguous) as caught:
        await desk.ask("artifact @ship a.bin")

    labels, typed = zip(*caught.value.choices, strict=True)
    assert labels == ("first: out/a.bin", "second: out/a.bin")
    assert [shared(await desk.ask(line)) for line in typed] == [b"one\0", b"two\0"]


async def test_of_several_jobs_of_a_run_the_one_that_has_it_is_meant(desk: Desk) -> None:
    sizes, log = Artifact("dist/sizes.txt", b"sizes\n"), Artifact("all.log", b"log\n")
    built(desk, leaving(sizes, log, name="build"), leaving(log, name="test"), leaving(name="lint"))

    assert "sizes\n" in lines(await desk.ask("artifact last dist/sizes.txt"))

    with pytest.raises(Ambiguous) as caught:
        await desk.ask("artifact last all.log")
    assert [label for label, _ in caught.value.choices] == ["build: all.log", "test: all.log"]

    with pytest.raises(NothingHere) as absent:
        await desk.ask("artifact last nope.txt")
    assert absent.value.next_line == "artifacts last"


async def test_a_wide_green_run_is_asked_at_most_a_hundred_times(desk: Desk) -> None:
    built(desk, *(leaving(name=f"shard-{at}") for at in range(130)))

    with pytest.raises(NotInGreenRuns):
        await desk.ask("artifact @ship a.txt")

    assert sum(path.endswith("/artifacts") for path in desk.asked()) == 100


async def test_a_small_text_is_read_at_once_and_everything_else_is_a_file(desk: Desk) -> None:
    text, large, binary = (
        Artifact("notes.txt", "Größer & <b>\n".encode()),
        Artifact("large.txt", b"line\n" * 2000),
        Artifact("app.zip", b"PK\x03\x04\0\0"),
    )
    built(desk, leaving(text, large, binary))

    said = await desk.ask("artifact @ship notes.txt")
    assert "Größer & <b>\n" in lines(said)
    assert said.files == ()
    for name in ("large.txt", "app.zip"):
        message = await desk.ask(f"artifact @ship {name}")
        assert len(message.blocks) == 2
        assert [file.name for file in message.files] == [name]


async def test_a_large_text_with_a_secret_is_shared_without_it_and_the_jobs_page_is_linked(
    desk: Desk,
) -> None:
    token = b"ghp_" + b"a1B2c3D4e5" * 4
    text = b"line\n" * 2_000 + b"GITHUB_TOKEN=" + token + b"\n"
    built(desk, leaving(Artifact("all.log", text), Artifact("core.bin", b"\xff\0" + token)))

    message = await desk.ask("artifact @ship all.log")
    assert shared(message) == text.replace(token, b"[masked]")
    assert "Possible secrets are masked; see the job's page for the original." in lines(message)
    assert not any(isinstance(block, CodeBlock) for block in message.blocks)

    binary = await desk.ask("artifact @ship core.bin")
    assert shared(binary) == b"\xff\0" + token
    assert not any("masked" in line for line in lines(binary))


async def test_what_is_too_large_is_not_shared_and_the_jobs_page_is_linked(desk: Desk) -> None:
    desk.artifact_limit = 10

    with pytest.raises(ArtifactTooLarge) as caught:
        await desk.ask("artifact last failed e2e.log")

    assert told(caught.value) == [
        "logs/e2e.log is too large to share (645 bytes, the limit is 10 bytes). Get it on the job's page.",
    ]
    assert "/jobs/" in caught.value.page
    assert "output" not in caught.value.page


async def test_a_large_artifact_is_never_whole_in_memory(desk: Desk, mocker: MockerFixture) -> None:
    pieces, piece = 160, b"\xff\0" * 2**15

    @asynccontextmanager
    async def download(*_: object) -> AsyncIterator[AsyncIterator[bytes]]:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(pieces):
                yield bytes(piece)

        yield chunks()

    built(desk, leaving(Artifact("core.bin", b"-")))
    mocker.patch.object(GrantedJob, "download", download)
    tracemalloc.start()
    message = await desk.ask("artifact @ship core.bin")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(shared(message)) == pieces * len(piece)
    assert peak < pieces * len(piece) / 4


async def test_a_full_disk_is_said_to_be_full(desk: Desk, mocker: MockerFixture) -> None:
    mocker.patch("bot.commands.look_up.artifact.TemporaryFile", side_effect=full_file)
    with pytest.raises(DiskFull) as caught:
        await desk.ask("artifact last failed e2e.log")
    assert told(caught.value) == ["The bot's disk is full. Its admin needs to free some space."]


async def test_a_disk_that_fills_up_while_secrets_are_left_out_is_said_to_be_full(
    desk: Desk, mocker: MockerFixture
) -> None:
    token = b"ghp_" + b"0123456789abcdefghij" * 2
    built(desk, leaving(Artifact("long.log", b"GH_TOKEN=" + token + b"\n" + b"line\n" * 2_000)))
    mocker.patch("bot.output.whole.TemporaryFile", side_effect=full_file)
    with pytest.raises(DiskFull):
        await desk.ask("artifact @ship long.log")
