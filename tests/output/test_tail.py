"""The end of a stream."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.spool import OutputEnd
from bot.output.tail import StreamEnd, Tail


def end_of(*pieces: str, lines: int = 3, characters: int = 100) -> OutputEnd:
    tail = Tail(lines, characters)
    for piece in pieces:
        tail.feed(piece)
    return tail.end()


def test_what_is_short_is_whole() -> None:
    assert end_of("one\n", "two\n\n\n") == OutputEnd("one\ntwo")
    assert end_of("one\n").whole
    assert end_of() == end_of("\n\n") == OutputEnd("")


def test_only_the_last_lines_are_kept_and_the_others_counted() -> None:
    end = end_of("1\n2\n3\n4\n5\n")
    assert (end.text, end.earlier_lines, end.lines, end.whole) == ("3\n4\n5", 2, 5, False)


def test_a_line_that_does_not_fit_is_left_out() -> None:
    assert end_of("a" * 8 + "\nbb\ncc", characters=10) == OutputEnd("bb\ncc", 1)
    assert end_of("aaaa\nbb\ncc", characters=10) == OutputEnd("aaaa\nbb\ncc")


def test_the_end_of_a_line_that_is_too_long_is_shown() -> None:
    assert end_of("first\n", "a" * 500, "end", characters=10) == OutputEnd("aaaaaaaend", 1, cut=True)


def test_empty_lines_within_count() -> None:
    assert end_of("1\n\n\n4\n") == OutputEnd("\n\n4", 1)


@given(st.lists(st.text(alphabet="ab\n", max_size=30), max_size=30), st.integers(1, 5), st.integers(1, 20))
def test_it_is_the_end_of_all_of_it_whatever_the_pieces(
    pieces: list[str], lines: int, characters: int
) -> None:
    pieces = [*pieces, "z"]
    text = "".join(pieces)
    end = end_of(*pieces, lines=lines, characters=characters)
    whole = text.split("\n")
    assert text.endswith(end.text)
    assert len(end.text) <= characters
    assert end.text.count("\n") < lines
    assert end == end_of("".join(pieces), lines=lines, characters=characters)
    if not end.cut:
        assert end.lines == len(whole)
        assert end.text.split("\n") == whole[end.earlier_lines :]


def test_a_long_stream_needs_little() -> None:
    tail = Tail(5, 1_000)
    for number in range(100_000):
        tail.feed(f"line {number}\n")
    assert tail.end().lines == 100_000
    assert len(tail._kept) < 5_000


def test_what_is_skipped_counts_as_lines_before() -> None:
    tail = Tail(2, 100)
    tail.feed("1\n2\n3")
    tail.skip(4)
    tail.feed("8\n9\n")
    assert tail.end() == OutputEnd("8\n9", 6)


@given(st.lists(st.text("ab\n", max_size=30)), st.integers(1, 40))
def test_of_what_comes_late_the_last_lines_are_kept_and_the_others_counted(
    pieces: list[str], most: int
) -> None:
    late, whole = StreamEnd(most), "".join(pieces)
    for piece in pieces:
        late.feed(piece)
    kept = late.end()
    assert whole.endswith(kept)
    assert whole.count("\n") == late.skipped + kept.count("\n")
    assert len(kept) < most + 30
    assert kept == whole or "\n" not in kept or whole[: len(whole) - len(kept)].endswith("\n")
