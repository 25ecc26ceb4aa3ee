"""Each reader of what comes from outside, and what must hold whatever comes.

A reader ends in bounded time, with a value or the error that it is documented to raise.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any
from urllib.parse import urlencode

import httpx
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.circleci.text_stream import Messages
from bot.commands import COMMANDS
from bot.grammar import parse
from bot.model.fault import Fault
from bot.output import Tail
from bot.output.clean import Cleaner
from bot.output.mask import Masker
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.policy.file import PolicyError, load_policy
from bot.slack.inbound.payload import IncompletePayload, odd_part
from tests.circleci.wires import WEB, Wire
from tests.fuzzing.changes import PIECES, changed_json, changed_texts
from tests.slack.doors import FORM, JSON, LINE
from tests.slack.doors import a_door as slack_s_door
from tests.slack.inbound.bodies import CLICK, COMMAND, MENTION, click, command, mention
from tests.webhooks.deliveries import a_door as circleci_s_door
from tests.webhooks.deliveries import workflow_completed

#: What a reader gets, and what it does with it: raises where something doesn't hold.
Reader = tuple[st.SearchStrategy[Any], Callable[[Any], object]]

#: How long a reader may take for what it gets, of which nothing is longer than 100 kB, in seconds.
PATIENCE = 2.0

_EXAMPLES = tuple(example for each in COMMANDS for example in each.examples)
_SYNTAXES = tuple(each.syntax for each in COMMANDS)
_ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def in_time() -> Iterator[None]:
    """What happens within costs no more than we have patience."""
    begun = process_time()
    yield
    took = process_time() - begun
    assert took < PATIENCE, f"took {took:.1f} s"


@contextmanager
def lines(_: Path) -> Iterator[Reader]:
    """What people type."""

    def read(text: str) -> None:
        with in_time(), suppress(Fault):
            parse(text, _SYNTAXES, {"web", "api"})

    yield st.sampled_from(_EXAMPLES).flatmap(changed_texts), read


@contextmanager
def payloads(_: Path) -> Iterator[Reader]:
    """What Slack tells of commands, mentions and clicks."""

    def read(body: Any) -> None:
        if not isinstance(body, Mapping) or odd_part(body) is not None:
            return
        for reader in (command, mention, click):
            with in_time(), suppress(IncompletePayload):
                reader(body)

    yield st.sampled_from([COMMAND, MENTION, CLICK]).flatmap(changed_json), read


def _posted(kind: str, body: Any) -> tuple[bytes, str]:
    """As Slack posts it."""
    if kind == "command":
        fields = body.items() if isinstance(body, Mapping) else [("text", body)]
        return urlencode([(name, str(value)) for name, value in fields], errors="replace").encode(), FORM
    document = json.dumps(body)
    return (
        (document.encode(), JSON) if kind == "mention" else (urlencode({"payload": document}).encode(), FORM)
    )


@st.composite
def _deliveries(draw: st.DrawFn) -> tuple[bytes, str]:
    """Good ones with another line, and odd ones."""
    line, kind = draw(st.sampled_from(_EXAMPLES)), draw(st.sampled_from(["command", "mention", "click"]))
    said, key = draw(changed_texts(line)), draw(st.uuids()).hex
    event, action = MENTION["event"], CLICK["actions"][0]
    body: dict[str, Any] = {
        "command": {**LINE, "text": said, "trigger_id": key},
        "mention": {**MENTION, "event_id": key, "event": {**event, "text": f"<@U0RINGMASTER> {said}"}},
        "click": {**CLICK, "trigger_id": key, "actions": [{**action, "value": said}]},
    }[kind]
    return _posted(kind, body if draw(st.booleans()) else draw(changed_json(body)))


@contextmanager
def deliveries(directory: Path) -> Iterator[Reader]:
    """What is posted to Slack's path, signed: acknowledged, and answered without a bug."""
    with asyncio.Runner() as runner:
        opened = slack_s_door(directory)
        door = runner.run(opened.__aenter__())

        async def post(body: bytes, content_type: str) -> None:
            with capture_logs() as logged:
                answer = await door.post(body, content_type=content_type)
                await door.here.idle()
            assert answer.status_code in (200, 400), body  # 400: it is none of Slack's forms
            wrong = [each for each in logged if each["log_level"] in ("error", "critical")]
            # Where the person, the place and the address are odd, there is nobody to tell.
            assert [each for each in wrong if each["event"] != "an answer is told to nobody"] == [], body

        try:
            yield _deliveries(), lambda delivery: runner.run(post(*delivery))
        finally:
            runner.run(opened.__aexit__(None, None, None))


