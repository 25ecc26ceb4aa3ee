"""Any text is read as it was written, and stands in quotes only where it must."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.edges import trimmed_words
from bot.grammar.quoting import assignment, quote
from bot.grammar.words import split, unquoted_value

# What is hard to quote comes often, and so does what may stand around a line.
edges = ("thank", "you", "many", "thanks", "a", "lot", "now", "@here", ":pray:", "-", "🙏", "?", "!", ".")
marked = (
    "*x*",
    "*x",
    "x*",
    "_a",
    "b_",
    "`",
    "`x",
    "x`",
    "**x",
    "x**",
    "x.*",
    "*.x",
    "~x~",
    "*_x",
    "x_*",
    "*",
)
texts = st.one_of(
    st.text(st.one_of(st.sampled_from("'\" \n=ab-*_~`.!?:"), st.characters()), max_size=20),
    st.sampled_from((*edges, *marked)),
)


def texts_of(line: str) -> list[str]:
    return [word.text for word in trimmed_words(split(line))]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "web",
            "#812",
            "it's",
            'a"b',
            '{"a":1}',
            "web@fix/it's",
            "--failed",
            "*.png",
            "reports/*",
            "_private",
        ),
        *("note=x!", 'note="two words"', "a.b", "https://ci.example/x?a=1#b", "ü", "-5", "10"),
    ],
)
def test_what_needs_no_quotes_has_none(text: str) -> None:
    assert quote(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "''"),
        ("Run tests", "'Run tests'"),
        ("'n'", "''n'''"),
        ('"a"', "'\"a\"'"),
        ("please", "'please'"),
        ("you", "'you'"),
        ("web@fix!", "'web@fix!'"),
        ("*web*", "'*web*'"),
        (":pray:", "':pray:'"),
        ("-", "'-'"),
        ("it's so", "'it's so'"),
        ("its' so", "'its'' so'"),
    ],
)
def test_what_would_be_read_otherwise_stands_in_quotes(text: str, written: str) -> None:
    assert quote(text) == written
    assert texts_of(f"logs {written}") == ["logs", text]


@given(st.lists(texts, max_size=4))
def test_any_texts_are_read_as_they_were_written(said: list[str]) -> None:
    assert texts_of(" ".join(["logs", *map(quote, said)])) == ["logs", *said]


@given(texts, texts, st.booleans())
def test_any_value_is_read_as_it_was_written(value: str, after: str, quoted: bool) -> None:
    written = assignment("--reason", value, quoted=quoted)
    [_, word, last] = trimmed_words(split(f"logs {written} {quote(after)}"))
    assert unquoted_value(word.text.removeprefix("--reason="))[0] == value
    assert last.text == after
