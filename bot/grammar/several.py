"""Whether a line that acts means several runs: ``cancel everything``, ``rerun all failed pipelines``."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.grammar.syntax import Syntax
from bot.grammar.vocabulary import EVERY_WORDS, SEVERAL_NOUNS
from bot.grammar.words import Word
from bot.model.reference import AT_HAND, Reference


def every_words(words: Sequence[Word], syntax: Syntax[Any]) -> list[Word]:
    """Those that mean all of them, where the command acts on runs."""
    if not syntax.acts_on_runs:
        return []
    return [each for each in words if not each.quoted and each.text.lower() in EVERY_WORDS]


def means_several(
    every: Sequence[Word], words: Sequence[Word], reference: Reference, syntax: Syntax[Any]
) -> bool:
    """No run is named, but ``every`` one is; ``rerun all`` alone is all of the run at hand."""
    if replace(reference, state=None).names_run:
        return False
    said = [each.text.lower() for each in every]
    whole = "--all" in syntax.flags and reference == AT_HAND and said == ["all"]
    return not whole or any(each.text.lower() in SEVERAL_NOUNS for each in words)
