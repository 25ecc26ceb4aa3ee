"""What a step printed, asked at the desk."""

import pytest
from pytest_mock import MockerFixture

from bot.circleci.errors import ServerError
from bot.model import fault
from bot.model.fault import JobsGone, SeveralSteps
from bot.model.grammar_fault import BadValue
from bot.model.message import CodeBlock, Message
from bot.playground.circleci import Fault, logs
from bot.playground.circleci.script import Contents, JobScript, Step, WorkflowScript
from tests.commands.desk import Desk, lines, plain, told
from tests.output.test_disk import full_file

HOSTILE = "gh/acme/hostile"


@pytest.fixture
def hostile(desk: Desk) -> Desk:
    """A project whose one job prints what nobody wishes."""
    desk.small.add_project(HOSTILE, logs.SCRIPTS)
    desk.small.finish(desk.small.add_pipeline(HOSTILE))
    return desk


def shown(message: Message) -> str:
    return next((block.text for block in message.blocks if isinstance(block, CodeBlock)), "")


def whole(message: Message) -> bytes:
    (file,) = message.files
    try:
        return b"".join(file.pieces())
    finally:
        file.close()


async def test_without_a_step_it_is_the_one_that_failed_in_the_run_that_failed(desk: Desk) -> None:
    message = await desk.ask("logs last failed")
    first, second, *_ = lines(message)[0].splitlines() + lines(message)[1:]
    assert first.startswith(":x: Run tests  ·  parallel run 2 of 2  ·  e2e, job ")
    assert second == "npx playwright test  ·  exit code 1  ·  took 2 min 19 s"
    assert "in web #812): exit code 1" in plain(message.text)
    assert "2 failed" in shown(message)
    assert "\x1b" not in shown(message)
    assert "\r" not in shown(message)


async def test_a_short_output_is_whole_and_has_no_file(hostile: Desk) -> None:
    message = await hostile.ask("logs last gh/acme/hostile checkout")
    assert lines(message)[0].startswith(":white_check_mark: Checkout code  ·  parallel run 1 of 3")
    assert shown(message) == "HEAD is now at a1b2c3d A change"
    assert message.files == ()


async def test_a_long_output_is_its_end_and_a_file(hostile: Desk) -> None:
    message = await hostile.ask("logs last gh/acme/hostile 'many lines'")
    assert shown(message).splitlines() == [f"line {number}" for number in range(1_165, 1_205)]
    assert "Last 40 of 1,204 lines  ·  full output attached (10.9 kB)" in lines(message)
    assert message.files[0].name == "gh-acme-hostile-1-many-lines-run-1.log"
    assert whole(message).decode().splitlines() == [f"line {number}" for number in range(1, 1_205)]


async def test_as_many_lines_as_were_asked_for(hostile: Desk) -> None:
    message = await hostile.ask("logs last gh/acme/hostile many --tail 3")
    assert shown(message) == "line 1202\nline 1203\nline 1204"
    whole(message)


@pytest.mark.parametrize("tail", ["0", "x", "1001"])
async def test_a_tail_is_a_number_that_makes_sense(desk: Desk, tail: str) -> None:
    with pytest.raises(BadValue):
        await desk.ask(f"logs last failed --tail {tail}")


async def test_a_step_is_named_by_circleci_s_number_too(hostile: Desk) -> None:
    assert lines(await hostile.ask("logs last gh/acme/hostile 101"))[0].startswith(
        ":white_check_mark: Checkout code"
    )


async def test_a_run_can_be_chosen(hostile: Desk) -> None:
    message = await hostile.ask("logs last gh/acme/hostile --run 1")
    assert "parallel run 1 of 3" in lines(message)[0]
    assert shown(message) == "All passed."
    with pytest.raises(fault.Fault) as caught:
        await hostile.ask("logs last gh/acme/hostile --run 4")
    assert told(caught.value)[0].endswith("has 3 parallel runs; there's no 4.")


async def test_the_beginning_of_several_names_is_a_choice(hostile: Desk) -> None:
    with pytest.raises(SeveralSteps) as caught:
        await hostile.ask("logs last gh/acme/hostile 'run' --tail 5")
    (first, at, line), (second, then, _) = caught.value.steps
    assert (first, at, second, then) == ("Run tests", 106, "Run <!channel>", 107)
    assert "[Run tests, step 106][Run <!channel>, step 107]" in told(caught.value)
    assert "106" in line
    assert "--tail 5" in line
    assert shown(await hostile.ask(line)) == "never reached"


async def test_a_step_that_is_not_there_is_told_with_those_that_are(hostile: Desk) -> None:
    with pytest.raises(fault.Fault) as caught:
        await hostile.ask("logs last gh/acme/hostile deploy")
    steps = "Its steps: Spin up environment, Checkout code, Many lines"
    assert told(caught.value)[0].startswith(f"noise has no step deploy. {steps}")


async def test_a_step_that_printed_nothing_says_so(hostile: Desk) -> None:
    message = await hostile.ask("logs last gh/acme/hostile silence")
    assert "No output." in lines(message)
    assert shown(message) == ""


