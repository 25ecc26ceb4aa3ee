"""Assignments whose words were torn apart."""

import pytest

from bot import lines
from bot.grammar import parse
from bot.grammar.assignments import joined_assignments, quoted_assignment
from bot.model.parameters import LooseWords
from bot.model.reference import ProjectName

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
    ("said", "words", "step"),
    [
        ("trigger web main ship", ("main", "ship"), None),
        ("trigger web = = =", ("=", "=", "="), None),
        ("trigger web == hello", ("==", "hello"), None),
        ("logs last failed web a=b c d", (), "a=b c d"),
    ],
)
def test_what_is_no_assignment_stays_as_it_is(said: str, words: tuple[str, ...], step: str | None) -> None:
    syntax, args = parse(said, SYNTAXES, {"web"})
    reference = args.job if syntax is lines.LOGS else args.target
    assert (reference.project, reference.words) == (ProjectName("web"), words)
    assert getattr(args, "step", None) == step


def test_words_that_belong_to_no_assignment_are_left_alone() -> None:
    assert joined_assignments(["web", "a=1", "--", "b"]) == (["web", "a=1", "--", "b"], "")
    assert joined_assignments([]) == ([], "")


def test_only_the_value_stands_in_quotes() -> None:
    assert quoted_assignment("a=b") == "a=b"
    assert quoted_assignment("a=b c") == 'a="b c"'
    assert quoted_assignment('a=say "b"') == "a='say \"b\"'"
