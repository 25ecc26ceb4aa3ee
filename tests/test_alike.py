"""What may not be seen takes as many requests as what does not exist, of which as many wait for others."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.command import Command
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.world import Pipeline
from tests.commands.explain.test_flaky import flake, flaking
from tests.test_granted import ALL, REFERRING, words_of
from tests.world import World, ground, read, world

ABSENT_ID, ABSENT_NUMBER = "00000000-0000-4000-8000-00000000abcd", "99999"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody without the right learns: what is said, how often CircleCI is asked, and how often that
    waits for what was asked before, which is what takes time.
    """

    said: str
    requests: int
    rounds: int


class Rounds(httpx.AsyncBaseTransport):
    """Answers at the same time whatever is asked at the same time, and counts how often it does."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.count = 0
        self._inner = inner
        self._asked = 0
        self._answer = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._asked += 1
        if self._asked == 1:
            asyncio.get_running_loop().create_task(self._round())
        await self._answer.wait()
        return await self._inner.handle_async_request(request)

    async def _round(self) -> None:
        seen = 0
        while seen < self._asked:
            seen = self._asked
            await asyncio.sleep(0.01)
        self._answer.set()
        self._asked, self._answer = 0, asyncio.Event()
        self.count += 1


@dataclass(frozen=True, slots=True)
class Outsider:
    here: World
    rounds: Rounds

    async def asks(self, line: str, name: str) -> Asked:
        requests, rounds = len(self.here.asked_of_circleci()), self.rounds.count
        shown = await self.here.types(line)
        said = "\n".join(map(read, shown.messages)).replace(name, "…")
        return Asked(said, len(self.here.asked_of_circleci()) - requests, self.rounds.count - rounds)


@asynccontextmanager
async def outsider(tmp_path: Path) -> AsyncIterator[Outsider]:
    """Somebody who may do everything, but nothing on main."""
    policy = tmp_path / "policy.yml"
    rule = f'{{do: [{ALL}], projects: ["*"], branches: ["*", "!main"]}}'
    names = {"web": WEB_SLUG, "api": "gh/acme/api"}
    policy.write_text(
        f"projects: {json.dumps(names)}\nchannels: {{C0WEB: {{project: web, allow: [{rule}]}}}}\n"
    )
    async with ground() as on:
        rounds = Rounds(httpx.ASGITransport(on.circleci.asgi))
        async with world(tmp_path, on=on, policy_file=policy, transport=rounds) as here:
            yield Outsider(here, rounds)


def _job_number(pipeline: Pipeline) -> str:
    return str(next(job.number for run in pipeline.runs for job in run.jobs if job.number))


NAMES: dict[str, tuple[Callable[[Pipeline], str], str, str]] = {
    "pipeline's id": (lambda it: it.id, ABSENT_ID, "{}"),
    "workflow's id": (lambda it: it.runs[0].id, ABSENT_ID, "{}"),
    "job's id": (lambda it: it.runs[0].jobs[0].id, ABSENT_ID, "{}"),
    "pipeline's number": (lambda it: str(it.number), ABSENT_NUMBER, "#{}"),
    "job's number": (_job_number, ABSENT_NUMBER, "#{}"),
    "pipeline's page": (
        lambda it: str(it.number),
        ABSENT_NUMBER,
        f"https://app.circleci.com/pipelines/{WEB_SLUG}/{{}}",
    ),
    "job's page": (_job_number, ABSENT_NUMBER, f"https://circleci.com/{WEB_SLUG}/{{}}"),
}


#: One of each way in which commands look for what is named.
WAYS = {"pipeline", "workflow", "job", "why", "logs", "artifact", "approve", "rerun"}


@pytest.mark.parametrize("command", [it for it in REFERRING if it.words in WAYS], ids=words_of)
async def test_what_may_not_be_seen_is_asked_for_as_what_is_not_there(
    tmp_path: Path, command: Command[Any, Any]
) -> None:
    rest = " x.txt" if command.words == "artifact" else ""
    async with outsider(tmp_path) as it:
        await it.here.types("status @elsewhere")  # by now it is known what CircleCI calls the project
        newest = it.here.circleci.newest(WEB_SLUG)
        for kind, (name, absent, written) in NAMES.items():
            line = f"{command.words} {written}{rest}"
            hidden = await it.asks(line.format(name(newest)), name(newest))
            assert hidden == await it.asks(line.format(absent), absent), kind


@pytest.mark.parametrize("line", ["flaky {}", "approvals {}", "pipelines {}", "status {}", "red {}"])
async def test_a_project_of_which_nothing_may_be_seen_is_told_as_one_that_has_nothing(
    tmp_path: Path, line: str
) -> None:
    hidden, empty = "gh/acme/hidden", "gh/acme/empty"
    async with outsider(tmp_path) as it:
        it.here.circleci.add_project(empty, ())
        it.here.circleci.add_project(hidden, flaking("a test"))
        flake(it.here.circleci, "a test", slug=hidden)
        assert await it.asks(line.format(hidden), hidden) == await it.asks(line.format(empty), empty)
