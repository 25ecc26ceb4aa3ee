"""Forms of regular English words."""

import pytest

from bot.lines.word_forms import gerund, plural


@pytest.mark.parametrize(
    ("word", "several"),
    [
        ("job", "jobs"),
        ("branch", "branches"),
        ("retry", "retries"),
        ("deploy", "deploys"),
        ("alias", "aliases"),
    ],
)
def test_the_plural(word: str, several: str) -> None:
    assert plural(word) == several


@pytest.mark.parametrize(
    ("verb", "doing"),
    [
        ("stop", "stopping"),
        ("ship", "shipping"),
        ("build", "building"),
        ("launch", "launching"),
        ("release", "releasing"),
        ("tail", "tailing"),
        ("deploy", "deploying"),
        ("deny", "denying"),
    ],
)
def test_the_form_with_ing(verb: str, doing: str) -> None:
    assert gerund(verb) == doing
