"""Charts: how runs went day by day, as a PNG, drawn in a process of its own.

Drawing holds the interpreter for a second, in which the bot could acknowledge nothing. So this file is a
program too: started when the first chart is wanted, it reads charts line by line and writes pictures.
matplotlib, which only that process loads, comes with the extra `charts`.

https://matplotlib.org/stable/
"""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from io import BytesIO
from textwrap import wrap
from typing import Any

#: Of the environment the process gets these: it needs no secrets.
_ENVIRONMENT = ("HOME", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "PATH", "PYTHONHOME", "PYTHONPATH", "TMPDIR")
_PROGRAM = (sys.executable, "-P", __file__)
_LARGEST = 8 * 2**20

#: Told apart by people of all kinds of sight, also by the marker. https://jfly.uni-koeln.de/color/
_LOOKS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"))
_TICKS = 6
_WIDTH = 46  # characters of the title that fit in a line


@dataclass(frozen=True, slots=True)
class Day:
    """``passed``: the share of runs in percent; ``minutes``: how long one took. None where there was none."""

    day: date
    passed: float | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: all the days, the oldest first."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """At most four series, over the same days."""

    title: str
    series: tuple[Series, ...]


class NoChart(Exception):
    """It could not be drawn; the text says why, for the log."""


class Charts:
    """Draws one chart at a time. ``seconds``: how long one may take, with its waiting. Must be closed."""

    def __init__(self, *, seconds: float = 20.0, program: Sequence[str] = _PROGRAM) -> None:
        self._seconds = seconds
        self._program = program
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._closed = False

    @property
    def available(self) -> bool:
        """Whether the extra is installed."""
        return find_spec("matplotlib") is not None

    async def draw(self, chart: Chart) -> bytes:
        """The chart as a PNG. Raises NoChart."""
        try:
            async with asyncio.timeout(self._seconds), self._turn:
                try:
                    return await self._exchange(chart)
                except _Refused:
                    raise
                except BaseException:  # whatever cut it off, the process may still be about it
                    await self._end()
                    raise
        except TimeoutError:
            raise NoChart(f"took longer than {self._seconds:.0f} seconds") from None
        except (OSError, EOFError, ValueError) as error:
            raise NoChart(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Draw nothing more; what is being drawn is given up."""
        self._closed = True
        self._kill()
        async with self._turn:
            await self._end()

    async def _exchange(self, chart: Chart) -> bytes:
        process = await self._running()
        if process.stdin is None or process.stdout is None:
            raise EOFError("the process has no pipes")
        process.stdin.write(json.dumps(asdict(chart), default=str).encode() + b"\n")
        await process.stdin.drain()
        answer = json.loads(await process.stdout.readline() or b'{"bytes": -1}')
        if "error" in answer:
            raise _Refused(answer["error"])
        if not 0 < answer["bytes"] < _LARGEST:
            raise EOFError("the process ended")
        return await process.stdout.readexactly(answer["bytes"])

    async def _running(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise EOFError("closed")
        if self._process is None or self._process.returncode is not None:
            kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
            self._process = await asyncio.create_subprocess_exec(
                *self._program,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={**kept, "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1"},
            )
        return self._process

    async def _end(self) -> None:
        self._kill()
        process, self._process = self._process, None
        if process is not None:
            await process.communicate()  # and not wait(): this sees the pipes closed, too

    def _kill(self) -> None:
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        with suppress(ProcessLookupError):
            self._process.kill()


class _Refused(NoChart):
    """The process says why it can't, and is ready for the next."""


# What the process does


def draw(chart: Chart) -> bytes:
    """Two panels above one another, readable on a phone."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 7.5), dpi=150, layout="constrained", facecolor="white")
    figure.suptitle("\n".join(_folded(chart.title)), fontsize=17, parse_math=False)
    upper, lower = figure.subplots(2, 1, sharex=True)
    for at, series in enumerate(chart.series):
        colour, marker = _LOOKS[at % len(_LOOKS)]
        look = {"color": colour, "marker": marker, "markersize": 7, "linewidth": 2}
        rates = [(each.day, each.passed) for each in series.days if each.passed is not None]
        times = [(each.day, each.minutes) for each in series.days if each.minutes is not None]
        upper.plot([day for day, _ in rates], [rate for _, rate in rates], **look)
        lower.plot([day for day, _ in times], [minutes for _, minutes in times], **look)
    _label(upper, "Runs that passed (%)", chart)
    _label(lower, "Median duration (min)", chart)
    upper.set_ylim(-4, 104)
    lower.set_ylim(bottom=0)
    lower.set_xlabel("Day (UTC)", fontsize=14)
    if len(chart.series) > 1:
        names = [each.name if not each.name.startswith("_") else f" {each.name}" for each in chart.series]
        legend = figure.legend(lower.get_lines(), names, loc="outside lower center", ncols=2, fontsize=13)
        for text in legend.get_texts():
            text.set_parse_math(False)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _folded(title: str) -> list[str]:
    """In lines of about the same length."""
    lines = -(-len(title) // _WIDTH)
    return wrap(title, -(-len(title) // lines) + 6)


def _label(panel: Any, name: str, chart: Chart) -> None:
    days = [each.day for each in chart.series[0].days]
    panel.set_ylabel(name, fontsize=14)
    panel.set_xlim(days[0] - timedelta(days=1), days[-1] + timedelta(days=1))
    panel.margins(y=0.1)
    ticks = days[:: max(1, -(-len(days) // _TICKS))]
    panel.set_xticks(ticks, [f"{each:%b} {each.day}" for each in ticks])
    panel.tick_params(labelsize=13)
    panel.grid(color="#dddddd")
    panel.spines[["top", "right"]].set_visible(False)


def _read(line: bytes) -> Chart:
    said = json.loads(line)
    for series in said["series"]:
        series["days"] = tuple(Day(**day | {"day": date.fromisoformat(day["day"])}) for day in series["days"])
    return Chart(said["title"], tuple(Series(**series) for series in said["series"]))


def _serve() -> None:
    """Draw what is asked until nobody is there to ask any more."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # whoever prints, prints beside
    if hasattr(os, "nice"):
        os.nice(10)
    for line in sys.stdin.buffer:
        try:
            picture = draw(_read(line))
            header: dict[str, object] = {"bytes": len(picture)}
        except Exception as error:  # noqa: BLE001 - told to whoever asked, who logs it
            picture, header = b"", {"error": f"{type(error).__name__}: {error}"[:300]}
        answers.write(json.dumps(header).encode() + b"\n" + picture)
        answers.flush()


if __name__ == "__main__":
    _serve()
