"""What a job's steps printed: the steps with API v1.1, an action's output from its own address.

API v2 tells of no steps. Of v1.1 only GET is used, which stays, and which CircleCI Server has too.
https://circleci.com/docs/guides/toolkit/api-v1-migration-guide/
"""

from collections.abc import AsyncGenerator
from datetime import timedelta
from urllib.parse import quote, urlencode

from pydantic import Field

from bot.circleci import wire
from bot.circleci.errors import Gone, NotFound
from bot.circleci.http import Http
from bot.circleci.lenient import Model, Sometime
from bot.circleci.messages import Messages
from bot.circleci.slug import ProjectSlug

#: Bytes that are read of one output, as it comes over the wire.
LONGEST_OUTPUT = 2**30
#: Bytes that are read of one condensed output.
LONGEST_CONDENSED = 256 * 2**10
_VCS = {"gh": "github", "bb": "bitbucket"}


class Action(Model):
    """One step of one parallel run: ``index`` says which run, from 0; ``step`` is CircleCI's number of it.

    ``output_url`` is its own key for some minutes: it is never logged or shown. ``truncated``: CircleCI
    itself has kept a part of the output only. ``run_time_millis`` is in milliseconds.
    """

    index: int = 0
    step: int = 0
    name: str = ""
    status: str = ""
    failed: bool = False
    exit_code: int | None = None
    bash_command: str | None = None
    timedout: bool = False
    infrastructure_fail: bool = False
    canceled: bool = False
    has_output: bool = False
    truncated: bool = False
    output_url: str | None = Field(default=None, repr=False)
    run_time_millis: int | None = None
    start_time: Sometime = None
    end_time: Sometime = None

    @property
    def broken(self) -> bool:
        """Whether it is why its job failed. What was canceled along with it is not."""
        bad = self.failed or self.timedout or self.infrastructure_fail
        return bad or self.status in ("failed", "timedout", "infrastructure_fail")

    @property
    def took(self) -> timedelta | None:
        """How long it ran, where that is told."""
        if self.run_time_millis is not None:
            return timedelta(milliseconds=self.run_time_millis)
        return self.end_time - self.start_time if self.start_time and self.end_time else None


class Step(Model):
    """A step, with what it was in each parallel run."""

    name: str = ""
    actions: tuple[Action, ...] = ()


class _Build(Model):
    steps: tuple[Step, ...] = ()


class Output:
    """Reads steps and what they printed."""

    def __init__(self, http: Http) -> None:
        self._http = http

    async def steps(self, slug: ProjectSlug, number: int) -> tuple[Step, ...]:
        """A job's steps, in order; as many as there are yet, while it runs."""
        vcs = _VCS.get(slug.vcs, slug.vcs)
        project = quote(f"{vcs}/{slug.organization}/{slug.name}")
        answer = await self._http.fetch(wire.Request("GET", f"/api/v1.1/project/{project}/{number}"))
        return wire.read(answer, _Build).steps

    async def read(self, output_url: str) -> AsyncGenerator[str]:
        """An action's output as it comes, without the token: an `Action`'s ``output_url``.

        As CircleCI kept it: with escape sequences, and perhaps with secrets. Raises UnknownHost,
        Unreadable, TooLarge, and LostAnswer where it takes too long.
        """
        messages = Messages()
        async with self._http.download(output_url, LONGEST_OUTPUT, presigned=True) as chunks:
            async for chunk in chunks:
                if text := messages.feed(chunk):
                    yield text
        yield messages.end()

    async def condensed(self, job_id: str, execution: int, step_num: int) -> str | None:
        """The lines of a step's output that tell of errors, as v3 picks them: its beginning, if it is long.

        None where there is no such thing, as on CircleCI Server. ``execution``: which parallel run, from 0.
        """
        asked = urlencode({"filter[execution]": execution, "filter[step_num]": step_num}, quote_via=quote)
        url = f"{self._http.base_url}/api/v3/jobs/{quote(job_id, safe='')}/stdout/condensed?{asked}"
        body = bytearray()
        try:
            async with self._http.download(url, LONGEST_OUTPUT) as chunks:
                async for chunk in chunks:
                    body += chunk
                    if len(body) >= LONGEST_CONDENSED:
                        break
        except (NotFound, Gone):
            return None
        return body[:LONGEST_CONDENSED].decode("utf-8", "replace")
