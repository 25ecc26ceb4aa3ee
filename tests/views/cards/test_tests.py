from collections.abc import Iterator
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.circleci import models
from bot.model.job_tests import Results
from bot.model.message import CodeBlock, Lines
from bot.model.run import BuiltJob
from bot.slack.drawing.blocks import payload
from bot.views.cards import tests as view
from tests.commands.desk import lines, plain
from tests.views.facts import SCENE, identifier, pipeline

JOB = BuiltJob(pipeline(), "web", "e2e", 155, identifier(9001))
MESSAGE = "Error: expected 59.98 to be 59.97\n\n    at src/checkout.test.ts:31:24\n  1\n  2\n  3"


def case(name: str, **facts: Any) -> models.Test:
    return models.Test(name=name, **({"result": "success", "run_time": 0.2, "file": "src/cart.ts"} | facts))


def failed(name: str, **facts: Any) -> models.Test:
    return case(name, **({"result": "failure", "message": MESSAGE} | facts))


def results(*tests: models.Test, **facts: Any) -> view.TestsCard:
    return view.TestsCard(JOB, Results(tests), SCENE, **facts)


def test_counts_then_failures_by_file_then_the_slowest(drawn: SnapshotAssertion) -> None:
    result = results(
        case("adds an item", run_time=0.05),
        failed("rounds the total", file="src/checkout.ts", classname="checkout", run_time=72.4),
        failed("applies a voucher", file="src/checkout.ts", message=""),
        failed("keeps its items"),
        case("waits", result="skipped", run_time=0),
    )

    assert payload(view.tests_card(result)) == drawn


def test_of_more_than_was_read_no_count_is_told_as_all() -> None:
    def told(*tests: models.Test) -> str:
        return plain(view.tests_card(view.TestsCard(JOB, Results(tests, "more"), SCENE)).text)

    assert told(failed("rounds"), case("adds")).startswith("1+ of 2+ tests failed: ")
    assert told(case("adds"), case("rounds")).startswith("None of the first 2 tests failed: ")


def test_all_are_a_table(drawn: SnapshotAssertion) -> None:
    result = results(case("adds"), failed("rounds", classname="Checkout"), everything=True)
    [file] = view.tests_card(result).files

    assert (file.name, file.title) == ("tests-web-155.txt", "All tests: e2e in web #812")
    assert file.content.decode().splitlines()[:3] == [
        "result   seconds  file         class     test",
        "failure     0.20  src/cart.ts  Checkout  rounds",
        "success     0.20  src/cart.ts            adds",
    ]
    assert MESSAGE in file.content.decode()
    assert payload(view.tests_card(result)) == drawn


def test_a_job_without_results_says_what_stores_them(drawn: SnapshotAssertion) -> None:
    assert payload(view.tests_card(results())) == drawn


def test_a_message_is_shown_by_its_first_lines_that_say_something() -> None:
    assert view.message_beginning(MESSAGE).splitlines() == [
        "Error: expected 59.98 to be 59.97",
        "    at src/checkout.test.ts:31:24",
        "  1",
        "  2",
        "…",
    ]
    assert view.message_beginning("\n \n") == ""
    assert len(view.message_beginning("x" * 100_000)) == view.WIDTH


def test_more_failures_than_are_shown_are_counted() -> None:
    several = [failed(f"case {at}", file=f"src/{at % 4}.ts") for at in range(25)]
    shown = view.failed_tests(several)
    words = [line for block in shown if isinstance(block, Lines) for line in map(plain, block.lines)]

    assert sum(word.startswith(":x:") for word in words) == view.FAILURES
    assert words[0] == "src/0.ts   7 failed"
    assert words[-1] == "+ 15 more failed tests"


def test_what_comes_from_a_report_is_only_text() -> None:
    evil = "<!channel> `*bold*` <https://evil.example|x>\n```\n@here"
    message = view.tests_card(results(failed(evil, classname=evil, file=evil, message=evil)))
    drawn = payload(message)

    assert "<!channel>" not in drawn["text"]
    several = [
        element for block in drawn["blocks"] if block["type"] == "rich_text" for element in _elements(block)
    ]
    assert {element["type"] for element in several} <= {"text", "emoji", "link"}
    links = [element["url"] for element in several if element["type"] == "link"]
    assert all(link.startswith("https://app.circleci.com/") for link in links)


def _elements(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a block says, in its paragraphs and lists."""
    for each in part["elements"]:
        yield from _elements(each) if "elements" in each else (each,)


def test_names_and_messages_of_any_length_stay_within_slacks_limits() -> None:
    long = [
        failed("n" * 5000 + str(at), classname="c" * 5000, file="f" * 5000, message="m" * 50_000)
        for at in range(50)
    ]
    message = view.tests_card(results(*long, everything=True))

    assert len(payload(message)["blocks"]) <= 50
    assert all(len(block.text) <= view.WIDTH for block in message.blocks if isinstance(block, CodeBlock))
    assert len(message.files[0].content) < view.ALL + view.LONGEST_MESSAGE + 50 * 2_000


def test_a_secret_in_a_message_is_masked_in_the_message_and_in_the_file() -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    message = view.tests_card(
        results(failed("signs in", message=f"\x1b[31mrefused {token}\x1b[0m"), everything=True)
    )

    assert any(line == "refused [masked]" for line in lines(message))
    assert token.encode() not in message.files[0].content
    assert b"refused [masked]" in message.files[0].content


@pytest.mark.parametrize("field", ["name", "classname", "file", "result"])
def test_a_secret_in_what_a_report_names_is_shown_nowhere(field: str) -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    slow = case("waits", classname="Gate").model_copy(update={field: f"case[{token}]"})
    broken = failed("signs in", classname="Gate").model_copy(update={field: f"case[{token}]"})
    message = view.tests_card(results(slow, broken, everything=True))

    assert token not in str(payload(message))
    assert token not in str(message)
    assert token.encode() not in message.files[0].content
    assert b"case[[masked]]" in message.files[0].content


def test_messages_beyond_the_room_in_the_file_are_counted() -> None:
    long = [failed(f"case {at}", message="word " * 1_000) for at in range(80)]

    assert (
        b"+ the messages of 30 more failed tests"
        in view.tests_card(results(*long, everything=True)).files[0].content
    )


def test_a_time_that_can_not_be_is_shown_all_the_same() -> None:
    shown = lines(view.tests_card(results(case("slow", run_time=1e9), case("fast", run_time=0.01))))

    assert any(line.startswith("115 d") for line in shown)
    assert any(line.startswith("under 0.1 s") for line in shown)