@contextmanager
def webhooks(_: Path) -> Iterator[Reader]:
    """What CircleCI delivers, signed: taken, or refused as no object."""
    with asyncio.Runner() as runner:
        opened = circleci_s_door()
        door = runner.run(opened.__aenter__())

        def deliver(event: object) -> None:
            with in_time():
                answer = runner.run(door.post(json.dumps(event).encode()))
            assert answer.status_code == (200 if isinstance(event, dict) else 400)
            assert all(isinstance(each, str) and len(each) < 100 for each in door.marks.pipelines)

        try:
            yield changed_json(json.loads(workflow_completed())), deliver
        finally:
            runner.run(opened.__aexit__(None, None, None))


_CALLS: dict[str, Callable[[CircleCI, Mapping[str, str]], Any]] = {
    "me": lambda it, ids: it.get_me(),
    "collaborations": lambda it, ids: it.get_collaborations(),
    "project": lambda it, ids: it.get_project(WEB),
    "variables": lambda it, ids: it.list_env_vars(WEB),
    "pipelines": lambda it, ids: it.list_pipelines(WEB),
    "pipeline": lambda it, ids: it.get_pipeline(ids["pipeline"]),
    "config": lambda it, ids: it.config.short_texts(ids["pipeline"], 1000),
    "values": lambda it, ids: it.get_pipeline_values(ids["pipeline"]),
    "workflows": lambda it, ids: it.list_workflows(ids["pipeline"]),
    "workflow": lambda it, ids: it.get_workflow(ids["workflow"]),
    "jobs": lambda it, ids: it.list_jobs(ids["workflow"]),
    "job": lambda it, ids: it.get_job(WEB, int(ids["number"])),
    "artifacts": lambda it, ids: it.list_artifacts(WEB, int(ids["number"])),
    "tests": lambda it, ids: it.list_tests(WEB, int(ids["number"])),
    "steps": lambda it, ids: it.output.steps(WEB, int(ids["number"])),
    "definitions": lambda it, ids: it.list_definitions(ids["project"]),
    "flaky tests": lambda it, ids: it.insights.flaky_tests(WEB),
    "components": lambda it, ids: it.deploys.components(ids["organization"], ids["project"]),
    "environments": lambda it, ids: it.deploys.environments(ids["organization"]),
    "trigger": lambda it, ids: it.trigger_pipeline(WEB, branch="fix/cart-badge"),
}


