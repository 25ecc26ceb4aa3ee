"""Test suites of some size: hundreds of tests, some slow ones among them."""

from collections.abc import Callable
from functools import cache

from bot.playground.circleci.script import Artifact, Contents, Step, Test

_SUBJECTS = {
    "orders": "answers_a_page",
    "refunds": "refunds_once_when_asked_twice",
    "search": "finds_a_title_by_part_of_a_word",
    "webhooks": "tells_a_shop_of_a_paid_order",
    "payments": "waits_for_the_provider",
    "invoices": "adds_up_what_was_ordered",
    "stock": "counts_what_is_left",
    "limits": "answers_429_after_the_limit",
}
_CASES = 42

#: Every so many-th test of these subjects talks to something slow.
_SLOW = {"payments": 14, "search": 21}


@cache
def integration(failing: str) -> Callable[[str], Contents]:
    """Hundreds of tests against a database. ``failing``: whose tests fail, where the job does."""

    @cache
    def left(outcome: str) -> Contents:
        tests = tuple(
            _case(subject, name, number, outcome == "failed" and subject == failing and number % 14 == 3)
            for subject, name in _SUBJECTS.items()
            for number in range(_CASES)
        )
        return _run("pytest tests/integration", tests)

    return left


@cache
def thousands(outcome: str) -> Contents:
    """Two thousand small tests, of which every five hundredth fails where the job does."""
    tests = tuple(
        Test(
            f"test_converts[{number:04}]",
            f"tests.units.test_money_{number // 100:02}",
            f"tests/units/test_money_{number // 100:02}.py",
            0.004,
            *(("failure", f"AssertionError: {number} cents") if broken else ("success", "")),
        )
        for number in range(2000)
        for broken in [outcome == "failed" and number % 500 == 250]
    )
    return _run("pytest tests/units", tests)


def _case(subject: str, name: str, number: int, broken: bool) -> Test:
    slow = number % _SLOW[subject] == 0 if subject in _SLOW else False
    seconds = 9.0 + number / 2 if slow else 0.05 + number * 37 % 90 / 100
    return Test(
        name=f"test_{name}[{number}]",
        classname=f"tests.integration.test_{subject}",
        file=f"tests/integration/test_{subject}.py",
        seconds=round(seconds + (4 if broken else 0), 2),
        result="failure" if broken else "success",
        message=_said(subject, name, number) if broken else "",
    )


def _said(subject: str, name: str, number: int) -> str:
    return (
        f"def test_{name}(client, order):\n"
        f">       assert first == second\n"
        f"E       AssertionError: assert [{number}, {number}] == [{number}]\n\n"
        f"tests/integration/test_{subject}.py:{60 + number}: AssertionError"
    )


def _run(command: str, tests: tuple[Test, ...]) -> Contents:
    failed = [test for test in tests if test.message]
    log = [f"============ {len(tests)} tests collected ============", ""]
    for test in failed:
        log += [f"____ {test.name} ____", "", test.message, ""]
    log += [f"FAILED {test.file}::{test.name}" for test in failed]
    took = sum(test.seconds for test in tests)
    log.append(f"==== {len(failed)} failed, {len(tests) - len(failed)} passed in {took:.2f}s ====")
    output = "\n".join([*log, ""])
    return Contents(
        (Artifact("logs/pytest.log", output.encode()),),
        tests,
        (
            Step("Install dependencies", "pip install .", "Successfully installed acme-api\n"),
            Step("Run tests", command, output, failed=bool(failed)),
        ),
    )
