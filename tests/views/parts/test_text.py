from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.message import Lines
from bot.model.spans import Bold
from bot.views.parts.text import (
    capital,
    count,
    duration,
    file_size,
    join_facts,
    join_words,
    left_out,
    one_line,
    paragraph,
    short_commit,
    short_sentence,
    some_names,
)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "0 s"),
        (0.4, "0 s"),
        (58, "58 s"),
        (60, "1 min"),
        (252, "4 min 12 s"),
        (7500, "2 h 5 min"),
        (3601, "1 h"),
        (273_600, "3 d 4 h"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds: float, told: str) -> None:
    assert duration(timedelta(seconds=seconds)) == told


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (512, "512 bytes"),
        (1500, "1.5 kB"),
        (2_000_000, "2 MB"),
        (10**9, "1 GB"),
    ],
)
def test_a_size_is_told_in_the_unit_that_people_use(octets: int, told: str) -> None:
    assert file_size(octets) == told


def test_a_count_agrees_with_its_noun() -> None:
    assert [count(1, "job"), count(0, "job"), count(1000, "branch", "branches")] == [
        "1 job",
        "0 jobs",
        "1,000 branches",
    ]


@given(st.text(), st.integers(1, 40))
def test_what_others_wrote_stays_on_one_line_and_within_its_limit(text: str, limit: int) -> None:
    told = one_line(text, limit)

    assert len(told) <= limit
    assert told.split() == told.split(" ") or not told


def test_a_text_that_is_cut_says_so() -> None:
    assert one_line("Fix  rounding\nat checkout", 12) == "Fix roundin…"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Say when a voucher", "Say when a voucher"),
        ("Say when a voucher has expired", "Say when a voucher…"),
        ("Say that vouchersandothers", "Say that vouchersan…"),
        ("a" * 30, "a" * 19 + "…"),
    ],
)
def test_a_sentence_is_cut_between_words_where_that_leaves_most_of_it(text: str, told: str) -> None:
    assert short_sentence(text, 20) == told


def test_facts_that_are_not_known_leave_no_gap() -> None:
    assert join_facts(("a",), (), (Bold("b"), "c")) == ("a", "  ·  ", Bold("b"), "c")
    assert join_facts((), ()) == ()


@pytest.mark.parametrize(
    ("items", "told"), [([], ()), (["a"], ("a",)), (["a", "b", "c"], ("a", ", ", "b", " or ", "c"))]
)
def test_spans_are_listed_as_in_a_sentence(items: list[str], told: tuple[str, ...]) -> None:
    assert join_words([(each,) for each in items], last=" or ") == told


@pytest.mark.parametrize(
    ("items", "told"),
    [("", ""), ("a", "a"), ("ab", "a and b"), ("abc", "a, b and c"), ("abcde", "a, b, c and 2 more")],
)
def test_many_names_are_some_and_a_count(items: str, told: str) -> None:
    assert some_names(list(items)) == told


def test_a_commit_and_the_beginning_of_a_sentence() -> None:
    assert short_commit("a1b2c3d4e5f6") == "a1b2c3d"
    assert [capital("failed"), capital("")] == ["Failed", ""]


def test_a_paragraph_has_the_lines_that_are_not_empty_and_is_left_out_where_there_is_none() -> None:
    assert paragraph("a", "", (), (Bold("b"), "c")) == (Lines((("a",), (Bold("b"), "c"))),)
    assert paragraph("", ()) == ()


def test_what_is_left_out_is_a_count_where_there_is_any() -> None:
    assert [left_out(number, "more job") for number in (2, 1, 0, -3)] == [
        "+ 2 more jobs",
        "+ 1 more job",
        "",
        "",
    ]
