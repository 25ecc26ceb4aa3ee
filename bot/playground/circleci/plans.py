"""Plans for what the invented projects have too little of: workflows of thousands of jobs and tests."""

from collections.abc import Collection

from bot.playground.circleci.script import JobScript, Outcome, Scripts, WorkflowScript
from bot.playground.circleci.suites import thousands


def matrix(count: int = 5000, failing: Collection[int] = ()) -> Scripts:
    """One workflow of ``count`` jobs: `build`, and what needs it. Those that are ``failing`` fail."""
    cells = [
        JobScript(f"test-{number}", 20, ("build",), ("failed",) if number in failing else ("success",))
        for number in range(1, count)
    ]
    return (WorkflowScript("matrix", (JobScript("build", 30), *cells)),)


def suite(outcome: Outcome = "success") -> Scripts:
    """One workflow whose only job has two thousand tests."""
    return (WorkflowScript("test", (JobScript("units", 40, outcomes=(outcome,), contents=thousands),)),)
