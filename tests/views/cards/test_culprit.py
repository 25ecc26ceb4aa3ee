from dataclasses import replace

from bot.circleci.models import Step, StepRun
from bot.circleci.models import Test as Case
from bot.model.diagnosis import Culprit, Diagnosis
from bot.model.job_tests import Results
from bot.model.message import CodeBlock
from bot.model.run import Run
from bot.model.spans import Bold, Link
from bot.model.spool import OutputEnd
from bot.views.cards.culprit import culprit_evidence, culprit_heading, culprit_phrase
from tests.commands.desk import plain
from tests.views.facts import SCENE, job, pipeline, workflow

DEPLOY = workflow("deploy", "failed")
E2E = job("e2e", "failed")
ACTION = StepRun.model_validate({"index": 0, "step": 103, "name": "Lint", "failed": True, "exit_code": 2})
LINT = Culprit(DEPLOY, E2E, Step(name="Lint", actions=(ACTION,)), ACTION)
FAILED = Case(name="adds up", file="cart.ts", result="failure", message="Expected: 2", run_time=0.5)
TESTS = replace(LINT, results=Results((FAILED, FAILED.model_copy(update={"name": "keeps"}))))
RUN = Run(pipeline(), "web", (DEPLOY,), {DEPLOY.id: (E2E,)})


def test_the_answer_in_a_few_words() -> None:
    assert culprit_phrase(TESTS) == "e2e failed: 2 of 2 tests"
    assert culprit_phrase(LINT) == "e2e failed: Lint, exit code 2"
    assert culprit_phrase(Culprit(DEPLOY, E2E)) == "e2e failed"


def test_the_heading_leads_to_the_job_where_it_has_a_page() -> None:
    [*_, link] = culprit_heading(LINT, Diagnosis(RUN, (LINT,)), SCENE)
    [*_, bold] = culprit_heading(replace(LINT, job=job("e2e", "failed", number=None)), Diagnosis(RUN), SCENE)

    assert isinstance(link, Link)
    assert link.url.endswith("/jobs/155")
    assert bold == Bold("e2e failed: Lint, exit code 2")


def test_the_first_is_told_at_length_and_another_in_lines_alone() -> None:
    other = replace(TESTS, job=job("unit", "failed", number=156))
    it = Diagnosis(RUN, (TESTS, other))
    lines, below = culprit_evidence(TESTS, it)
    other_lines, nothing = culprit_evidence(other, it)

    assert not any("adds up" in plain(line) for line in lines)
    assert CodeBlock("Expected: 2") in below
    assert [plain(line) for line in other_lines][-2:] == [":x: adds up  ·  cart.ts", ":x: keeps  ·  cart.ts"]
    assert nothing == []


def test_the_lines_that_circleci_picks_are_shown_rather_than_the_end() -> None:
    end = OutputEnd("the\nend", earlier_lines=5)
    picked = replace(LINT, end=end, error_lines="  error: unused\n  error: typo")

    assert culprit_evidence(picked, Diagnosis(RUN, (picked,)))[1][-1] == CodeBlock(
        "error: unused\nerror: typo"
    )
    ended = replace(LINT, end=end)
    assert culprit_evidence(ended, Diagnosis(RUN, (ended,)))[1][-1] == CodeBlock("the\nend")
