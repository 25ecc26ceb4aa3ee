"""What stands around a line is no part of it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.edges import is_noise, trimmed_words
from bot.grammar.words import split
from bot.model.grammar_fault import UnclosedQuote

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
    "(please)",
    "now",
)
SIGNS = (
    ":",
    ",",
    "-",
    ".",
    "!",
    ":pray:",
    "🙏",
    "👍🏽",
    ":+1::skin-tone-2:",
    "@U0ANA",
    "<@U0123ABCD>",
    "@here",
    "cc",
)
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
        ("help🙏", "help"),
        ("status web ?!", "status web"),
        ("status web ‼️", "status web"),
        ("status web, thank you very much! cc @U0BEN", "status web"),
        ('"status web"', "status web"),
        ("'status web' please", "status web"),
        ("\"logs 'a'\"", "logs a"),
        ("let's status web", "status web"),
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
