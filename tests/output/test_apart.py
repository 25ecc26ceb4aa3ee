"""What is large is masked in a process of its own, as what is small is masked here."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot.output import apart as module
from bot.output.apart import LARGE, Apart, MaskedStream

#: A line that a piece ends within, with a secret.
LINE = "\x1b[32mGET\x1b[0m /api/orders/17 in 12 ms, DB_PASSWORD=hunter2\n"
SHOWN = "GET /api/orders/17 in 12 ms, DB_PASSWORD=[masked]\n"
PIECE = LARGE + 10


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    apart = Apart()
    monkeypatch.setattr(module, "apart", apart)
    yield apart
    apart.close()


def masked(stream: MaskedStream, text: str) -> str:
    return "".join(stream.feed(text[at : at + PIECE]) for at in range(0, len(text), PIECE)) + stream.end()


def lost(apart: Apart) -> None:
    """As where the system has no memory left."""
    assert apart._process is not None
    apart._process.kill()
    apart._process.wait()


def test_what_is_large_is_masked_by_a_process_that_is_started_then(apart: Apart) -> None:
    assert masked(MaskedStream(), LINE * 3) == SHOWN * 3
    assert apart._process is None
    large = 2 * PIECE // len(LINE)
    stream = MaskedStream()
    assert masked(stream, LINE * large) == SHOWN * large
    assert stream.found
    assert apart._process is not None


def test_where_the_process_is_lost_nothing_of_a_stream_is(apart: Apart) -> None:
    stream, text = MaskedStream(), LINE * (3 * PIECE // len(LINE))
    said = stream.feed(text[:PIECE])
    lost(apart)
    said += stream.feed(text[PIECE : 2 * PIECE])
    assert apart._process is None
    said += stream.feed(text[2 * PIECE :])
    assert apart._process is not None
    lost(apart)
    assert said + stream.end() == SHOWN * text.count("\n")


def test_where_no_process_stays_all_is_masked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    apart, starts, start = Apart((sys.executable, "-c", "")), list[object](), subprocess.Popen

    def started(*program: Any, **settings: Any) -> Any:
        starts.append(program)
        return start(*program, **settings)

    monkeypatch.setattr(module, "apart", apart)
    monkeypatch.setattr(subprocess, "Popen", started)
    text = LINE * (6 * PIECE // len(LINE))
    assert masked(MaskedStream(), text) == SHOWN * text.count("\n")
    assert len(starts) == 3
    assert apart._process is None


def test_several_streams_take_turns(apart: Apart) -> None:
    text = LINE * (2 * PIECE // len(LINE))
    one, other = MaskedStream(), MaskedStream(driven=False)
    said = [(one.feed(text[at : at + PIECE]), other.feed(SHOWN)) for at in range(0, len(text), PIECE)]
    assert "".join(each for each, _ in said) + one.end() == SHOWN * text.count("\n")
    assert "".join(each for _, each in said) + other.end() == SHOWN * len(said)


def test_the_process_gets_no_secrets(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    given = dict[str, str]()

    class Started:
        stdin = stdout = None

        def __init__(self, program: object, *, env: dict[str, str], **_: object) -> None:
            given.update(env)

        def kill(self) -> None:
            pass

        def communicate(self) -> None:
            pass

    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb")
    monkeypatch.setattr("subprocess.Popen", Started)
    assert masked(MaskedStream(), LINE * (2 * LARGE // len(LINE))).startswith(SHOWN)
    assert "SLACK_BOT_TOKEN" not in given
    assert "PYTHONPATH" in given
