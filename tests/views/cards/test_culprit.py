from dataclasses import replace

from bot.circleci.models import Step, StepRun
from bot.circleci.models import Test as Case
from bot.model.diagnosis import Culprit, Diagnosis
from bot.model.job_tests import Results
from bot.model.message import Block, CodeBlock, Lines
from bot.model.run import Run
from bot.model.spans import Bold, Link, Text
from bot.model.spool import OutputEnd
from bot.views.cards.culprit import (
    culprit_details,
    culprit_evidence,
    culprit_heading,
    culprit_phrase,
    other_culprit,
)
from tests.commands.desk import plain
from tests.views.facts import SCENE, job, pipeline, workflow

DEPLOY = workflow("deploy", "failed")
E2E = job("e2e", "failed")
ACTION = StepRun.model_validate({"index": 0, "step": 103, "name": "Lint", "failed": True, "exit_code": 2})
LINT = Culprit(DEPLOY, E2E, Step(name="Lint", actions=(ACTION,)), ACTION)
FAILED = Case(name="adds up", file="cart.ts", result="failure", message="Expected: 2", run_time=0.5)
TESTS = replace(LINT, results=Results((FAILED, FAILED.model_copy(update={"name": "keeps"}))))
ROOM = 15
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
    blocks, shown = culprit_evidence(TESTS, it, SCENE, ROOM)

    assert shown == 1
    assert CodeBlock("Expected: 2") in blocks
    assert [plain(line) for block in other_culprit(other, it, SCENE) for line in lines_of(block)][-1:] == [
        "adds up and 1 more test  ·  cart.ts"
    ]


def test_what_has_no_room_is_left_to_the_details() -> None:
    several = tuple(
        FAILED.model_copy(update={"name": name, "message": f"Expected: {name}\n" * 4}) for name in "abcdef"
    )
    many = replace(LINT, results=Results(several))
    it = Diagnosis(RUN, (many,))
    blocks, shown = culprit_evidence(many, it, SCENE, ROOM)
    told = [plain(line) for block in blocks for line in lines_of(block)]
    rest = [plain(line) for block in culprit_details(many, it, SCENE, shown, 60) for line in lines_of(block)]

    assert told == [*"abcdef"[:shown], f"+ {6 - shown} more failures"]
    assert rest[1] == "abcdef"[shown]


def test_a_short_output_is_whole_and_of_a_long_one_there_are_the_errors_else_its_end() -> None:
    short, long = OutputEnd("\n".join("abcdefghijklmno")), OutputEnd("the\nend", earlier_lines=50)
    picked = "  error: unused\n  note: here"
    for end, error_lines, code in (
        (short, picked, "\n".join("abcdefghijklmno")),
        (long, picked, "error: unused\nnote: here"),
        (long, None, "the\nend"),
    ):
        it = replace(LINT, end=end, error_lines=error_lines)
        blocks, _ = culprit_evidence(it, Diagnosis(RUN, (it,)), SCENE, ROOM)
        assert blocks[-1] == CodeBlock(code)


def lines_of(block: Block) -> tuple[Text, ...]:
    return block.lines if isinstance(block, Lines) else ()
