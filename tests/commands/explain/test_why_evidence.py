"""What `why` shows as evidence: the output, the tests, since when."""

import re
from datetime import timedelta

import pytest
from pytest_mock import MockerFixture

from bot.playground.circleci import Fault, logs, suites
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import Contents, JobScript, WorkflowScript
from bot.playground.circleci.script import Test as Case
from tests.commands.desk import Desk, lines, plain
from tests.commands.failing import codes, last, ran, step, whole

HOSTILE = "gh/acme/hostile"

# What the step printed


async def test_the_lines_that_circleci_picks_are_shown_with_their_cause_which_follows(desk: Desk) -> None:
    ran(desk, contents=step("one\n" * 30 + "ERROR: it broke\nno space left\n" + "after\n" * 30))
    *_, message = await whole(desk, "why @try")
    assert "Error lines:" in lines(message)
    assert codes(message) == ["ERROR: it broke\nno space left\nafter\nafter"]


@pytest.mark.parametrize("status", [404, 410, 403])
async def test_where_circleci_picks_none_as_on_a_server_it_is_the_end(desk: Desk, status: int) -> None:
    ran(desk, contents=step("".join(f"line {at}\n" for at in range(60)) + "ERROR: it broke\n"))
    desk.small.faults.add(Fault("/api/v3/*", times=None, status=status, body={"message": "Not found"}))
    *_, message = await whole(desk, "why @try")
    (end,) = codes(message)
    assert f"Last {len(end.splitlines())} of 61 lines:" in lines(message)
    assert end.splitlines()[-2:] == ["line 59", "ERROR: it broke"]


async def test_the_whole_output_is_shared_once_and_then_let_go(desk: Desk) -> None:
    ran(desk, contents=step("".join(f"line {at}\n" for at in range(60))))
    messages = await desk.ask_on("why @try")
    (file,) = [file for message in messages for file in message.files]
    assert file.name.startswith("output-web-")
    assert b"".join(file.pieces()).decode().splitlines() == [f"line {at}" for at in range(60)]
    file.close()
    assert lines(messages[-1])


async def test_a_short_output_is_shown_whole_without_a_file(desk: Desk) -> None:
    ran(desk, contents=step("made\n"))
    messages = await desk.ask_on("why @try")
    assert codes(messages[-1]) == ["made"]
    assert codes(messages[-1].thread[0]) == []
    assert not any(message.files for message in messages)


@pytest.mark.parametrize("number", [2, 15])
async def test_an_output_of_up_to_fifteen_lines_is_shown_whole(desk: Desk, number: int) -> None:
    output = "".join(f"{at} says what it says\n" for at in range(number - 1)) + "ERROR: it broke\n"
    ran(desk, contents=step(output))
    *_, message = await whole(desk, "why @try")
    assert codes(message) == [output.rstrip("\n")]


async def test_secrets_and_what_a_terminal_would_do_never_get_through(desk: Desk) -> None:
    desk.small.add_project(HOSTILE, logs.SCRIPTS)
    desk.small.finish(desk.small.add_pipeline(HOSTILE))
    messages = await desk.ask_on("why gh/acme/hostile")
    every = [each for message in messages for each in (message, *message.thread)]
    shown = "\n".join(line for each in every for line in [plain(each.text), *lines(each)])
    files = [file for message in messages for file in message.files]
    everything = shown + b"".join(piece for file in files for piece in file.pieces()).decode()
    for file in files:
        file.close()
    assert [secret for secret in logs.SECRETS if secret in everything] == []
    assert not set("\x1b\r\b\u202e\u200b\x07") & set(everything)
    assert lines(messages[0])[0].startswith(":x: noise failed: Run <!channel>, exit code 1")
    assert "deploy --token [masked]" in shown


# The tests


async def test_tests_are_read_before_the_answer_as_far_as_one_that_failed(
    desk: Desk, mocker: MockerFixture
) -> None:
    mocker.patch("bot.reading.diagnosis.FIRST_ANSWER_PATIENCE", 60.0)
    ran(desk, contents=suites.integration("refunds"))
    first, *_, message = await whole(desk, "why @try")
    assert plain(first.text).startswith("check failed: 2+ of 60+ tests (")
    assert "test_refunds_once_when_asked_twice, 2+ cases" in lines(first)
    assert plain(message.text).startswith("check failed: 3 of 336 tests (")
    assert plain(message.thread[0].text).startswith("Details: check failed: 3 of 336 tests (")


