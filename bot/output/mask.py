"""Hides secrets in a text that nobody has looked through: whatever looks like one becomes `MARK`.

A secret is known by its shape, by the name it is given in a place where values are given, or because it
looks like a key. Each line is decided as a whole, with the one before and the one behind, where name and
value stand in two. What is no secret may be hidden too; commits, UUIDs, digests, paths and code are not.

`lines` asks the rooms that know the secrets of a line: `tokens` and `shapes` how they look and where nothing
else stands, `assigned` and `names` what they are called (and `harmless` what is none though it is called so),
`logins` and `programs` who takes them, `tables` and `sentences` how they are shown and told. `neighbours`
knows those of two lines, `blocks` those of many. `hints` tells cheaply which rules a line may need.
"""

import re
from collections.abc import Sequence

from bot.output.blocks import KeyBlocks
from bot.output.hints import lower
from bot.output.lines import (
    hinted_spans,
    merge_stretches,
    names_next,
    telling_rows,
    word_spans,
)
from bot.output.neighbours import told_by, value_of_behind
from bot.output.values import Stretch

MARK = "[masked]"

#: A line that goes on for longer is looked through in pieces, which overlap by so much.
_LONGEST_LINE, _OVERLAP = 32 * 2**10, 2_048
_GOES_ON = re.compile(r"[^\s\"']*")


class Masker:
    """Masks a stream: ``feed`` it, then ``end``. Holds what may yet turn out to be a secret.

    ``found``: something was masked.
    """

    def __init__(self) -> None:
        self.found = False
        self._text = ""
        self._before = ""  # a line that may name what the next one has
        self._within_word = False  # the secret goes on until the word ends
        self._blocks = KeyBlocks()

    def feed(self, text: str) -> str:
        """What is sure by now."""
        if self._within_word and (found := _GOES_ON.match(text)):
            text = text[found.end() :]
            self._within_word = not text
        self._text += text
        over = self._text.rfind("\n") + 1
        if len(self._text) - over > _LONGEST_LINE:
            return self._lines(over) + self._piece()
        last = self._text.rfind("\n", 0, max(0, over - 1)) + 1  # what follows the last one may name it
        return self._lines(last)

    def end(self) -> str:
        """What was held back."""
        return self._lines(len(self._text))

    def _piece(self) -> str:
        """Of a line without end what is sure, to the end of a word: a name may be told by its start."""
        text, cut = self._text, len(self._text) - _OVERLAP
        cut = text.rfind(" ", cut - _OVERLAP, cut) + 1 or cut
        spans = [
            each
            for each in merge_stretches([*self._blocks.hidden(text), *hinted_spans([text])[text]])
            if each[0] < cut
        ]
        cut = max([cut, *(end for _, end in spans)])
        self._within_word = bool(spans) and spans[-1][1] == len(text) and not text[-1].isspace()
        self._text, self._before = text[cut:], ""
        return self._masked(text[:cut], spans)

    def _lines(self, until: int) -> str:
        """The lines up to there, masked."""
        if not until:
            return ""
        text, self._text = self._text[:until], self._text[until:]
        rows = text.split("\n")
        secrets, dropped = self._secrets(rows, lower(text))
        last = len(rows) - (2 if text.endswith("\n") else 1)
        secrets.setdefault(last, []).extend(value_of_behind(rows[last], self._text.partition("\n")[0]))
        for at, spans in secrets.items():
            if spans:
                rows[at] = self._masked(rows[at], merge_stretches(spans))
        return (
            "\n".join(row for at, row in enumerate(rows) if at not in dropped) if dropped else "\n".join(rows)
        )

    def _secrets(self, rows: list[str], lowered: str) -> tuple[dict[int, list[Stretch]], set[int]]:
        """What is secret, by row; and the rows that go wholly, as those of a key after its first."""
        found, dropped = dict[int, list[Stretch]](), set[int]()
        blocks, before = self._blocks, self._before
        hinted, long = telling_rows(lowered)
        wanted = sorted(hinted | long, reverse=True)
        keys, values = "----" in lowered or "putty" in lowered, "value" in lowered
        secrets = hinted_spans(rows[at] for at in hinted)
        naming = {row for row in secrets if names_next(row)}
        at, rows = -1, rows if rows[-1] else rows[:-1]
        while (at := at + 1 if blocks.within or before else wanted[-1] if wanted else len(rows)) < len(rows):
            if wanted and wanted[-1] == at:
                wanted.pop()
            row = rows[at]
            told, kept = told_by(before, row) if before else ((), "")
            spans = list(told)
            if blocks.within or blocks.public or at in hinted:
                began = blocks.within
                hidden = blocks.hidden(row) if keys or began or blocks.public else ()
                if began and hidden and hidden[0] == (0, len(row)):
                    dropped.add(at)
                if hidden or at not in hinted:
                    spans += hidden or word_spans(row, public=blocks.public)
                else:
                    spans += (hinted_spans([row], public=True) if blocks.public else secrets)[row]
                if values and at and "value" in rows[at - 1].lower():
                    found.setdefault(at - 1, []).extend(value_of_behind(rows[at - 1], row))
                before = kept or (row if row in naming else "")
            elif row and not row.isspace():
                spans += word_spans(row) if at in long else ()
                before = kept
            if spans:
                found.setdefault(at, []).extend(spans)
        self._before = before
        return found, dropped

    def _masked(self, text: str, spans: Sequence[Stretch]) -> str:
        if not spans:
            return text
        self.found = True
        parts, at = list[str](), 0
        for start, end in spans:
            parts += [text[at:start], MARK]
            at = end
        return "".join([*parts, text[at:]])


def mask_secrets(text: str) -> str:
    """A text that is whole."""
    masker = Masker()
    return masker.feed(text) + masker.end()