async def test_where_nothing_failed_it_is_the_last_step_that_printed(desk: Desk) -> None:
    steps = (Step("Build", "make", "built\n"), Step("Silence", "true", ""))
    script = JobScript("quiet", 5, contents=lambda _: Contents(steps=steps))
    desk.small.add_project("gh/acme/quiet", (WorkflowScript("w", (script,)),))
    desk.small.finish(desk.small.add_pipeline("gh/acme/quiet"))
    assert shown(await desk.ask("logs last gh/acme/quiet")) == "built"


async def test_of_a_canceled_job_it_is_the_step_in_which_it_was_canceled(desk: Desk) -> None:
    steps = (Step("Build", "make", "built\n"), Step("Run tests", "make test", "1 of 90\n"))
    script = JobScript("tests", 5, outcomes=("canceled",), contents=lambda _: Contents(steps=steps))
    desk.small.add_project("gh/acme/stopped", (WorkflowScript("w", (script,)),))
    desk.small.finish(desk.small.add_pipeline("gh/acme/stopped"))
    message = await desk.ask("logs last gh/acme/stopped")
    assert lines(message)[0].startswith(":no_entry_sign: Run tests  ·  tests, job ")
    assert "make test  ·  canceled" in lines(message)[1]
    assert shown(message) == "1 of 90"


async def test_a_running_job_has_its_output_later(desk: Desk) -> None:
    desk.small.add_project("gh/acme/slow", (WorkflowScript("w", (JobScript("slow", 500),)),))
    desk.small.add_pipeline("gh/acme/slow")
    await desk.clock.sleep(60)
    with pytest.raises(fault.Fault) as caught:
        await desk.ask("logs last gh/acme/slow")
    assert told(caught.value) == ["slow is still running. Its output is available when it ends."]


async def test_an_approval_prints_nothing(desk: Desk) -> None:
    script = WorkflowScript("w", (JobScript("hold", approval=True),))
    desk.small.add_project("gh/acme/held", (script,))
    held = desk.small.add_pipeline("gh/acme/held")
    await desk.clock.sleep(60)
    (workflow,) = await desk.circleci.list_workflows(held.id)
    (job,) = await desk.circleci.list_jobs(workflow.id)
    with pytest.raises(fault.Fault) as caught:
        await desk.ask(f"logs {job.id}")
    assert told(caught.value)[0] == "hold is an approval, so it has no output."


async def test_what_kept_the_jobs_from_being_read_is_told_and_not_that_there_are_none(desk: Desk) -> None:
    run = next(each for each in desk.small.pipelines if each.number == 812).runs[0]
    jobs = f"/workflow/{run.id}/job"
    for status, error, said in (
        (404, JobsGone, "CircleCI no longer has the jobs in build-test-deploy."),
        (503, ServerError, "CircleCI is having problems (503). Try again in a minute."),
    ):
        desk.small.faults.clear()
        desk.small.faults.add(Fault(jobs, times=None, status=status))
        for line in ("logs last failed", "artifacts last failed", "tests last failed", "job last failed"):
            with pytest.raises(error) as caught:
                await desk.ask(line)
            assert told(caught.value)[0] == said


async def test_nothing_of_a_hostile_log_gets_through(hostile: Desk) -> None:
    message = await hostile.ask("logs last gh/acme/hostile --tail 1000")
    everything = "\n".join([plain(message.text), *lines(message)])
    for secret in logs.SECRETS:
        assert secret not in everything
    text = shown(message)
    assert "red linked" in text
    assert "100% done\nfixed\n" in text
    assert "stripe key [masked]" in text
    assert "git clone https://x-access-token:[masked]\n" in text
    assert text.endswith("the end")
    assert not set("\x1b\r\b\u202e\u200b\x07") & set(text)


async def test_ten_megabytes_without_a_line_s_end_are_cut(hostile: Desk) -> None:
    message = await hostile.ask("logs last gh/acme/hostile 'one line'")
    assert len(shown(message)) == 9_000
    assert "End of a long line  ·  full output attached (10 MB)" in lines(message)
    content = whole(message)
    assert len(content) == 10_000_000 + len(" [masked] ")
    assert logs.SECRETS[0].encode() not in content


async def test_a_file_is_cut_at_its_limit(hostile: Desk) -> None:
    hostile.artifact_limit = 1_000_000
    message = await hostile.ask("logs last gh/acme/hostile 'one line'")
    assert "first 1 MB attached" in lines(message)[2]
    assert len(whole(message)) == 1_000_000


async def test_it_costs_two_requests_more_than_the_job(desk: Desk) -> None:
    for _ in range(2):  # the second time it is guessed which failed last, as it is for the logs
        await desk.ask("job last failed")
    job = desk.waves.count
    await desk.ask("logs last failed")
    assert desk.waves.count == job + 2


async def test_a_full_disk_is_said_to_be_full(desk: Desk, mocker: MockerFixture) -> None:
    mocker.patch("bot.model.spool.TemporaryFile", side_effect=full_file)
    with pytest.raises(fault.DiskFull):
        await desk.ask("logs last failed --tail 1")
    with pytest.raises(fault.DiskFull):
        await desk.ask("config web")


async def test_of_a_diagnosis_what_the_disk_has_no_room_for_is_missing_alone(
    desk: Desk, mocker: MockerFixture
) -> None:
    mocker.patch("bot.model.spool.TemporaryFile", side_effect=full_file)
    last = (await desk.ask_on("why last failed"))[-1]
    assert any("Couldn't load the output" in each for each in lines(last)), lines(last)
