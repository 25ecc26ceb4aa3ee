"""Failed tests, each failure told once: its name, how many cases, the line that says what is wrong."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.circleci.models import Test
from bot.model.diagnosis import Diagnosis
from bot.model.message import Block, CodeBlock
from bot.model.spans import Bold, Code, Text
from bot.output import safe
from bot.output.telling import telling_lines
from bot.views.cards.tests import LONGEST_MESSAGE, WIDTH
from bot.views.parts.phone import code_rows, screen_rows
from bot.views.parts.text import count, join_facts, one_line, paragraph, times
from bot.views.scene import Scene

#: Lines of a message that are shown of each failure, and how many failures at most.
_LINES, _FAILURES = 4, 3
#: What tells cases of a test apart: [3], (3) or #3 at the end of its name; in Go, what follows a slash.
_CASE = re.compile(r"(?<=\S)\s*(?:\[.*\]|\([^()]*\d[^()]*\)|#\d+)$")
_SUBTEST = re.compile(r"(Test\w*)/")
#: What differs though it is the same message: addresses, ids, places and times.
_VARYING = re.compile(r"0x[0-9a-fA-F]+|[0-9a-f]{8}-[0-9a-f-]{27}|:\d+(?::\d+)?|\d+(?:\.\d+)? ?m?s\b")


@dataclass(frozen=True, slots=True)
class Failure:
    """Tests that failed alike; ``several``: they are different tests, not cases of one.

    ``cut``: there may be more of them, as not all tests were read.
    """

    tests: tuple[Test, ...]
    several: bool = False
    cut: bool = False

    @property
    def name(self) -> str:
        """Of the test; without its parameters where it has more cases."""
        name = self.tests[0].name
        return name_without_case(name) if len(self.tests) > 1 else name

    @property
    def excerpt(self) -> str:
        """The lines of the message that say what is wrong."""
        return next(filter(None, (_excerpt(each.message) for each in self.tests)), "")


def name_without_case(name: str) -> str:
    """Without the parameters of a case: ``test_refund`` of ``test_refund[31]``."""
    subtest = _SUBTEST.match(name)
    return subtest[1] if subtest else _CASE.sub("", name)


def distinct_failures(tests: Iterable[Test], *, cut: bool = False) -> tuple[Failure, ...]:
    """Cases of one test are one failure, and so are tests with the same message.

    ``cut``: these are not all tests that failed.
    """
    cases: dict[tuple[str, str], list[Test]] = {}
    for each in tests:
        cases.setdefault((each.file or each.classname, name_without_case(each.name)), []).append(each)
    alike: dict[object, list[list[Test]]] = {}
    for key, several in cases.items():
        said = _VARYING.sub("", _excerpt(several[0].message))
        alike.setdefault(said or key, []).append(several)
    return tuple(
        Failure(tuple(test for each in them for test in each), len(them) > 1, cut) for them in alike.values()
    )


def failure_blocks(
    failures: Sequence[Failure], it: Diagnosis, scene: Scene, room: int
) -> tuple[list[Block], int]:
    """As many as there is ``room`` for, in lines of a phone, at least the first; and how many these are."""
    blocks = list[Block]()
    for at, failure in enumerate(failures[:_FAILURES]):
        rest = 1 if at + 1 < len(failures) else 0  # the count of those that are left out
        head = paragraph(failure_line(failure, it, scene))
        left = room - screen_rows((*blocks, *head)) - rest
        code = fitting(failure.excerpt, left)
        if at and (left < 0 or (failure.excerpt and not code)):
            return blocks, at
        blocks += [*head, *((CodeBlock(code),) if code else ())]
    return blocks, min(len(failures), _FAILURES)


def failure_line(failure: Failure, it: Diagnosis, scene: Scene, *, place: bool = False) -> Text:
    """``test_refunds_once, 3 cases · flaky: 3 times in 14 days``."""
    first = failure.tests[0]
    number = len(failure.tests)
    cases = f", {count(number, 'case', cut=failure.cut)}"
    more = f" and {count(number - 1, 'more test', cut=failure.cut)}" if failure.several else cases
    flakes = max(it.flake_count(each, scene.at) for each in failure.tests)
    file = one_line(first.file or first.classname, 80) if place else ""
    return join_facts(
        (
            Bold(one_line(failure.name, 80) or "(unnamed test)"),
            more if number > 1 else "",
        ),
        (Code(file),) if file else "",
        f"flaky: {times(flakes)} in 14 days" if flakes else "",
    )


def fitting(code: str, room: int) -> str:
    """The first lines of it that take no more than ``room`` lines of a phone."""
    lines = code.split("\n")
    while lines and code_rows("\n".join(lines)) > room:
        lines.pop()
    return "\n".join(lines)


def _excerpt(message: str) -> str:
    lines = [line.rstrip() for line in safe(message[:LONGEST_MESSAGE]).splitlines() if line.strip()]
    return "\n".join(
        one if len(one) <= WIDTH else one[: WIDTH - 1] + "…" for one in telling_lines(lines, _LINES)
    )
