"""Somebody asks why, in a thread or outside, by a line, a mention or a button."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.logs import SCRIPTS, SECRETS
from bot.playground.circleci.script import Contents, JobScript, Step, WorkflowScript
from bot.playground.circleci.script import Test as Case
from tests.shared import needs_shared
from tests.slack.drawing.test_blocks import problems
from tests.world import ANA, DEPLOYS, GUS, RANDOM, WEB, ZOE, World, read, world

E2E = ":x: e2e failed: 2 of 42 tests  ·  web #812  ·  fix/rounding-at-checkout"


def _first(text: str) -> str:
    return text.splitlines()[0]


async def test_a_mention_in_the_thread_of_a_card_is_answered_there_and_completed_in_place(
    either: World,
) -> None:
    card = (await either.types("pipeline last failed")).only
    answer, details, file = (await either.mentions("why did this fail?", thread=card.ts)).messages
    assert answer.thread_ts == details.thread_ts == file.thread_ts == card.ts
    assert _first(read(answer)) == E2E
    assert "Loading" not in read(answer)
    assert "Last 20 of 21 lines:" in read(details)
    [stored] = either.slack.files
    assert stored.name.startswith("output-web-")


@pytest.mark.parametrize("line", ["why", "Why?", "why??", "why did it fail", "why is this red?"])
async def test_in_a_thread_it_takes_no_more_than_the_word(here: World, line: str) -> None:
    card = (await here.types("job last failed")).only
    shown = await here.mentions(line, thread=card.ts)
    assert _first(read(shown.messages[0])) == E2E


@pytest.mark.parametrize("in_thread", [True, False])
@pytest.mark.parametrize(
    "line", ["why did web@fix/rounding-at-checkout fail?", "why web@fix/rounding-at-checkout?"]
)
async def test_a_question_names_what_it_is_about(here: World, line: str, in_thread: bool) -> None:
    card = (await here.types("pipeline last")).only
    shown = await here.mentions(line, thread=card.ts if in_thread else None)
    assert _first(read(shown.messages[0])) == E2E
    assert (shown.messages[0].thread_ts == card.ts) is in_thread


async def test_outside_of_a_thread_what_failed_last_is_meant_and_named(here: World) -> None:
    answer, *_ = (await here.types("why")).messages
    assert _first(read(answer)) == E2E
    assert "Read as `/ci why web#812`" in read(answer)


@pytest.mark.parametrize("card", ["pipeline", "workflow", "job"])
async def test_the_button_of_a_failed_card_answers_whoever_clicks_it(here: World, card: str) -> None:
    message = (await here.types(f"{card} last failed")).only
    answer, *_ = (await here.clicks(message, "Why?", user=GUS)).messages
    assert _first(read(answer)) == E2E
    assert read(answer).endswith(f"asked by <@{GUS}>")


@pytest.mark.parametrize("card", ["workflow", "job"])
async def test_the_card_of_an_older_attempt_leads_to_why_that_one_failed(here: World, card: str) -> None:
    run = next(
        each for each in here.circleci.pipelines if each.number == 801 and each.project.slug == WEB_SLUG
    )
    attempt = run.runs[0]
    job = next(each for each in attempt.jobs if each.script.name == "unit")
    message = (await here.types(f"{card} {attempt.id if card == 'workflow' else job.id}")).only
    told = read((await here.clicks(message, "Why?")).messages[0])
    assert _first(told) == ":x: unit failed: CircleCI's infrastructure  ·  web #801  ·  main"
    assert "This is an older attempt; the newest one passed." in told


async def test_a_running_job_is_stopped_from_its_card(here: World) -> None:
    job = JobScript("slow", 5_000)
    made = here.circleci.add_pipeline(
        WEB_SLUG, "try", ago=timedelta(minutes=2), scripts=(WorkflowScript("flow", (job,)),)
    )
    number = made.runs[0].jobs[0].number
    card = (await here.types(f"job {number}")).only
    await here.clicks(card, "Cancel")
    assert f"POST /api/v2/project/{WEB_SLUG}/job/{number}/cancel" in here.asked_of_circleci()


async def test_its_buttons_lead_on(here: World) -> None:
    answer = (await here.types("why last failed")).messages[0]
    assert "2 of 42 tests failed" in read((await here.clicks(answer, "Tests")).messages[0])
    assert "npx playwright test" in read((await here.clicks(answer, "Log")).messages[0])
    assert "26 artifacts  ·  e2e" in read((await here.clicks(answer, "Artifacts")).messages[0])
    assert "web #812" in read((await here.clicks(answer, "Pipeline")).messages[0])
    again = await here.clicks(answer, "Rerun failed")
    assert "POST" in "".join(here.asked_of_circleci())
    assert not again.messages[0].ephemeral


async def test_with_ssh_it_is_rerun_too(here: World) -> None:
    answer = (await here.types("why last failed")).messages[0]
    await here.clicks(answer, "Rerun with SSH")
    run = next(
        each for each in here.circleci.pipelines if each.number == 812 and each.project.slug == WEB_SLUG
    )
    newest = max(run.runs, key=lambda each: each.attempt)
    assert [job.ssh for job in newest.jobs if job.script.name == "e2e"] == [True]


async def test_a_guest_may_ask_but_not_rerun(here: World) -> None:
    answer = (await here.types("why last failed", user=GUS)).messages[0]
    assert _first(read(answer)) == E2E
    refused = await here.clicks(answer, "Rerun failed", user=GUS)
    assert refused.whispered
    assert not any(line.startswith("POST") for line in here.asked_of_circleci())


async def test_somebody_of_another_workspace_learns_nothing(here: World) -> None:
    card = (await here.types("pipeline last failed")).only
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions("why last failed", user=ZOE),
        await here.mentions("why?", user=ZOE, thread=card.ts),
        await here.clicks(card, "Why?", user=ZOE),
    ):
        assert shown.whispered
    assert len(here.asked_of_circleci()) == before


async def test_a_channel_that_may_not_read_is_told_so_and_circleci_is_not_asked(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text(
        "projects: {web: gh/acme/web}\n"
        f"channels: {{{WEB}: {{project: web, allow: [{{do: [read], projects: [web]}}]}}}}\n"
    )
    async with world(tmp_path, policy_file=policy) as here:
        for line in ("why web#812", "why last failed web", "why"):
            assert (await here.types(line, channel=RANDOM)).whispered
        assert here.asked_of_circleci() == []
        refused = await here.types("why gh/globex/secret@main")
        assert refused.whispered
        assert "You can't see gh/globex/secret here." in refused.text


async def test_what_has_not_failed_says_so_and_where_to_look(here: World) -> None:
    shown = await here.types("why last")
    assert _first(shown.text) == ":arrows_counterclockwise: Running  ·  web #813  ·  main"
    assert "No failures so far." in shown.text
    answer, *_ = (await here.clicks(shown.only, "Last failure")).messages
    assert _first(read(answer)) == E2E


async def test_a_run_that_was_rerun_and_passed_is_green_and_says_that_it_was_not(here: World) -> None:
    shown = await here.types("why #808")
    assert "An earlier attempt of build-test-deploy failed; the newest passed." in shown.text


async def test_a_configuration_that_is_wrong_is_shown_as_circleci_tells_it(here: World) -> None:
    shown = await here.types("why web@broken-config", user=ANA, channel=DEPLOYS)
    assert _first(shown.text) == ":x: Failed (never started)  ·  web #807  ·  broken-config"
    assert "Cannot find a definition for job named publish-docs" in shown.text
    assert "First failure on broken-config; it has never passed" in shown.text
    assert "Rerun" not in shown.text


async def test_a_run_without_workflows_says_why_there_is_none(here: World) -> None:
    assert "filters exclude this branch" in (await here.types("why web@docs/readme")).text


def hostile(here: World) -> None:
    """A run whose every name and output wishes to be more than text."""
    evil = "<!channel> ``` <https://evil.example|x> *b* \x1b[31m@here\u202e <@U0ANA> " + "long " * 300
    test = Case(evil, evil, evil, 1.0, "failure", evil)

    def left(outcome: str) -> Contents:
        return Contents(tests=(test,) * 12, steps=(Step(evil, evil, evil * 50, failed=True),))

    jobs = tuple(JobScript(f"{at} {evil}", 5, outcomes=("failed",), contents=left) for at in range(9))
    here.circleci.add_pipeline(
        WEB_SLUG, "evil", ago=timedelta(minutes=9), scripts=(WorkflowScript(evil, jobs),)
    )


def elements(node: object) -> Iterator[dict[str, Any]]:
    """Every typed part of some blocks, however deep."""
    match node:
        case dict():
            if "type" in node:
                yield node
            for each in node.values():
                yield from elements(each)
        case list():
            for each in node:
                yield from elements(each)


@needs_shared
@pytest.mark.parametrize("line", ["why web@evil", "workflow web@evil", "pipeline web@evil"])
async def test_no_name_or_output_can_mention_link_or_break_a_message(here: World, line: str) -> None:
    hostile(here)
    shown = (await here.types(line)).messages[0]
    parts = list(elements(shown.blocks))
    assert "\x1b" not in read(shown) + shown.text
    assert "<!channel>" not in shown.text
    assert {part["type"] for part in parts}.isdisjoint({"user", "usergroup", "channel", "broadcast"})
    links = [part["url"] for part in parts if part["type"] == "link"]
    assert links
    assert not [url for url in links if "evil.example" in url]
    small = "".join(part["text"] for part in parts if part["type"] == "mrkdwn")
    assert small.count("<@") == 1
    assert "<!" not in small
    assert problems()(shown.blocks) == []


async def test_secrets_in_an_output_are_masked_in_the_message_and_the_file(here: World) -> None:
    here.circleci.add_pipeline(WEB_SLUG, "evil", ago=timedelta(minutes=9), scripts=SCRIPTS)
    shown = (await here.types("why web@evil")).messages
    told = "".join(map(read, shown)) + "".join(str(file.content) for file in here.slack.files)
    assert [secret for secret in SECRETS if secret in told] == []
    assert "deploy --token [masked]" in told
