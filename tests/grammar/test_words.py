"""The words of a line: what is typed, what encloses it, and what stands around it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.words import Word, assignment, is_noise, quote, split, trimmed_words, unquoted_value
from bot.model.grammar_fault import UnclosedQuote

# What is hard to quote comes often.
texts = st.text(st.one_of(st.sampled_from("'\" \n=ab-*_~`.!?:"), st.characters()), max_size=20) | st.text()
COURTESIES = (
    "please",
    "Thanks!",
    "thank you",
    "hey,",
    "Could you",
    "kindly",
    "pls",
    "cheers",
    "thx",
    "hello",
)
SIGNS = (":", ",", "-", ".", ":pray:", "🙏", "👍🏽", ":+1::skin-tone-2:", "@U0ANA", "<@U0123ABCD>", "@here")
MARKS = ("*", "_", "~", "`", "**", "```")
noises = st.sampled_from((*COURTESIES, *SIGNS))
LINES = (
    "help",
    "can trigger",
    "status web@main",
    "why last failed",
    "logs web#155 'Run tests' --tail 100",
    "artifacts last failed --match *.png",
    'trigger web note=don\'t dry-run=true config={"a":1}',
    'rollback web production --reason "It\'s broken."',
)


def texts_of(line: str) -> list[str]:
    return [word.text for word in trimmed_words(split(line))]


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
        *("note=x!", 'note="two words"', "a.b", "?", "https://ci.example/x?a=1#b", "ü", "-5", "10"),
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


@given(st.text())
def test_no_text_breaks_what_reads_words(text: str) -> None:
    with contextlib.suppress(UnclosedQuote):
        words = split(text)
        assert all(text[word.start : word.end] == word.text for word in words if not word.quoted)
        assert bool(trimmed_words(words)) == bool(words)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        *((f"{sign} status web", "status web") for sign in (":", ",", "-", ".", "–", ">", "•")),
        (": , status web", "status web"),
        *((f"{sign}status web", "status web") for sign in (":", ",", "-", ".", ">")),
        ("/ci status web", "status web"),
        ("ci status web", "status web"),
        ("/CI: status web", "status web"),
        ("/circle status web", "status web"),
        ("*status web*", "status web"),
        ("status *web*", "status web"),
        ("status `web`", "status web"),
        ("`status` `web`", "status web"),
        ("_status_ ~web~", "status web"),
        ("**status web**", "status web"),
        ("*_status web_*", "status web"),
        ("why *last failed* please", "why last failed"),
        ("*status web*!", "status web"),
        ("*status web* :pray:", "status web"),
        ("`/ci status web`", "status web"),
        ("`@main`", "@main"),
        ("*trigger web env=staging*", "trigger web env=staging"),
        ("status web?", "status web"),
        ("status web!", "status web"),
        ("status web...", "status web"),
        ("status web !", "status web"),
        ("why?", "why"),
        ("why? web", "why web"),
        ("status: web", "status web"),
        ("hey, status web", "status web"),
        ("Hi there! Could you please status web, thanks a lot :pray:", "status web"),
        ("can you trigger web", "trigger web"),
        ("please help", "help"),
        ("help please", "help"),
        ("status web, please.", "status web"),
        ("status web – thank you!", "status web"),
        ("status web 🙏", "status web"),
        ("status web🙏", "status web"),
        ("status web :)", "status web"),
        ("🚨 status web", "status web"),
        ("@U0BEN please status web @U0ANA", "status web"),
        ("trigger web --failed!", "trigger web --failed"),
        ("use #812.", "use #812"),
    ],
)
def test_what_stands_around_a_line_is_no_part_of_it(line: str, meant: str) -> None:
    assert texts_of(line) == meant.split()


@pytest.mark.parametrize(
    "line",
    [
        *(
            "help",
            "can",
            "can trigger",
            "?",
            "-h",
            "--help",
            "status ?",
            "status -h",
            "status --help",
            "please",
        ),
        *("artifacts last --match *.png", "artifacts last --match *report*", "artifacts last *.tar.*"),
        *(
            "artifacts last **/*.xml",
            "artifacts last */junit/*",
            "status @_private_branch",
            "status web@a_b_"[:-1],
        ),
        *("trigger web note=hello!", "trigger web note=*x*", "trigger --tag=v1.", "pipeline ???", "ls"),
        *("status @WIP", "status @UAT", "can I trigger web", "trigger env=please"),
    ],
)
def test_a_word_that_means_something_with_its_sign_stays(line: str) -> None:
    assert texts_of(line) == line.split()


def test_nothing_in_quotes_is_taken_off() -> None:
    assert texts_of("use 'please'") == ["use", "please"]
    assert texts_of('logs "*Run tests*!" please') == ["logs", "*Run tests*!"]
    assert texts_of("status 'web!'") == ["status", "web!"]


def test_a_word_that_is_known_means_something_at_the_end() -> None:
    words = split("status hello")
    assert [word.text for word in trimmed_words(words)] == ["status"]
    assert trimmed_words(words, known={"hello"}) == words


@pytest.mark.parametrize("name", ["ringmaster", "@ringmaster:", "Ringmaster,"])
def test_the_bot_goes_by_its_names(name: str) -> None:
    [word] = trimmed_words(split(f"hey {name} help"), names={"ringmaster"})
    assert word.text == "help"


@given(
    st.sampled_from(LINES),
    st.lists(noises, max_size=3),
    st.lists(noises, max_size=3),
    st.sampled_from(("", ".", "!", "...")),
    st.sampled_from(("", *MARKS)),
)
def test_noise_around_a_line_gives_the_same_words(
    line: str, before: list[str], after: list[str], closing: str, mark: str
) -> None:
    closing = closing if not line.endswith("}") or after else ""  # behind = nothing is taken off
    noisy = " ".join([*before, f"{mark}{line}{mark}", *after]) + closing
    assert texts_of(noisy) == texts_of(line), noisy


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("", True),
        ("please", True),
        (":pray: thanks!", True),
        (":", True),
        ("hey", True),
        ("?", False),
        ("help", False),
    ],
)
def test_what_is_nothing_but_noise(text: str, noise: bool) -> None:
    assert is_noise(text) is noise
