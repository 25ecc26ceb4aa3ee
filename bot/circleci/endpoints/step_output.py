"""What a job's steps printed: the steps with API v1.1, an action's output from its own address.

API v2 tells of no steps. Of v1.1 only GET is used, which stays, and which CircleCI Server has too.
https://circleci.com/docs/guides/toolkit/api-v1-migration-guide/
"""

from collections.abc import AsyncGenerator
from typing import Annotated
from urllib.parse import quote, urlencode

from bot.circleci import wire
from bot.circleci.endpoints import Endpoints
from bot.circleci.errors import Gone, NotFound
from bot.circleci.models import Step
from bot.circleci.models.lenient import Model, entries
from bot.circleci.slug import ProjectSlug
from bot.circleci.text_stream import Messages

#: Bytes that are read of one output, as it comes over the wire.
LONGEST_OUTPUT = 2**30
#: Bytes that are read of one condensed output.
LONGEST_CONDENSED = 256 * 2**10
_VCS = {"gh": "github", "bb": "bitbucket"}


class _Build(Model):
    steps: Annotated[tuple[Step, ...], entries("step")] = ()


class Output(Endpoints):
    """Reads steps and what they printed."""

    async def steps(self, slug: ProjectSlug, number: int) -> tuple[Step, ...]:
        """A job's steps, in order; as many as there are yet, while it runs."""
        vcs = _VCS.get(slug.vcs, slug.vcs)
        project = quote(f"{vcs}/{slug.organization}/{slug.name}")
        answer = await self._http.fetch(wire.WireRequest("GET", f"/api/v1.1/project/{project}/{number}"))
        return self._read(answer, _Build).steps

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
