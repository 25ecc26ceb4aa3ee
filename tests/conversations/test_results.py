"""What a job has left behind, asked for in chat: its tests and its artifacts."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.contents import picture
from bot.playground.circleci.script import Artifact, Contents, JobScript, WorkflowScript
from bot.playground.circleci.script import Test as Case
from tests.world import GUS, WEB, ZOE, World, read, world


def left(here: World, contents: Contents, *, name: str = "pack") -> None:
    """A run of the branch `ship` that has ended well, whose job has left this behind."""
    scripts = (WorkflowScript("flow", (JobScript(name, 5, contents=lambda outcome: contents),)),)
    here.circleci.add_pipeline(WEB_SLUG, "ship", ago=timedelta(minutes=5), scripts=scripts)


def _text(name: str) -> Callable[[str], Contents]:
    return lambda outcome: Contents((Artifact("out/a.txt", name.encode() + b"\0"),))


async def test_a_guest_asks_for_the_failed_tests_and_then_for_all(here: World) -> None:
    short = await here.types("tests last failed", user=GUS)
    assert not short.whispered
    assert ":x: 2 of 42 tests failed" in short.text
    assert "rounds the total to cents" in short.text
    assert "Slowest" in short.text

    answer, shared = (await here.clicks(short.only, "Attach all", user=GUS)).messages
    assert answer.thread_ts == shared.thread_ts == short.only.ts
    [file] = here.slack.files
    assert file.content is not None
    assert b"applies a voucher once" in file.content


async def test_the_thread_of_a_failed_run_tells_whose_tests_are_meant(here: World) -> None:
    card = (await here.types("pipeline last failed")).only
    shown = await here.mentions("tests", thread=card.ts)
    assert shown.only.thread_ts == card.ts
    assert "2 of 42 tests failed" in shown.text
    job = await here.clicks(shown.only, "Job", user=GUS)
    assert "e2e" in job.text


def leaves(element: Mapping[str, Any]) -> Iterator[str]:
    """The types of what a part of rich text holds in the end."""
    if "elements" not in element:
        yield element["type"]
    for each in element.get("elements", ()):
        yield from leaves(each)


async def test_nothing_in_a_report_can_mention_link_or_break_the_message(here: World) -> None:
    evil = "<!channel> ``` <https://evil.example|x> \x1b[31m@here\u202e <@U0ANA>"
    left(here, Contents(tests=(Case(evil, evil, evil, 1.0, "failure", evil),)))
    shown = await here.types("tests @ship --all")
    assert "1 of 1 test failed" in read(shown.messages[0])
    assert "<!channel>" not in shown.messages[0].text
    assert "\x1b" not in read(shown.messages[0])
    kinds = {
        each for block in shown.messages[0].blocks if block["type"] == "rich_text" for each in leaves(block)
    }
    assert kinds <= {"text", "emoji", "link"}


async def test_a_job_without_results_says_what_stores_them(here: World) -> None:
    left(here, Contents())
    assert "store_test_results" in (await here.types("tests @ship")).text


@pytest.mark.parametrize("line", ["tests last", "artifacts last"])
async def test_several_jobs_are_a_choice_of_those_that_have_begun(here: World, line: str) -> None:
    here.circleci.finish(here.circleci.newest(WEB_SLUG))
    shown = await here.types(line)
    assert shown.whispered
    assert "Which job?" in shown.text
    assert "deploy" not in shown.text
    assert "hold-for-production" not in shown.text
    chosen = await here.clicks(shown.only, "e2e")
    assert "e2e, job" in chosen.text


async def test_a_picture_and_a_small_text_are_shown_in_the_thread(here: World) -> None:
    listed = await here.types("artifacts last failed --match '*.png'")
    assert "22 artifacts like *.png" in listed.text
    label = next(word for word in read(listed.only).split("[") if word.startswith("Get")).partition("]")[0]
    answer, shared = (await here.clicks(listed.only, label)).messages
    assert shared.thread_ts == answer.thread_ts == listed.only.ts
    assert [file.mimetype for file in here.slack.files] == ["image/png"]

    left(here, Contents((Artifact("notes.txt", b"Faster start.\n"),)))
    text = (await here.types("artifact @ship notes.txt")).text
    assert "Faster start." in text
    assert "web #814 on ship, the newest passing one" in text


async def test_no_message_has_the_address_of_an_artifact(here: World) -> None:
    left(here, Contents((Artifact("a.png", picture()), Artifact("b.txt", b"b"))))
    for line in ("artifacts @ship", "artifact @ship a.png", "artifact @ship b.txt"):
        for message in (await here.types(line)).messages:
            assert "/output/job/" not in str(message.blocks) + message.text


async def test_the_same_path_of_two_jobs_is_a_choice_whose_buttons_fetch_it(here: World) -> None:
    jobs = tuple(JobScript(name, 5, contents=_text(name)) for name in ("first", "second"))
    here.circleci.add_pipeline(
        WEB_SLUG, "ship", ago=timedelta(minutes=5), scripts=(WorkflowScript("flow", jobs),)
    )
    shown = await here.types("artifact web@ship a.txt")
    assert shown.whispered
    assert "Which artifact?" in shown.text
    answer, _ = (await here.clicks(shown.only, "second: out/a.txt")).messages
    assert "second, job" in read(answer)
    assert [file.content for file in here.slack.files] == [b"second\0"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("artifact last failed nope.txt", "No artifact nope.txt in web that you can see here."),
        ("artifact web@nowhere a.txt", "No passing pipeline on nowhere in web that you can see here."),
        ("artifact web@ship nope.txt", "web's last passing pipeline on ship has no artifact nope.txt."),
        ("tests 99999", "No job #99999 in web that you can see here."),
        ("tests gh/globex/secret#201", "You can't see gh/globex/secret here."),
        ("artifact gh/globex/secret@main a.txt", "You can't see gh/globex/secret here."),
    ],
)
async def test_what_is_not_there_or_may_not_be_read_is_whispered(here: World, line: str, said: str) -> None:
    left(here, Contents((Artifact("a.txt", b"-"),)))
    shown = await here.types(line)
    assert shown.whispered
    assert said in shown.text


async def test_somebody_of_another_workspace_gets_nothing(here: World) -> None:
    card = (await here.types("tests last failed")).only
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions("tests last failed", user=ZOE),
        await here.mentions("artifact last failed e2e.log", user=ZOE),
        await here.clicks(card, "Attach all", user=ZOE),
    ):
        assert shown.whispered
    assert len(here.asked_of_circleci()) == before
    assert here.slack.files == []


async def test_what_is_too_large_is_not_shared_and_says_where_it_is(tmp_path: Path) -> None:
    async with world(tmp_path, artifact_limit_mb=1) as here:
        left(here, Contents((Artifact("app.zip", b"PK\0\0" * 1000, repeat=300),)))
        shown = await here.types("artifact @ship app.zip", channel=WEB)
        assert shown.whispered
        assert "app.zip is too large to share (1.2 MB, the limit is 1 MB)." in shown.text
        assert "Get it on the job's page." in shown.text
        assert here.slack.files == []
