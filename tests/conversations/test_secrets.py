"""A secret in any text of CircleCI's is in nothing that Slack is sent, and one that was typed in no log."""

import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from prometheus_client import generate_latest

from bot.commands import COMMANDS
from bot.operating.logging import configure
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.faults import Fault
from tests.operating.collector import a_collector, tracing_to
from tests.world import DEPLOYS, WEB, Mode, World, ground, read, world

# Put together, so that no scanner takes this file for a leak.
MARK = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
SECRET = f"ghp_{MARK}"
EXAMPLES = [example for command in COMMANDS for example in command.examples]

#: Whose text says something, and is not what a thing is asked for by; those of whole files.
_SAYING = frozenset({
    *("message", "reason", "subject", "body", "description", "name", "file", "classname", "bash_command"),
    *("title", "default", "result", "value", "login", "environment-name", "display_name"),
})  # fmt: skip
_FILES = frozenset({"source", "compiled", "setup_config", "compiled_setup_config"})


class Marking(httpx.ASGITransport):
    """Puts a secret into each text that CircleCI answers."""

    def __init__(self, circleci: SmallCircleCI) -> None:
        super().__init__(circleci.asgi)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        body = await answer.aread()
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        try:
            body = json.dumps(_marked(json.loads(body))).encode()
        except ValueError:
            body += f" {SECRET}\n".encode()
        return httpx.Response(answer.status_code, headers=headers, content=body)


def _marked(found: Any, key: str = "") -> Any:
    match found:
        case dict():
            return {name: _marked(value, name) for name, value in found.items()}
        case list():
            return [_marked(each, key) for each in found]
        case str() if key in _SAYING:
            return f"{found} {SECRET}"
        case str() if key in _FILES and found:
            return f"{found}\n# {SECRET}\n"
        case str() if key == "path":
            return f"{SECRET}/{found}"
    return found


def _sent(it: World) -> Iterator[str]:
    """All that Slack has got."""
    for call in it.slack.calls:
        yield json.dumps(call.arguments, default=str)
    for message in it.slack.workspace.messages.values():
        yield json.dumps([message.text, message.blocks])
    for file in it.slack.files:
        yield f"{file.name} {file.title} {file.alt} {(file.content or b'').decode(errors='replace')}"


@pytest.fixture
async def marked(tmp_path: Path) -> AsyncIterator[World]:
    async with ground() as on, world(tmp_path, on=on, transport=Marking(on.circleci)) as made:
        yield made


async def test_a_secret_in_a_text_of_circlecis_is_in_nothing_that_slack_is_sent(marked: World) -> None:
    told = dict[str, str]()
    seen = 0
    for line in EXAMPLES:
        await marked.types(line, channel=DEPLOYS if "rollback" in line else WEB)
        everything = "\n".join(_sent(marked))
        if (times := everything.count(MARK)) > seen:
            told[line] = everything[max(0, everything.rfind(MARK) - 150) :][:250]
            seen = times
    assert "[masked]" in everything
    assert not told, "\n".join(f"{line}: {where}" for line, where in told.items())


@pytest.mark.parametrize("status", [400, 409, 410, 418])
async def test_a_secret_in_an_error_of_circlecis_is_not_told(here: World, status: int) -> None:
    for method in ("GET", "POST"):
        body = json.dumps({"message": f"Can't: argument x has the value {SECRET}, password=Gr4nite-owl"})
        here.circleci.faults.add(Fault("*", method=method, times=None, status=status, body=body))
        for line in ("trigger web@fix/cart-badge", "status web", "rerun #812 --failed"):
            await here.types(line)
        here.circleci.faults.clear()
    everything = "\n".join(_sent(here))
    assert "argument x has the value [masked]" in everything
    assert MARK not in everything
    assert "Gr4nite" not in everything


@pytest.mark.parametrize(
    "line",
    [
        f"trigger web@fix/cart-badge note={SECRET}",
        "trigger web@fix/cart-badge note='password=Gr4nite-owl'",
        f"subscribe web@{SECRET}",
    ],
)
async def test_a_secret_that_one_typed_is_in_no_message_to_all(here: World, line: str) -> None:
    posted = (await here.types(line)).messages[0]
    assert not posted.ephemeral
    assert "[masked]" in read(posted)
    told = json.dumps([posted.text, posted.blocks])
    assert MARK not in told
    assert "Gr4nite" not in told


TYPED = "Gr4nite-owl"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is logged, where most is."""
    root, said = logging.getLogger(), StringIO()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    configure("debug", "json")
    structlog.configure(cache_logger_on_first_use=False)
    [handler] = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(said)
    yield said
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**before)


def _stored(database: Path) -> Iterator[str]:
    """All that the database has, but the lines that writes are about."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            row["name"] for row in connection.execute("select name from sqlite_master where type='table'")
        ]
        for name in names:
            for row in connection.execute(f"select * from {name}"):
                yield str({column: row[column] for column in {*row.keys()} - {"line", "exact"}})


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_what_is_typed_and_the_tokens_are_in_no_log_metric_row_or_trace(
    tmp_path: Path, mode: Mode, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_collector() as collector, tracing_to(collector, monkeypatch), world(tmp_path, mode) as it:
        for status in (None, 400, 500):
            if status:
                told = f'Type error for argument note: got "{TYPED}", {TYPED} or “{TYPED}”; note={TYPED}'
                body = json.dumps({"message": told})
                it.circleci.faults.add(Fault("*", method="POST", times=None, status=status, body=body))
            for line in EXAMPLES if not status else ["trigger web@main"]:
                for typed in (f"{line} note={TYPED}", f"{line} --reason {TYPED}", f"{line} {TYPED}"):
                    await it.types(typed, channel=DEPLOYS if "trigger" in line else WEB)
        tokens = [it.circleci.token, it.slack.signing_secret, it.slack.app_token]
        settings, metrics = repr(it.bot.core.settings), generate_latest().decode()
    traces = b"".join(collector.bodies).decode(errors="replace")
    kept = {"log": log.getvalue(), "metrics": metrics, "settings": settings, "traces": traces}
    kept["database"] = "\n".join(_stored(tmp_path / "ringmaster.db"))
    assert "delivery" in kept["log"]
    found = {
        f"{secret} in {place}": text[max(0, text.find(secret) - 300) :][:400]
        for place, text in kept.items()
        for secret in (TYPED, *tokens)
        if secret in text
    }
    assert not found, "\n".join(map(": ".join, found.items()))