async def _true_answers(ids: dict[str, str]) -> dict[str, Any]:
    """What the playground answers to each call; what they are about into ``ids``."""
    small = SmallCircleCI()
    begun = (
        (pipeline, run, state.job.number)
        for pipeline in reversed(small.pipelines)
        if pipeline.project.slug == WEB_SLUG
        for run in pipeline.runs
        for state in small.world.state(run).jobs
        if state.queued_at and not state.job.script.approval
        if small.world.numbers.get((WEB_SLUG, state.job.number or 0)) == (run, state.job)
    )
    pipeline, run, number = next(begun)
    ids |= {"pipeline": pipeline.id, "workflow": run.id, "number": str(number)}
    ids |= {"project": pipeline.project.id, "organization": pipeline.project.organization.id}
    last: list[bytes] = []

    async def keep(response: httpx.Response) -> None:
        last.append(await response.aread())

    through = httpx.ASGITransport(small.asgi)

    class Kept(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = await through.handle_async_request(request)
            await keep(answer)
            return httpx.Response(answer.status_code, headers=answer.headers, content=last[-1])

    answers = {}
    async with CircleCI(small.token, base_url="http://circleci.test", transport=Kept()) as client:
        for name, call in _CALLS.items():
            await call(client, ids)
            answers[name] = json.loads(last[-1])
    return answers


@contextmanager
def answers(_: Path) -> Iterator[Reader]:
    """What CircleCI answers: a value, or one of the client's errors."""
    ids = dict[str, str]()
    with asyncio.Runner() as runner:
        true = runner.run(_true_answers(ids))

        async def ask(name: str, answer: object) -> None:
            wire = Wire(httpx.Response(200, content=json.dumps(answer).encode()))
            async with CircleCI("a-token", transport=wire, page_limit=2) as client:
                with suppress(CircleCIError):
                    await _CALLS[name](client, ids)

        def read(asked: tuple[str, object]) -> None:
            with in_time():
                runner.run(ask(*asked))

        named = st.sampled_from(sorted(true))
        yield named.flatmap(lambda name: st.tuples(st.just(name), changed_json(true[name]))), read


_PRINTED = (*PIECES["anywhere"], *PIECES["printed"], "-----BEGIN RSA PRIVATE" + " KEY-----")


@contextmanager
def printed(_: Path) -> Iterator[Reader]:
    """What a step printed: the same in whatever pieces it comes, and no longer than it was."""
    part = st.tuples(st.sampled_from(_PRINTED) | st.text(max_size=6), st.sampled_from([1, 1, 1, 2, 500]))
    texts = st.lists(part, max_size=12).map(lambda parts: "".join(text * times for text, times in parts))
    cuts = st.lists(st.integers(0, 20_000), max_size=4)

    def read(output: tuple[str, list[int]]) -> None:
        text, at = output[0][:100_000], output[1]
        with in_time():
            whole = _shown(text, [])
        with in_time():
            assert _shown(text, at) == whole
        assert len(whole) <= 10 * len(text) + 100

    yield st.tuples(texts, cuts), read


def _shown(text: str, cuts: list[int]) -> str:
    cleaner, masker, tail = Cleaner(), Masker(), Tail(40, 5000)
    shown = ""
    for start, end in pairwise([0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]):
        shown += masker.feed(cleaner.feed(text[start:end]))
    shown += masker.feed(cleaner.end()) + masker.end()
    tail.feed(shown)
    assert len(tail.end().text) <= 5000
    return shown


@contextmanager
def output_bodies(_: Path) -> Iterator[Reader]:
    """What is behind an output_url: text, or it is unreadable."""
    body = json.dumps(
        [{"message": "one\r\ntwo\u001b[0m \ud83d\ude00", "time": "2026-11-01", "type": "out"}] * 2
    )

    def read(text: str) -> None:
        messages = Messages()
        with in_time(), suppress(CircleCIError):
            for each in text:
                messages.feed(each.encode("utf-8", "surrogatepass"))
            messages.end()

    yield changed_texts(body), read


@contextmanager
def policies(directory: Path) -> Iterator[Reader]:
    """A policy file: a policy, or all its mistakes."""

    def read(text: str) -> None:
        (file := directory / "policy.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            with in_time():
                load_policy(file)
        except PolicyError as error:
            assert error.problems  # noqa: PT017

    seeds = [(_ROOT / name).read_text() for name in ("policy.example.yml", "bot/playground/policy.yml")]
    yield st.sampled_from(seeds).flatmap(changed_texts), read


READERS: dict[str, Callable[[Path], Any]] = {
    each.__name__: each
    for each in (lines, payloads, deliveries, webhooks, answers, output_bodies, printed, policies)
}
