"""What is right, changed here and there: nearer to what breaks a reader than anything at random."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.circleci.oddities import ANYTHING

#: What stands in the way of those who read texts, and of those who read what a step printed.
PIECES: Mapping[str, Sequence[str]] = json.loads(Path(__file__).with_name("pieces.json").read_text())

_HOW_OFTEN = st.integers(1, 3)


@st.composite
def changed_texts(draw: st.DrawFn, text: str) -> str:
    """With pieces left out, repeated, put in and moved."""
    for _ in range(draw(_HOW_OFTEN)):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        piece = text[start:end]
        text = draw(
            st.sampled_from(
                [
                    text[:start] + text[end:],
                    text[:end] + piece + text[end:],
                    text[:start] + text[end:] + piece,
                    text[:start]
                    + draw(st.sampled_from(PIECES["anywhere"]) | st.text(max_size=5))
                    + text[end:],
                ]
            )
        )
    return text


@st.composite
def changed_json(draw: st.DrawFn, document: Any) -> Any:
    """With parts that are anything, missing, repeated or of another place."""
    for _ in range(draw(_HOW_OFTEN)):
        document = _changed(draw, document)
    return document


def _changed(draw: st.DrawFn, document: Any) -> Any:
    """One part of it is otherwise."""
    if isinstance(document, dict) and document and draw(st.integers(0, 9)):
        name = draw(st.sampled_from(sorted(document)))
        if not draw(st.integers(0, 5)):
            return {each: value for each, value in document.items() if each != name}
        return {**document, name: _changed(draw, document[name])}
    if isinstance(document, list) and document and draw(st.integers(0, 9)):
        at = draw(st.integers(0, len(document) - 1))
        if not draw(st.integers(0, 5)):
            return [*document[:at], *draw(st.sampled_from([[], [document[at]] * 2])), *document[at + 1 :]]
        return [*document[:at], _changed(draw, document[at]), *document[at + 1 :]]
    if isinstance(document, str) and draw(st.booleans()):
        return draw(changed_texts(document))
    return draw(ANYTHING)
