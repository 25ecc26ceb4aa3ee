"""Assignments whose words were torn apart."""

import pytest

from bot import lines
from bot.grammar import parse
from bot.grammar.assignments import joined_assignments, quoted_assignment
from bot.model.parameters import LooseWords

SYNTAXES = (lines.TRIGGER, lines.LOGS)


@pytest.mark.parametrize(
    ("said", "corrected", "loose"),
    [
        ("web note=hello world", 'web note="hello world"', "world"),
        ("note=hello big world", 'note="hello big world"', "big"),
        ("web note=hello world shards=3", 'web note="hello world" shards=3', "world"),
        ("web note=hello world --tag v1", 'web note="hello world" --tag v1', "world"),
        ("web note = hello", "web note=hello", "note"),
        ("web note =hello", "web note=hello", "note"),
        ("web note= hello", "web note=hello", "hello"),
        ("web note = hello world a = 1", 'web note="hello world" a=1', "note"),
    ],
)
def test_the_line_with_the_words_as_one_is_offered(said: str, corrected: str, loose: str) -> None:
    with pytest.raises(LooseWords) as caught:
        parse(f"trigger {said}", SYNTAXES)

    assert caught.value.said == loose
    assert caught.value.corrected == f"trigger {corrected}"
    assert caught.value.parameter == "parameters"
    parse(caught.value.corrected, SYNTAXES)


@pytest.mark.parametrize(
    ("said", "words"), [("trigger web main ship", ("main", "ship")), ("trigger web", ())]
)
def test_words_without_a_sign_are_no_assignment_but_names(said: str, words: tuple[str, ...]) -> None:
    args = parse(said, SYNTAXES, {"web"})[1]
    assert (args.target.words, args.parameters) == (words, ())


def test_where_nothing_is_given_a_sign_is_part_of_a_text() -> None:
    args = parse("logs last failed a=b c d", SYNTAXES)[1]
    assert args.step == "a=b c d"


def test_words_that_belong_to_no_assignment_are_left_alone() -> None:
    assert joined_assignments(["web", "a=1", "--", "b"]) == (["web", "a=1", "--", "b"], "")
    assert joined_assignments([]) == ([], "")


def test_only_the_value_stands_in_quotes() -> None:
    assert quoted_assignment("a=b") == "a=b"
    assert quoted_assignment("a=b c") == 'a="b c"'
    assert quoted_assignment('a=say "b"') == "a='say \"b\"'"
