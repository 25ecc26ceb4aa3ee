"""The program in processes of its own, between a Slack and a CircleCI on real ports."""

import asyncio
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import randrange

import httpx

from bot.operating.serving import serve
from bot.playground.circleci import SmallCircleCI
from bot.playground.demo import POLICY
from bot.playground.slack.small_slack import SmallSlack
from bot.playground.slack.web_api import SCOPES
from bot.webhooks.intake import WEBHOOK_PATH
from tests.warm import MOST_UNREAD, Forked, Warm, whole
from tests.webhooks.deliveries import OLD_SECRET, SECRET, signed, workflow_completed


async def ran(*words: str, cwd: Path, warm: Warm | None = None, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of ``ringmaster words``. ``warm``: forks it."""
    process = await (warm.started if warm else started)(*words, cwd=cwd, environment=environment)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def started(*words: str, cwd: Path, environment: Mapping[str, str], program: str = "bot") -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", program, *words,
        cwd=cwd, env=whole(environment), stdout=PIPE, stderr=PIPE, limit=MOST_UNREAD,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """A Slack and a CircleCI on real ports, for bots in processes of their own; ``warm`` forks them."""

    slack: SmallSlack
    circleci: SmallCircleCI
    directory: Path
    environment: Mapping[str, str]
    warm: Warm | None = None

    @property
    def database(self) -> str:
        """Its URL."""
        return self.environment["DATABASE_URL"]

    @asynccontextmanager
    async def bot(
        self,
        mode: str = "web",
        port: int | None = None,
        *,
        ready_at: int | None = None,
        program: str = "bot",
        **environment: str,
    ) -> AsyncIterator[Process | Forked]:
        """A running bot that is ready; killed at the end if it still runs. ``port`` None: any. ``ready_at``:
        another port that has its health. ``program``: a module that is the bot otherwise.
        """
        port = port or free_port()
        environment = {**self.environment, "PORT": str(port), **environment}
        start = self.warm.started if self.warm and program == "bot" else partial(started, program=program)
        process = await start(mode, cwd=self.directory, environment=environment)
        try:
            await ready(ready_at or port, process)
            if mode == "web":
                self.slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


@asynccontextmanager
async def a_town(
    directory: Path,
    database: str | None = None,
    scopes: Collection[str] = SCOPES,
    warm: Warm | None = None,
) -> AsyncIterator[Town]:
    """``database`` None: an SQLite file in the directory. ``scopes``: the app was installed with these."""
    circleci = SmallCircleCI()
    # More happens in a minute than Slack takes of one workspace.
    slack = SmallSlack(scopes=tuple(scopes), rates={}, retry_delays=(0.0, 0.0, 0.0), timeout=30.0)
    async with AsyncExitStack() as stack:
        slack_url = await stack.enter_async_context(slack.serve())
        circleci_url = await stack.enter_async_context(serve(circleci.asgi))
        environment = {
            "DATABASE_URL": database or f"sqlite:///{directory / 'ringmaster.db'}",
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": f"{slack_url}/api",
            "CIRCLECI_TOKEN": circleci.token,
            "CIRCLECI_URL": circleci_url,
            "CIRCLECI_WEBHOOK_SECRET": f"{SECRET}, {OLD_SECRET}",
            "POLICY_FILE": str(POLICY),
            "LOG_FORMAT": "json",
        }
        yield Town(slack, circleci, directory, environment, warm)


def free_port() -> int:
    """Below those that the system takes for connections: else one of them may have it before its server.

    https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html (ip_local_port_range)
    """
    while True:
        with suppress(OSError), socket.create_server(("127.0.0.1", randrange(12_000, 32_000))) as listener:
            return int(listener.getsockname()[1])


async def delivered(port: int, secret: str) -> int:
    """What a webhook of CircleCI, signed so, is answered on the port: the status."""
    async with httpx.AsyncClient() as client:
        body = workflow_completed()
        url = f"http://127.0.0.1:{port}{WEBHOOK_PATH}"
        return (await client.post(url, content=body, headers=signed(body, secret))).status_code


async def ready(port: int, process: Process | Forked) -> None:
    async with asyncio.timeout(60), httpx.AsyncClient() as client:
        while process.returncode is None:
            try:
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.02)
    assert process.stderr is not None
    raise AssertionError((await process.stderr.read()).decode())
