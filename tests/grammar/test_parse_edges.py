"""What stands around a line changes neither what it says nor why it is refused."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import lines
from bot.grammar import Syntax, parse
from bot.model.grammar_fault import GrammarFault
from tests.grammar.test_edges import noises

SYNTAXES = tuple(each for each in vars(lines).values() if isinstance(each, Syntax))
EXAMPLES = sorted({example for syntax in SYNTAXES for example in syntax.examples})
WRONG = (
    "stauts web",
    "status a b c",
    "trigger web --tga v1",
    "use",
    "logs --tail x",
    "can fly",
    "web@main",
    "me too",
)


def meaning(line: str) -> object:
    """What a line says, or why it is refused."""
    try:
        return parse(line, SYNTAXES)
    except GrammarFault as error:
        return type(error), vars(error)


@settings(max_examples=300)
@given(
    line=st.sampled_from([*EXAMPLES, *WRONG]),
    before=st.lists(noises, max_size=3).map(" ".join),
    after=st.lists(noises, max_size=3).map(" ".join),
    mark=st.sampled_from(("", "*", "_", "~", "`", "```")),
)
def test_noise_changes_nothing(line: str, before: str, after: str, mark: str) -> None:
    assume(not mark or not line.endswith(mark[-1]))  # acme/** in bold can be read in two ways
    assert meaning(f"{before} {mark}{line}{mark} {after}") == meaning(line)


@pytest.mark.parametrize(
    "noise", ["/ci {}", "`/ci {}`", '"{}"', "hey, {}, thanks!", "{}!", "{}?", "*{}*, please."]
)
@pytest.mark.parametrize(
    "line", ["help", "why", "status web", "logs web#155 Run", "stauts web", "status a b c"]
)
def test_what_is_pasted_means_what_it_shows(line: str, noise: str) -> None:
    assert meaning(noise.format(line)) == meaning(line)
