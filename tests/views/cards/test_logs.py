from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import StepRun
from bot.model.run import BuiltJob
from bot.model.spool import OutputEnd, Spool
from bot.slack.drawing.blocks import payload
from bot.views.cards.logs import LogCard, log_card
from tests.views.facts import SCENE, identifier, pipeline

FAILED = StepRun(index=2, step=102, status="failed", failed=True, exit_code=1, run_time_millis=252_000)


JOB = BuiltJob(pipeline(), "web", "e2e", 155, identifier(9001))
SHORT = OutputEnd("one\ntwo")


def a_result(
    action: StepRun = FAILED, ended: OutputEnd = SHORT, runs: int = 8, failed: str | None = None
) -> LogCard:
    return LogCard(JOB, "Run tests", "npm test", action, runs, ended, SCENE, failed)


def test_a_failed_step_says_which_run_how_it_ended_and_how_much_there_is(drawn: SnapshotAssertion) -> None:
    spool = Spool(5)
    spool.write("one and more")
    message = log_card(
        a_result(ended=OutputEnd("one\ntwo", 1_202, spool=spool), failed="logs gh/acme/web#155 102 --run 5")
    )
    assert payload(message) == drawn
    (file,) = message.files
    assert (file.name, file.title, file.size) == ("web-155-run-tests-run-3.log", "Run tests, job 155", 5)
    file.close()


def test_a_step_that_printed_nothing_is_short(drawn: SnapshotAssertion) -> None:
    passed = StepRun(step=101, status="success", exit_code=0, truncated=False)
    assert payload(log_card(a_result(passed, OutputEnd(""), runs=1))) == drawn


def test_a_hostile_output_is_one_preformatted_text(drawn: SnapshotAssertion) -> None:
    text = "``` <!channel> <@U0ANA> @here\n<https://evil.example|web>\n```"
    assert payload(log_card(a_result(ended=OutputEnd(text)))) == drawn


def test_an_end_that_is_no_exit_code_is_said() -> None:
    for facts, said in (
        ({"timedout": True}, "timed out"),
        ({"infrastructure_fail": True}, "CircleCI's infrastructure failed"),
        ({"canceled": True}, "canceled"),
    ):
        message = log_card(a_result(StepRun.model_validate(facts)))
        assert message.text == (f"Run tests (e2e in web #812): {said}",)


def test_what_circleci_has_not_kept_is_said() -> None:
    assert "truncated by CircleCI" in str(log_card(a_result(StepRun(truncated=True))).blocks[0])
