"""The words of a line, and what encloses one."""

import pytest

from bot.grammar.words import Word, split
from bot.model.grammar_fault import UnclosedQuote


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        ("  status \t web\n", ["status", "web"]),
        (
            "trigger web note=don't dry-run=true by=it's",
            ["trigger", "web", "note=don't", "dry-run=true", "by=it's"],
        ),
        ('trigger web config={"a":1}', ["trigger", "web", 'config={"a":1}']),
        ("artifact 5266 it's.txt", ["artifact", "5266", "it's.txt"]),
        ("rock 'n' roll 5\" o'clock", ["rock", "n", "roll", '5"', "o'clock"]),
        ("logs 'Run tests'", ["logs", "Run tests"]),
        ("logs \"Run 'unit' tests\"", ["logs", "Run 'unit' tests"]),
        ("logs 'it's here'", ["logs", "it's here"]),
        ("use '' \"\"", ["use", "", ""]),
        ('trigger note="two words" x', ["trigger", 'note="two words"', "x"]),
        ("rollback --reason='two words' x", ["rollback", "--reason='two words'", "x"]),
        ("say 'a'' b' 'c'''", ["say", "a' b", "c'"]),
        (r"trigger path=C:\temp # no comment", ["trigger", r"path=C:\temp", "#", "no", "comment"]),
        ('logs "Run tests".', ["logs", "Run tests"]),
        ('logs "Run tests", "Lint"', ["logs", 'Run tests", "Lint']),
    ],
)
def test_a_quote_encloses_only_where_a_word_or_a_value_begins(line: str, words: list[str]) -> None:
    assert [word.text for word in split(line)] == words


def test_a_word_tells_where_it_stands_and_whether_in_quotes() -> None:
    assert split(" logs 'Run tests' n=\"5\"") == [
        Word("logs", quoted=False, start=1, end=5),
        Word("Run tests", quoted=True, start=6, end=17),
        Word('n="5"', quoted=False, start=18, end=23),
    ]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('trigger "web', '"web'),
        ('trigger web note="a b c=d', 'note="a'),
        ("logs 'tis --tail 5", "'tis"),
        ("rollback --reason='it is", "--reason='it"),
    ],
)
def test_a_quote_that_is_never_closed_is_told_with_its_word(line: str, word: str) -> None:
    with pytest.raises(UnclosedQuote) as caught:
        split(line)
    assert caught.value.said == word
