"""Histories of a branch in a line: ``test✓ | by hand: store✗✓ lint… | never``, the oldest run first.

A run is what set it off (``schedule:``, ``by hand:``, or a definition's name), then its workflows. Each has a
mark for every attempt::

    ✓ passed    ✗ failed       E error      🔒 not authorized    ! failing, still running
    … running   ⏸ on hold      ○ queued     ⊘ canceled           − not run                  ? unknown

``name⚙`` is a setup workflow, ``+`` that there are more workflows which nobody has read, ``never`` that
nothing started. ``… |`` in front: older runs were not read.
"""

import re
from collections.abc import Iterator

from bot.circleci.models import Workflow
from bot.model.history import Streak
from bot.model.run import Run
from tests.views.facts import ago, pipeline, workflow

MARKS = {
    "✓": "success",
    "✗": "failed",
    "E": "error",
    "🔒": "unauthorized",
    "!": "failing",
    "…": "running",
    "⏸": "on_hold",
    "○": "queued",
    "⊘": "canceled",
    "−": "not_run",
    "?": "something new",
}
_WORKFLOW = re.compile(rf"(?P<name>[A-Za-z-]+)(?P<setup>⚙?)(?P<marks>[{''.join(MARKS)}]+)")
_TRIGGERS = {"schedule": "scheduled_pipeline", "by hand": "api", "page": "explicit"}


def runs_of(history: str) -> list[Run]:
    """Its runs, the oldest first: #1, #2 …"""
    return [run_of(number, said) for number, said in enumerate(history.removeprefix("… |").split("|"), 1)]


def whole(history: str) -> bool:
    return not history.startswith("… |")


def run_of(number: int, said: str) -> Run:
    before, _, rest = (each.strip() for each in said.rpartition(":"))
    words = [] if before in _TRIGGERS else [before] if before else []
    facts = {
        "trigger": {"type": _TRIGGERS.get(before, "webhook")},
        "created_at": ago(days=100 - number),
        "state": "errored" if rest == "never" else "created",
    }
    if words:
        told = {"config_source_id": before, "event_type": "push"}
        facts |= {"vcs": None, "trigger_parameters": {"git": {"branch": "main"}, "circleci": told}}
    several = [] if rest in ("never", "") else rest.split()
    workflows = tuple(each for said in several if said != "+" for each in _attempts(number, said))
    return Run(pipeline(number, **facts), "web", workflows, workflows_unread="+" in several)


def _attempts(number: int, said: str) -> Iterator[Workflow]:
    found = _WORKFLOW.fullmatch(said)
    assert found, said
    for at, mark in enumerate(found["marks"]):
        ended = MARKS[mark] not in ("running", "on_hold", "failing", "queued")
        yield workflow(
            found["name"],
            MARKS[mark],
            id=f"{number}-{found['name']}-{at}",
            took=60 if ended else None,
            created_at=ago(days=100 - number, minutes=-at),
            tag="setup" if found["setup"] else None,
        )


def verdict(streak: Streak) -> str:
    """The same of a judgement: ``red since 2 (2), now 3, green 1``."""
    number = lambda run: run.pipeline.number if run else None  # noqa: E731
    if not streak.red:
        return f"green {number(streak.newest)}" if streak.newest else "nothing"
    last = f"green {number(streak.last_green)}" if streak.last_green else "never green"
    if not streak.complete:
        last = "before that unknown"
    waits = f", {number(streak.last_waiting)} waited" if streak.last_waiting else ""
    return f"red since {number(streak.first_red)} ({streak.runs}), now {number(streak.newest)}, {last}{waits}"
