"""What a terminal shows in the end."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.output.clean import Cleaner, clean_text
from bot.output.screen import LONGEST_LINE

NOISE = st.text(
    alphabet=st.one_of(
        st.sampled_from("\x1b\r\n\b\x07\\[]()mAFGHJKsu78012;?P_\x9b\x9d\u202eab \t"), st.characters()
    ),
    max_size=80,
)


def piecemeal(text: str, *cuts: int) -> str:
    cleaner = Cleaner()
    edges = [0, *sorted(cuts), len(text)]
    pieces = [cleaner.feed(text[start:end]) for start, end in pairwise(edges)]
    return "".join(pieces) + cleaner.end()


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("plain\n\ttext\n", "plain\n\ttext\n"),
        ("\x1b[31mred\x1b[0m \x1b[1;38;5;196mbold\x1b[m", "red bold"),
        ("\x1b[?25l\x1b[2J\x1b[H\x1b[1Ahidden\x1b[K", "hidden"),
        ("\x1b]0;a title\x07\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b(B\x1b)0\x1b=\x1b7\x1bMset\x1b8", "set"),
        ("\x1bP1$r0m\x1b\\dcs \x1b_apc\x1b\\\x1b^pm\x1b\\done", "dcs done"),
        ("\x9b31mred\x9b0m \x9dtitle\x9cend", "red end"),
        ("  1%\r 50%\r100%\n", "100%\n"),
        ("windows\r\nlines\r\r\n", "windows\nlines\n"),
        ("half\x1b[2K\x1b[1Gwhole\x1b[G\n", "whole\n"),
        ("typo\b\b\b\bfixed\n", "fixed\n"),
        ("\b\ba\b\b\bb", "b"),
        ("a\x00b\x07c\x7fd\x0be", "abcd e"),
        ("\u202egnp.exe\u202c z\u200be\u2066r\ufeffo", "gnp.exe zero"),
        ("no\xa0break\u2028line", "no break line"),
        ("\x1b]0;never ended\nnext", "]0;never ended\nnext"),
        ("a lone \x1b", "a lone "),
        ("grüße 😀 汉字", "grüße 😀 汉字"),
    ],
)
def test_a_text_is_what_a_terminal_shows(raw: str, seen: str) -> None:
    assert clean_text(raw) == seen
    assert piecemeal(raw, *range(len(raw))) == seen


@given(NOISE, st.lists(st.integers(0, 80), max_size=6))
def test_it_is_the_same_in_pieces_and_has_nothing_that_is_not_seen(raw: str, cuts: list[int]) -> None:
    seen = piecemeal(raw, *(min(cut, len(raw)) for cut in cuts))
    assert seen == clean_text(raw)
    assert all(sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} for sign in seen)


def test_a_line_that_does_not_end_is_given_out_in_pieces() -> None:
    cleaner = Cleaner()
    given_out = [cleaner.feed("x" * 10_000) for _ in range(100)]
    assert sum(map(len, given_out)) > 1_000_000 - LONGEST_LINE - 10_000
    assert len(cleaner.end()) <= LONGEST_LINE


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"])
        | st.sampled_from(" \t\n")
    )
)
def test_a_text_without_control_sequences_is_left_as_it_is(text: str) -> None:
    assert clean_text(text) == text


def test_progress_that_never_ends_is_forgotten() -> None:
    cleaner = Cleaner()
    assert "".join(cleaner.feed(f"\r{number:>8} of 9000") for number in range(9000)) == ""
    assert cleaner.feed("\r\x1b[Kdone\n") + cleaner.end() == "done\n"


@pytest.mark.parametrize(
    "sign", ["\x1b", "\x1b]", "\x1b[31", "\x1bP", "ab\b", "ab\r", "\x1b(", "\x9d", "\x1b[2K", "a\r\x1b[K"]
)
def test_much_of_anything_is_only_read_once(sign: str) -> None:
    text = sign * (200_000 // len(sign))
    cleaner = Cleaner()
    size = sum(len(cleaner.feed(text[at : at + 65_536])) for at in range(0, len(text), 65_536))
    assert size + len(cleaner.end()) <= len(text)
