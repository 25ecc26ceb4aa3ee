"""Whether a line that acts means several runs: ``cancel everything``, ``rerun all failed pipelines``."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.grammar.kinds import WORKFLOW_REFERENCE
from bot.grammar.syntax import Syntax
from bot.grammar.vocabulary import EVERY_WORDS, SEVERAL_NOUNS
from bot.grammar.words import Word
from bot.model.reference import AT_HAND, Reference


def without_every(words: Sequence[Word], syntax: Syntax[Any]) -> list[Word]:
    """The words that name something, where the command is about runs."""
    return [each for each in words if not _is_every(each, syntax)]


def means_several(words: Sequence[Word], reference: Reference, syntax: Syntax[Any]) -> bool:
    """No run is named, but all are; ``rerun all`` alone is all of the run at hand."""
    every = [each.text.lower() for each in words if _is_every(each, syntax)]
    if not every or replace(reference, state=None).names_run:
        return False
    whole = "--all" in syntax.flags and reference == AT_HAND and every == ["all"]
    return not whole or any(each.text.lower() in SEVERAL_NOUNS for each in words)


def _is_every(word: Word, syntax: Syntax[Any]) -> bool:
    about_runs = syntax.naming is not None and syntax.naming.arg.kind is WORKFLOW_REFERENCE
    return about_runs and syntax.acts and not word.quoted and word.text.lower() in EVERY_WORDS
