import pytest

from bot.circleci import models
from bot.model.job_tests import Results, failures_by_file


def case(
    name: str, result: str = "success", *, file: str = "", classname: str = "", took: float = 0.1
) -> models.Test:
    return models.Test(name=name, result=result, file=file, classname=classname, run_time=took)


@pytest.mark.parametrize("word", ["failure", "Failed", "error", "ERROR"])
def test_a_test_failed_whatever_the_report_calls_it(word: str) -> None:
    results = Results((case("adds"), case("rounds", word)))

    assert (results.total, [each.name for each in results.failed]) == (2, ["rounds"])


def test_a_word_that_nobody_knows_is_neither_a_failure_nor_left_out() -> None:
    results = Results((case("adds", "xpassed"), case("waits", "skipped")))

    assert (results.failed, results.skipped) == ((), 1)


def test_tests_are_grouped_by_file_the_fullest_first_or_by_class_where_no_file_is_told() -> None:
    tests = (
        case("a", file="src/b.ts"),
        case("b", classname="suite.Class"),
        case("c", file="src/a.ts", classname="ignored"),
        case("d", file="src/b.ts"),
    )

    assert [(file, [each.name for each in several]) for file, several in failures_by_file(tests)] == [
        ("src/b.ts", ["a", "d"]),
        ("src/a.ts", ["c"]),
        ("suite.Class", ["b"]),
    ]


def test_the_slowest_come_first_and_what_took_no_time_is_not_slow() -> None:
    tests = tuple(case(f"t{at}", took=at) for at in range(10))

    assert [each.name for each in Results(tests).slowest(3)] == ["t9", "t8", "t7"]
    assert len(Results(tests).slowest(100)) == 9


def test_ten_thousand_tests_are_counted_and_grouped() -> None:
    tests = tuple(
        case(f"t{at}", "failure" if at % 3 == 0 else "success", file=f"src/{at % 50}.ts")
        for at in range(10_000)
    )
    results = Results(tests)

    assert (results.total, len(results.failed)) == (10_000, 3334)
    assert len(failures_by_file(results.failed)) == 50
