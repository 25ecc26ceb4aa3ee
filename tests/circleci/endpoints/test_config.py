"""A pipeline's configuration is read as it comes."""

import json
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing

import httpx
import pytest

from bot.circleci.errors import NotFound, TooLarge, Unreadable
from bot.circleci.hosts import DOWNLOADS
from bot.circleci.models import ConfigText
from bot.turns import whose
from tests.circleci.test_http_download import URL, Chunks
from tests.circleci.wires import PIPELINE_ID, TOKEN, Answer, Step, a_client, answers, says

BOTH = (ConfigText.SOURCE, ConfigText.SETUP)
PIECE = 64 * 2**10


async def pieces(*steps: Step | Answer, of: Sequence[ConfigText] = BOTH) -> list[tuple[ConfigText, str]]:
    client, wire = a_client(*steps)
    async with aclosing(client.config.read(PIPELINE_ID, of)) as found:
        read = [each async for each in found]
    assert wire.paths == [f"/api/v2/pipeline/{PIPELINE_ID}/config"]
    assert wire.requests[0].headers["circle-token"] == TOKEN
    return read


async def test_of_a_configuration_those_texts_are_read_that_are_asked_for() -> None:
    body = {"source": "a: 1\n", "compiled": "b", "setup-config": "c", "compiled-setup-config": "", "x": {}}
    assert await pieces(answers(body)) == [(ConfigText.SOURCE, "a: 1\n"), (ConfigText.SETUP, "c")]
    assert await pieces(answers(body), of=(ConfigText.COMPILED_SETUP,)) == []
    odd = says(200, '{"source": null, "setup_config": "é\\ud83d"}')
    assert await pieces(odd) == [(ConfigText.SETUP, "é\ufffd")]


async def test_a_long_text_is_given_out_as_it_comes_and_never_held() -> None:
    body = json.dumps({"compiled": "x" * 40 * PIECE, "source": "# é\n" * 10 * PIECE}).encode()
    stream = Chunks(*(body[at : at + PIECE] for at in range(0, len(body), PIECE)))

    read = await pieces(lambda _: httpx.Response(200, stream=stream))

    assert sum(len(piece) for _, piece in read) == 4 * 10 * PIECE
    assert max(len(piece) for _, piece in read) <= PIECE
    assert stream.closed


@pytest.mark.parametrize("body", ["", "[]", '{"source": "a"', '{"source": "a"} {}', "<html>"])
async def test_what_is_no_object_is_unreadable(body: str) -> None:
    with pytest.raises(Unreadable):
        await pieces(says(200, body))


async def test_what_circleci_refuses_is_the_error_that_it_is() -> None:
    with pytest.raises(NotFound):
        await pieces(answers({"message": "Not found"}, 404))
    with pytest.raises(TooLarge):
        await pieces(lambda _: httpx.Response(200, headers={"content-length": str(2**30)}, stream=Chunks()))


async def test_of_a_text_that_is_too_long_no_more_is_read() -> None:
    stream = Chunks(b'{"source": "', *[b"x" * 100] * 50)
    client, _ = a_client(answers({"source": "abc"}), lambda _: httpx.Response(200, stream=stream))

    assert await client.config.short_texts(PIPELINE_ID, 3) == {ConfigText.SETUP: "", ConfigText.SOURCE: "abc"}
    assert await client.config.short_texts(PIPELINE_ID, 350) is None
    assert (stream.read, stream.closed) == (5, True)


async def test_short_texts_wait_for_no_download() -> None:
    client, _ = a_client(
        lambda it: answers({"source": "a"}) if "config" in it.url.path else says(200, "file")
    )
    async with AsyncExitStack() as downloads:
        for at in range(DOWNLOADS):
            whose.set(f"U{at}")
            await downloads.enter_async_context(client.download(URL, limit=100))
        assert await client.config.short_texts(PIPELINE_ID, 3)
