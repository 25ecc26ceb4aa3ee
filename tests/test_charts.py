"""Charts are drawn elsewhere: the process that draws may hang or die, and the bot goes on."""

import asyncio
import struct
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import date, timedelta

import pytest
import pytest_asyncio

from bot.charts import Chart, Charts, Day, NoChart, Series

#: Reads a line at a time; a title says what to do. Answers with its own id.
FAKE = """
import json, os, sys, time
for line in sys.stdin:
    title = json.loads(line)["title"]
    if title == "hang": time.sleep(60)
    if title == "die": raise SystemExit(1)
    if title == "junk": print("<junk>", flush=True); continue
    said = {"environment": " ".join(os.environ), "fail": "ValueError: no"}.get(title)
    answer = str(os.getpid())
    print(json.dumps({"error": said} if said else {"bytes": len(answer)}), flush=True)
    if not said: sys.stdout.write(answer); sys.stdout.flush()
"""

Make = Callable[..., Charts]


@pytest.fixture
async def made() -> AsyncIterator[Make]:
    """Makes charts, and closes them."""
    async with AsyncExitStack() as stack:

        def make(**options: object) -> Charts:
            charts = Charts(**options)  # type: ignore[arg-type]
            stack.push_async_callback(charts.close)
            return charts

        yield make


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def real() -> AsyncIterator[Charts]:
    """Draws with matplotlib, which takes a while to be loaded."""
    charts = Charts()
    yield charts
    await charts.close()


@pytest.fixture
def fake(made: Make) -> Charts:
    return made(program=(sys.executable, "-c", FAKE), seconds=10)


def chart(title: str = "web on main: success rate and duration", *names: str) -> Chart:
    first = date(2026, 11, 1)
    days = tuple(
        Day(first + timedelta(days=at), 50.0 + at if at % 3 else None, 4.5 if at % 2 else None)
        for at in range(30)
    )
    return Chart(title, tuple(Series(name, days) for name in names or ("build",)))


def measures(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.asyncio(loop_scope="module")
async def test_a_chart_is_a_picture_that_fills_a_phone_and_matplotlib_is_not_loaded_here(
    real: Charts,
) -> None:
    assert measures(await real.draw(chart())) == (1050, 1125)
    assert "matplotlib" not in sys.modules


@pytest.mark.asyncio(loop_scope="module")
async def test_names_from_outside_are_only_text_in_a_picture(real: Charts) -> None:
    plain = await real.draw(chart("web", "a", "b"))
    odd = await real.draw(chart("$\\frac{$ web", "_hidden", "$\\nonsense$"))

    assert measures(plain) == measures(odd)
    assert plain != odd


@pytest.mark.asyncio(loop_scope="module")
async def test_days_without_any_run_are_no_fault(real: Charts) -> None:
    empty = Series("build", (Day(date(2026, 11, 1)), Day(date(2026, 11, 2))))

    assert measures(await real.draw(Chart("web", (empty,))))


async def test_one_process_draws_all_charts_one_at_a_time(fake: Charts) -> None:
    assert len(set(await asyncio.gather(*(fake.draw(chart()) for _ in range(5))))) == 1


async def test_what_the_process_can_not_draw_is_told_and_the_next_is_drawn_by_the_same(fake: Charts) -> None:
    first = await fake.draw(chart())

    with pytest.raises(NoChart, match="ValueError: no"):
        await fake.draw(chart("fail"))

    assert await fake.draw(chart()) == first


@pytest.mark.parametrize("title", ["die", "junk"])
async def test_a_process_that_dies_or_talks_nonsense_is_replaced(fake: Charts, title: str) -> None:
    first = await fake.draw(chart())

    with pytest.raises(NoChart):
        await fake.draw(chart(title))

    assert await fake.draw(chart()) != first


async def test_a_process_that_hangs_is_ended_and_the_next_chart_is_drawn(made: Make) -> None:
    charts = made(program=(sys.executable, "-c", FAKE), seconds=1)

    with pytest.raises(NoChart, match="took longer than 1 seconds"):
        await charts.draw(chart("hang"))

    assert await charts.draw(chart())


async def test_while_one_is_drawn_everything_else_goes_on(fake: Charts) -> None:
    first = await fake.draw(chart())
    drawing = asyncio.create_task(fake.draw(chart("hang")))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not drawing.done()

    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing

    assert await fake.draw(chart()) != first


async def test_a_program_that_can_not_be_started_is_no_chart(made: Make) -> None:
    with pytest.raises(NoChart, match="FileNotFoundError"):
        await made(program=("/nowhere/python",)).draw(chart())


async def test_the_process_is_not_told_the_bots_secrets(
    fake: Charts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIRCLECI_TOKEN", "s3cret")

    with pytest.raises(NoChart) as caught:
        await fake.draw(chart("environment"))

    assert "PATH" in str(caught.value)
    assert "CIRCLECI_TOKEN" not in str(caught.value)


async def test_after_the_end_nothing_is_drawn(fake: Charts) -> None:
    await fake.draw(chart())
    await fake.close()

    with pytest.raises(NoChart, match="closed"):
        await fake.draw(chart())


async def test_what_is_being_drawn_at_the_end_is_given_up(fake: Charts) -> None:
    await fake.draw(chart())
    drawing = [asyncio.create_task(fake.draw(chart("hang"))) for _ in range(3)]
    for _ in range(20):
        await asyncio.sleep(0)

    await fake.close()

    given_up = await asyncio.gather(*drawing, return_exceptions=True)
    assert [type(each) for each in given_up] == [NoChart] * 3


def test_without_the_extra_there_are_no_charts(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made().available
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert not made().available


async def test_a_process_without_the_extra_says_so(made: Make) -> None:
    blocked = (
        "import runpy, sys; sys.modules['matplotlib'] = None; sys.modules['matplotlib.figure'] = None; "
        f"runpy.run_path({sys.modules[Charts.__module__].__file__!r}, run_name='__main__')"
    )

    with pytest.raises(NoChart, match="ModuleNotFoundError"):
        await made(program=(sys.executable, "-c", blocked)).draw(chart())
