"""A pipeline's configuration: it may have many megabytes, and is read as it comes, never whole in memory."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing

from bot.circleci import wire
from bot.circleci.endpoints import Endpoints
from bot.circleci.models import ConfigText
from bot.circleci.text_stream import Members

#: Bytes of an answer with all its texts.
LONGEST_CONFIG = 2**28


class ConfigEndpoints(Endpoints):
    """``GET /pipeline/{id}/config``."""

    async def read(
        self, pipeline_id: str, texts: Collection[ConfigText]
    ) -> AsyncGenerator[tuple[ConfigText, str]]:
        """The pieces of these texts, in CircleCI's order; a text that is empty, or not there, has none.

        Raises what a download raises, and Unreadable.
        """
        url = self._http.base_url + _path(pipeline_id)
        async with (
            self._http.download(url, LONGEST_CONFIG) as chunks,
            aclosing(_pieces(chunks, texts)) as found,
        ):
            async for each in found:
                yield each

    async def short_texts(self, pipeline_id: str, most: int) -> dict[ConfigText, str] | None:
        """What was written, without waiting for downloads; None where a text has more characters."""
        texts = {ConfigText.SETUP: "", ConfigText.SOURCE: ""}
        request = wire.WireRequest("GET", _path(pipeline_id))
        async with (
            self._http.stream(request, LONGEST_CONFIG) as chunks,
            aclosing(_pieces(chunks, texts)) as found,
        ):
            async for name, piece in found:
                texts[name] += piece
                if len(texts[name]) > most:
                    return None
        return texts


def _path(pipeline_id: str) -> str:
    return wire.path("pipeline", pipeline_id, "config")


async def _pieces(
    chunks: AsyncIterator[bytes], texts: Collection[ConfigText]
) -> AsyncGenerator[tuple[ConfigText, str]]:
    members = Members(texts)
    async for chunk in chunks:
        for name, piece in members.feed(chunk):
            yield ConfigText(name), piece
    for name, piece in members.end():
        yield ConfigText(name), piece
