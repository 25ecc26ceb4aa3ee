"""The tests of a job, as its reports told them: how many, which failed and where, which were slow."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.circleci.models import Test

#: What reports call a test that failed, and one that was left out. Anything else, but success, is its own.
FAILED_RESULTS = frozenset({"failure", "failed", "fail", "error", "errored"})
SKIPPED_RESULTS = frozenset({"skipped", "skip", "pending", "disabled", "ignored"})


@dataclass(frozen=True, slots=True)
class Results:
    """``next_page_token``: of CircleCI's next page, where there are more than were read."""

    tests: tuple[Test, ...]
    next_page_token: str | None = None

    @property
    def cut(self) -> bool:
        """There are more than were read, so that the counts are "at least"."""
        return self.next_page_token is not None

    @property
    def total(self) -> int:
        return len(self.tests)

    @property
    def failed(self) -> tuple[Test, ...]:
        return tuple(each for each in self.tests if test_failed(each))

    @property
    def skipped(self) -> int:
        """How many were left out."""
        return sum(each.result.casefold() in SKIPPED_RESULTS for each in self.tests)

    def slowest(self, most: int = 5) -> tuple[Test, ...]:
        """Those that took longest, the slowest first; none that took no time."""
        timed = [each for each in self.tests if each.run_time > 0]
        return tuple(sorted(timed, key=lambda each: each.run_time, reverse=True)[:most])


def test_failed(test: Test) -> bool:
    return test.result.casefold() in FAILED_RESULTS


def failures_by_file(tests: Iterable[Test]) -> tuple[tuple[str, tuple[Test, ...]], ...]:
    """The tests by their file, the fullest first; by the class where the report tells no file."""
    files: dict[str, list[Test]] = {}
    for each in tests:
        files.setdefault(each.file or each.classname, []).append(each)
    fullest = sorted(files.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple((file, tuple(several)) for file, several in fullest)