async def test_where_that_takes_long_the_answer_is_told_again_once_it_is_known(
    desk: Desk, mocker: MockerFixture
) -> None:
    mocker.patch("bot.reading.diagnosis.FIRST_ANSWER_PATIENCE", 0.5)
    ran(desk, contents=suites.integration("refunds"))
    desk.small.faults.add(Fault("/project/*/tests", delay=0))  # the first page
    desk.small.faults.add(Fault("/project/*/tests", delay=30))
    first, *_, message = await whole(desk, "why @try")
    assert plain(first.text).startswith("check failed: Run tests, exit code 1 (")
    assert plain(message.thread[0].text).startswith("check failed: 3 of 336 tests (")


async def test_more_tests_than_the_client_reads_are_told_as_at_least_so_many(desk: Desk) -> None:
    ran(desk, contents=suites.thousands)
    told = await last(desk, "why @try")
    assert re.match(r":x: check failed: \d\+ of 1,\d{3}\+ tests", told[0])


async def test_a_test_is_known_as_flaky_by_its_name_and_class(desk: Desk) -> None:
    voucher = "applies a voucher once"
    cases = (
        Case(voucher, "chromium › checkout", "e2e/checkout.spec.ts", 1.0, "failure", "Error: no voucher"),
        Case(voucher, "firefox › checkout", "e2e/checkout.spec.ts", 1.0, "failure", "Error: none either"),
    )
    ran(desk, contents=lambda outcome: Contents(tests=cases))
    told = [line for line in await last(desk, "why @try") if voucher in line]
    assert told == [f"{voucher}, 2 cases  ·  flaky: 3 times in 14 days"]
    assert not any("flaky" in line for line in await last(desk, "why #777"))


# Since when


async def test_it_tells_the_first_red_run_its_commit_the_last_green_one_and_what_is_different(
    desk: Desk,
) -> None:
    told = await last(desk, "why api@main")
    at = told.index("Red since api #432 (5 days, 3 pipelines)")
    assert at == 1
    assert told[at + 1].startswith("Broke with Refund once when asked twice (#97)  ·  ")
    assert told[at + 1].endswith("by ana-lima")
    assert told[-2:] == [
        "Last passed: api #429, (when)",
        "integration took 1 min 36 s longer than in #429",
    ]


async def test_jobs_that_are_new_or_gone_since_then_are_named(desk: Desk) -> None:
    for ago, names in ((30, ("check", "old")), (9, ("check", "new"))):
        jobs = tuple(
            JobScript(name, 5, outcomes=("failed" if ago == 9 and name == "check" else "success",))
            for name in names
        )
        scripts = (WorkflowScript("flow", jobs),)
        desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=ago), scripts=scripts)
    told = await last(desk, "why @try")
    assert "First failure on try" in told
    assert "new: new  ·  gone: old" in told


async def test_a_branch_that_was_never_green_is_told_as_such(desk: Desk) -> None:
    for _ in range(3):
        ran(desk)
    told = await last(desk, "why @try")
    assert "Red since web #814 (9 min, 3 pipelines); it has never passed" in told


async def test_it_reads_on_until_it_finds_the_last_green_run(desk: Desk) -> None:
    ran(desk, "success")
    for _ in range(25):
        ran(desk)
    assert "Red since web #815 (9 min, 25 pipelines)" in await last(desk, "why @try")
    assert "First failure on try" in await last(desk, "why #815")


async def test_a_branch_that_is_red_for_longer_than_is_read_says_so(desk: Desk) -> None:
    for _ in range(65):
        ran(desk)
    told = "\n".join(await last(desk, "why @try"))
    assert "Red for a long time: none of the last 60 pipelines on try passed." in told


async def test_a_tag_has_no_history(desk: Desk) -> None:
    ran(desk, tag="v9", contents=step("no"))
    told = "\n".join(await last(desk, "why #814"))
    assert "web #814  ·  tag v9" in told
    assert "First failure" not in told
