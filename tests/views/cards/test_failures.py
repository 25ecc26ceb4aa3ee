import pytest

from bot.circleci.models import Test as Case
from bot.model.diagnosis import Diagnosis
from bot.model.run import Run
from bot.views.cards.failures import distinct_failures, failure_line, name_without_case
from tests.commands.desk import plain
from tests.views.facts import SCENE, pipeline


def failed(name: str, message: str = "", file: str = "a.py") -> Case:
    return Case(name=name, file=file, result="failure", message=message, run_time=1)


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("test_refund[31]", "test_refund"),
        ("test_refund[eur-a[0]]", "test_refund"),
        ("adds(int, int)[2]", "adds(int, int)"),
        ("adds (3)", "adds"),
        ("TestRefund/twice/eur", "TestRefund"),
        ("GET /api/orders fails", "GET /api/orders fails"),
        ("keeps (at least) one", "keeps (at least) one"),
        ("[chromium]", "[chromium]"),
    ],
)
def test_a_case_is_of_the_test_whose_parameters_it_has(name: str, test: str) -> None:
    assert name_without_case(name) == test


def test_cases_of_one_test_are_one_failure() -> None:
    cases = [failed(f"test_refund[{at}]", f"E   assert {at} == 0") for at in range(3)]
    [failure, other] = distinct_failures([*cases, failed("test_refund[1]", "E   no", file="b.py")])

    assert (failure.name, len(failure.tests), failure.several) == ("test_refund", 3, False)
    assert failure.excerpt == "E   assert 0 == 0"
    assert other.name == "test_refund[1]"


def test_the_same_message_in_several_tests_is_one_failure() -> None:
    said = "def test_{0}():\n>   connect()\nE   Error: refused after {1} ms\na.py:{1}: Error"
    alike = [failed(f"test_{name}", said.format(name, at)) for at, name in enumerate("abc", 40)]
    [failure, other] = distinct_failures([*alike, failed("test_d", "E   Error: gone")])

    assert (len(failure.tests), failure.several) == (3, True)
    assert other.name == "test_d"


def test_tests_without_a_message_are_failures_of_their_own() -> None:
    assert [each.name for each in distinct_failures([failed("a"), failed("b"), failed("a")])] == ["a", "b"]


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (False, ("test_a, 2 cases", "test_b and 1 more test")),
        (True, ("test_a, 2+ cases", "test_b and 1+ more tests")),
    ],
)
def test_of_tests_that_are_not_all_read_it_says_at_least_how_many(cut: bool, said: tuple[str, str]) -> None:
    tests = [failed("test_a[1]", "E   no"), failed("test_a[2]", "E   no")]
    tests += [failed("test_b", "E   Error: gone"), failed("test_c", "E   Error: gone")]
    it = Diagnosis(Run(pipeline(), "web", ()))
    lines = [plain(failure_line(each, it, SCENE)) for each in distinct_failures(tests, cut=cut)]
    assert tuple(lines) == said
