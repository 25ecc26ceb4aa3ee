import pytest

from bot.output.telling import LINES_AFTER, telling_lines, telling_rank, with_following


def test_what_is_marked_as_the_error_comes_before_what_only_speaks_of_one() -> None:
    said = [
        "def test_error(client):",
        ">   assert a == b",
        "E   AssertionError: assert 1 == 2",
        "a.py:3: Error",
    ]
    assert telling_lines(said, 4) == said[2:]
    assert telling_lines(["Running 3 tests", "", "Error: no", "why"], 1) == ["Error: no"]
    assert telling_lines(["a", "b", "c"], 2) == ["a", "b"]


def test_each_picked_line_is_shown_with_what_follows_it() -> None:
    output = [*"abcdef", "error: no", "cause", *"ghijkl", "error: again", "its cause"]
    assert with_following(["error: no", "error: again"], output, 20) == [
        *("error: no", "cause", "g", "h"),
        *("…", "error: again", "its cause"),
    ]
    assert with_following(["error: no"], output, 2) == ["error: no", "cause"]
    assert with_following(["", "elsewhere"], output, 20) == []
    assert len(with_following(["a"], output, 20)) == 1 + LINES_AFTER


@pytest.mark.parametrize(
    ("path", "rank"),
    [
        ("failures/cart-chromium.png", 0),
        ("screenshots/checkout-diff.png", 0),
        ("out/testFailed1.png", 0),
        ("hs_err/crash.txt", 0),
        ("playwright/trace.zip", 1),
        ("logs/e2e.log", 1),
        ("test-results/junit.xml", 1),
        ("screenshots/catalog-login.png", 2),
        ("coverage/index.html", 2),
        ("", 2),
    ],
)
def test_a_path_tells_whether_a_file_tells_of_failures(path: str, rank: int) -> None:
    assert telling_rank(path) == rank
