"""A fault says which argument it is about, so that a form can mark it."""

import pytest

from bot import lines
from bot.grammar import parse
from bot.model.grammar_fault import GrammarFault

SYNTAXES = (lines.ARTIFACT, lines.INSIGHTS, lines.ME, lines.PIPELINES, lines.RERUN, lines.TRIGGER)


@pytest.mark.parametrize(
    ("said", "parameter"),
    [
        ("artifact", "path"),
        ("artifact last failed", "path"),
        ("artifact 155 " + "x" * 1025, "path"),
        ("trigger --tag", "tag"),
        ("trigger --tag=-x", "tag"),
        ("trigger --tag a --tag b", "tag"),
        ("trigger web@main --tag v1", "tag"),
        ("trigger @we^b", "target"),
        ("trigger web " + "n" * 129 + "=1", "parameters"),
        ("trigger web a=1 a=2", "parameters"),
        ("trigger " + " ".join(f"p{at}=1" for at in range(101)), "parameters"),
        ("pipelines --mine=yes", "mine"),
        ("insights web@main --branch a..b", "target"),
        ("rerun --failed --jobs unit", "jobs"),
        ("rerun --failed --all", "all"),
        ("me too", None),
        ("trigger --tga v1", None),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_a_fault_names_the_argument_that_it_is_about(said: str, parameter: str | None) -> None:
    with pytest.raises(GrammarFault) as caught:
        parse(said, SYNTAXES)
    assert caught.value.parameter == parameter
