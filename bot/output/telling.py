"""The lines of a text that say what is wrong, with some after each: the cause follows the error."""

import re
from collections.abc import Collection, Iterable, Sequence

#: How many lines are shown after each that was picked.
LINES_AFTER = 3
#: Stands for the lines between two that are shown.
GAP = "…"

#: What pytest marks as the error, and what most programs call one.
_MARKED = re.compile(r"^E\s{2,}\S")
_TELLING = re.compile(
    r"\w*(?:error|exception)\b|\b(?:expect(?:ed)?|fail(?:ed|ure)?|fatal|panic|refused|denied|unresolved|cannot)\b",
    re.IGNORECASE,
)

#: Words of a path that tell of a failure itself, and of how it came.
_OF_FAILURES = re.compile(r"(?:fail|error|crash|panic|diff|mismatch|exception)")
_OF_RUNS = re.compile(r"(?:traces?|logs?|junit|results?|reports?|stderr|stdout|dumps?|core|retry)$")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def telling_rank(path: str) -> int:
    """0 for a file whose path speaks of a failure, 1 for a log, a trace or a report, 2 for any other."""
    words = [word.lower() for word in _WORD.findall(path)]
    if any(map(_OF_FAILURES.match, words)):
        return 0
    return 1 if any(map(_OF_RUNS.match, words)) else 2


def telling_lines(lines: Sequence[str], most: int) -> list[str]:
    """At most so many, from the first that is marked as an error, or else speaks of one."""
    for pattern in (_MARKED, _TELLING):
        for at, line in enumerate(lines):
            if pattern.search(line):
                return list(lines[at : at + most])
    return list(lines[:most])


def with_following(picked: Collection[str], lines: Iterable[str], most: int) -> list[str]:
    """The ``picked`` lines where they stand among ``lines``, each with what follows it; at most so many."""
    wanted = {line.strip() for line in picked} - {""}
    shown = list[str]()
    left, missed = 0, False
    for line in lines:
        if line.strip() in wanted:
            left = LINES_AFTER + 1
        if left and len(shown) < most:
            shown += [GAP, line] if missed and shown else [line]
        elif left:
            break
        missed = not left
        left = max(0, left - 1)
    return shown[:most]
