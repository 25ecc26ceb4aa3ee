"""Masking: how fast it is by the sort of lines, and acknowledgements while large logs are masked."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from string import ascii_letters, digits

from bot.operating.serving import serve
from bot.output.mask import Masker
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.logs import endless
from bot.playground.slack.small_slack import SmallSlack
from tests.bench.figures import Figures
from tests.bench.load import requests, send_all
from tests.bench.output import LONGEST, MEGABYTE, asked_of, failed, running
from tests.bench.processes import MEASURING, pinned, slack_with_settings
from tests.world import BEN, WEB

SIZE, PIECE = 2 * MEGABYTE, 64 * 2**10
#: How many logs of which size are masked at once, in bytes, and the seconds between two acknowledgements.
LOGS, LOG, PACE = 4, 20 * MEGABYTE, 0.02
_chance = random.Random(1)
_NAMES = ("web", "api", "orders", "checkout", "billing", "users", "cart", "search", "worker", "cache")


def _name() -> str:
    return _chance.choice(_NAMES)


def _word(size: int) -> str:
    return "".join(_chance.choices(ascii_letters + digits, k=size))


def _ordinary(at: int) -> str:
    return _chance.choice(
        (
            f"2026-11-24T10:00:{at % 60:02}Z INFO [{_name()}] GET /api/{_name()}/{at} 200 in 12 ms",
            f"Collecting {_name()}-{_name()}=={at % 9}.{at % 7}",
            f"   Compiling {_name()}-{_name()} v0.{at % 90}",
            f"[{at:>5}/9000] Building CXX object src/{_name()}/CMakeFiles/{_name()}.dir/{_name()}.cpp.o",
            f"  at {_name()}.{_name()} (src/{_name()}/{_name()}.ts:{at % 900}:{at % 80})",
            f"warning: unused variable `{_name()}` in {_name()}.rs, line {at}",
        )
    )


def _secret(at: int) -> str:
    return _chance.choice(
        (
            f"DB_PASSWORD=hunter{at}",
            f"2026-11-24T10:00:00Z DEBUG {_name()} session opened secret={_word(16)} for user {at}",
            f"postgres://app:{_word(12)}@db.internal:5432/{_name()}",
            f'{{"user": "ana", "password": "{_word(10)}", "id": {at}}}',
            f"The password for ana is {_word(9)}{at}",
            f"docker login -u ana -p {_word(14)} {_name()}.example",
        )
    )


def _mixed(at: int) -> str:
    return _secret(at) if not at % 33 else _ordinary(at)


#: What a line looks like, by its number; and how many MB/s are to be reached at least.
SORTS: Mapping[str, tuple[Callable[[int], str], float]] = {
    "ordinary lines": (_ordinary, 10),
    "one of 33 has a secret": (_mixed, 10),
    "what npm fetches": (
        lambda at: f"npm http fetch GET 200 https://npm.acme.example/{_name()}-{at} 12ms",
        2,
    ),
    "long paths": (lambda at: f"/home/circleci/project/node_modules/@{_name()}/{_name()}/lib/{at}.d.ts", 2),
    "names of tests": (lambda at: f"tests/{_name()}/test_{_name()}.py::test_a_{_name()}_of_{at} PASSED", 2),
    "the same secret again": (lambda at: "token=abc password=$X", 10),
    "numbered secrets": (lambda at: f"[{at}] login with password=hunter{at} token=abc{at}def and go on", 2),
    "secrets of all kinds": (_secret, 2),
}
#: Signs that fill one line, in which a name or a value may begin at any place.
SIGNS = ("token=", "TOKEN: ", "password: ", "&sig=", "mysql -p ", "eyJ", "a1B2")


async def measure(directory: Path, figures: Figures) -> None:
    speeds = await asyncio.to_thread(_speeds)
    figures.table(
        "Masking, in one process",
        ("sort of lines", "MB/s"),
        ((name, f"{speed:.1f}") for name, speed in speeds.items()),
    )
    for name, (_, least) in SORTS.items():
        figures.target(f"{name}, MB/s", speeds[name], least, above=True)
    figures.table(
        "One line of 200 kB, the same again and again",
        ("sign", "seconds"),
        ((sign, f"{_seconds(sign * (200_000 // len(sign))):.2f}") for sign in SIGNS),
    )
    await _acknowledged(directory, figures)


def _speeds() -> dict[str, float]:
    found = {}
    for name, (line, _) in SORTS.items():
        text = "".join(f"{each}\n" for each in _lines(line, SIZE))
        found[name] = len(text) / MEGABYTE / _seconds(text)
    return found


def _lines(line: Callable[[int], str], size: int) -> Iterator[str]:
    at = 0
    while size > 0:
        at, said = at + 1, line(at)
        size -= len(said) + 1
        yield said


def _seconds(text: str) -> float:
    masker, started = Masker(), time.process_time()
    for at in range(0, len(text), PIECE):
        masker.feed(text[at : at + PIECE])
    masker.end()
    return time.process_time() - started


async def _acknowledged(directory: Path, figures: Figures) -> None:
    """By the whole program, which shares one core with the process that masks."""
    circleci, body = SmallCircleCI(), "".join(f"{each}\n" for each in _lines(_mixed, PIECE // 2))
    with pinned(MEASURING):
        async with slack_with_settings(directory) as (slack, settings), serve(circleci.asgi) as url:
            large = [failed(circleci, lambda size: endless(size, body), LOG) for _ in range(LOGS)]
            settings |= {"CIRCLECI_URL": url, "CIRCLECI_TOKEN": circleci.token}
            settings |= {"SLACK_SIGNING_SECRET": slack.signing_secret, "LOG_LEVEL": "error"}
            async with running(settings, slack) as (_, events):
                deliveries = partial(requests, "help", 1, slack.signing_secret)
                quiet = await _paced(events, deliveries, lambda taken: taken == 200)
                started = time.perf_counter()
                for each in large:
                    await slack.command(WEB, BEN, f"/ci {asked_of(each)[0]}")
                busy = await _paced(
                    events,
                    deliveries,
                    lambda _: _answered(slack) == LOGS or time.perf_counter() - started > LONGEST,
                )
                await slack.until(lambda: _answered(slack) == LOGS, 1)
                seconds, shared = time.perf_counter() - started, len(slack.files)
    figures.table(
        f"Acknowledgement of /ci help, one in {PACE * 1000:.0f} ms",
        ("meanwhile", "acknowledged", "median ms", "p99 ms"),
        (
            (name, str(len(times)), f"{median(times) * 1000:.1f}", f"{_p99(times) * 1000:.1f}")
            for name, times in (("nothing", quiet), (f"{LOGS} logs of {LOG // MEGABYTE} MB", busy))
        ),
    )
    figures.note(
        f"{shared} of the logs were shared after {seconds:.0f} seconds, "
        f"{shared * LOG / MEGABYTE / seconds:.1f} MB/s; whoever waits for 20 s is told to ask again."
    )
    figures.target("acknowledged while logs are masked, p99 ms", _p99(busy) * 1000, 50)


def _answered(slack: SmallSlack) -> int:
    """How many logs were shared, or refused as others took too long."""
    refused = sum(each.text.startswith("Other files") for each in slack.ephemerals(BEN))
    return len(slack.files) + refused


async def _paced(
    url: str, deliveries: Callable[[], Sequence[bytes]], enough: Callable[[int], bool]
) -> list[float]:
    """The seconds that each took, one after the other."""
    times = list[float]()
    while not enough(len(times)):
        times.append((await asyncio.to_thread(send_all, url, deliveries(), connections=1)).median)
        await asyncio.sleep(PACE)
    return times


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]
