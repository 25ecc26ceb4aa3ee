"""Reading what an action printed, from the wire to its end."""

import subprocess
import sys

import httpx
import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import Unreadable
from bot.circleci.models import Step, StepRun
from bot.model.spool import OutputEnd
from bot.playground.circleci.logs import endless, escaped, one_message
from bot.reading.printed import failing_steps, read_condensed, read_end
from tests.circleci.wires import JOB_ID, a_client, answers
from tests.output.large import URL, read_large

ACTION = StepRun(output_url=URL, index=1, step=102)


async def ended(client: CircleCI, *, lines: int = 2, limit: int = 100) -> OutputEnd:
    return await read_end(client, ACTION, lines=lines, characters=1_000, limit=limit)


def test_what_failed_is_each_run_of_each_step_that_did() -> None:
    good, bad, late = StepRun(step=1), StepRun(step=2, failed=True), StepRun(step=3, index=1, timedout=True)
    steps = (Step(name="a", actions=(good,)), Step(name="b", actions=(good, bad)), Step(actions=(late,)))
    assert [(step.name, action) for step, action in failing_steps(steps)] == [("b", bad), ("", late)]


async def test_a_short_output_needs_no_file() -> None:
    client, _ = a_client(answers([{"message": "\x1b[31mone\r\n"}, {"message": "two\n"}]))
    assert await ended(client) == OutputEnd("one\ntwo")


async def test_a_long_one_is_its_end_with_the_whole_on_disk() -> None:
    client, _ = a_client(answers([{"message": "one\ntwo\n"}, {"message": "TOKEN=abc\n"}]))
    end = await ended(client)
    assert (end.text, end.earlier_lines) == ("two\nTOKEN=[masked]", 1)
    assert end.spool is not None
    end.spool.file.seek(0)
    assert end.spool.file.read() == b"one\ntwo\nTOKEN=[masked]\n"
    end.spool.close()


async def test_what_has_no_address_printed_nothing() -> None:
    client, wire = a_client(answers([]))
    assert await read_end(client, StepRun(), lines=1, characters=1, limit=1) == OutputEnd("")
    assert not wire.requests


async def test_nothing_is_left_on_disk_of_an_output_that_breaks_off() -> None:
    client, _ = a_client(httpx.Response(200, content=b'[{"message": "one\\n'))
    with pytest.raises(Unreadable):  # an open file would be a ResourceWarning, which fails the test
        await ended(client)


async def test_the_condensed_output_is_cleaned_and_masked_too() -> None:
    client, _ = a_client(httpx.Response(200, content=b"one\n\x1b[31mpassword=hunter2\x1b[0m\n"))
    found = await read_condensed(client, JOB_ID, ACTION, lines=1, characters=100)
    assert found == OutputEnd("password=[masked]", 1)


@pytest.mark.parametrize("answer", [answers({}, 404), httpx.Response(200, content=b"\n\x1b[0m")])
async def test_without_a_condensed_output_there_is_none(answer: httpx.Response) -> None:
    client, _ = a_client(answer)
    assert await read_condensed(client, JOB_ID, ACTION, lines=1, characters=100) is None


async def test_a_large_output_is_read_to_its_end() -> None:
    end = await read_large(3_000_000, "one line\n")
    assert end.text.splitlines()[1:] == ["one line"] * 39
    assert end.lines == 300_000
    assert end.spool is not None
    end.spool.close()


@pytest.mark.parametrize("late", [2**10, 2**30])
async def test_of_what_does_not_fit_into_the_file_only_the_end_is_looked_through(
    late: int, mocker: MockerFixture
) -> None:
    mocker.patch("bot.reading.printed.LATE_CHARACTERS", late)
    lines = [{"message": f"line {at}, token=abc{at}def\n"} for at in range(2_000)]
    client, _ = a_client(answers(lines))
    end = await ended(client, lines=3, limit=1_000)
    assert end.text.splitlines() == [f"line {at}, token=[masked]" for at in (1_997, 1_998, 1_999)]
    assert (end.earlier_lines, end.lines) == (1_997, 2_000)
    assert end.spool is not None
    assert (end.spool.cut, end.spool.size) == (True, 1_000)
    end.spool.close()


def test_ten_megabytes_in_one_line_take_little_memory() -> None:
    measured = subprocess.run(
        [sys.executable, "-m", "tests.output.large", "10", "x"], check=True, capture_output=True, text=True
    )
    assert 0 <= int(measured.stdout) < 5_000_000


def test_what_is_made_on_the_fly_is_what_it_says() -> None:
    assert b"".join(endless(100_000, "ab\n")).count(b"ab") > 20_000
    assert b"".join(one_message([escaped('"\n')])).startswith(b'[{"type":"out","message":"\\"\\n"')
