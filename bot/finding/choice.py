"""One among several: the one that is meant, or the choices, never a guess."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

from bot.circleci.models import Definition, Job, Pipeline, Workflow
from bot.model import fault
from bot.model.line import Line
from bot.model.reference import NamedState, Reference
from bot.model.run import FAILED_STATUSES
from bot.model.shown import Noun

_T = TypeVar("_T", Job, Workflow)

#: Of workflows: a run is in such a state if one of them is.
_STATUSES = {
    NamedState.FAILED: FAILED_STATUSES,
    NamedState.CANCELED: {"canceled"},
    NamedState.WAITING: {"on_hold"},
    NamedState.RUNNING: {"running", "failing"},
}

#: Says a line again with another reference in it: what a choice among several carries.
Again: TypeAlias = Callable[[Reference], Line]

#: Jobs in these have not begun, and leave nothing behind.
IDLE = frozenset({"blocked", "created", "not_run", "not_running", "on_hold", "pending", "queued"})


def candidates(items: Sequence[_T], *, failed: bool) -> Sequence[_T]:
    """Those that may be meant: what failed, unless nothing did and ``failed`` was not said."""
    bad = [each for each in items if each.status in FAILED_STATUSES]
    return bad if bad or failed else items


def check_started(pipeline: Pipeline, called: str, items: Sequence[object]) -> None:
    """Raises `NeverStarted` where the pipeline has no ``items`` because of its errors."""
    if not items and (pipeline.state == "errored" or pipeline.errors):
        kinds = {each.type for each in pipeline.errors}
        configuration = kinds <= {"config", "config-fetch"}
        raise fault.NeverStarted(called, pipeline.number, configuration)


def choose(
    items: Sequence[_T],
    noun: Noun,
    said: str,
    called: str,
    again: Again,
) -> _T:
    """The only one; `Ambiguous` where there are several, `NothingHere` where there is none."""
    if len(items) == 1:
        return items[0]
    if not items:
        raise fault.NothingHere(noun.value, said, called)
    bad_first = sorted(items, key=lambda each: each.status not in FAILED_STATUSES)
    choices = tuple((_label(each), again(_reference(each, called))) for each in bad_first)
    raise fault.Ambiguous(noun.value, choices)


def _label(item: Job | Workflow) -> str:
    return f"{item.name}, failed" if item.status in FAILED_STATUSES else item.name


def _reference(item: Job | Workflow, called: str) -> Reference:
    """A job by its number; by its id where it has none, as a workflow."""
    if isinstance(item, Workflow) or item.job_number is None:
        return Reference.of_id(item.id)
    return Reference.of_number(called, item.job_number)


def has_begun(job: Job) -> bool:
    """Whether it has begun on a machine, and so may have left something behind."""
    return job.job_number is not None and job.status not in IDLE


def jobs_begun(jobs: Sequence[Job], called: str, number: int) -> Sequence[Job]:
    """Those that have begun; the only one in any case, which may have been named.

    Raises `NoJobBegun` where several wait, and none has begun.
    """
    found = [each for each in jobs if has_begun(each)]
    if len(jobs) > 1 and not found:
        raise fault.NoJobBegun(called, number)
    return jobs if len(jobs) == 1 else found


def is_in(state: NamedState, workflows: Iterable[Workflow]) -> bool:
    """Whether a run of these newest attempts is in it: one of them is enough, but for all to have passed."""
    found = {each.status for each in workflows}
    if state is NamedState.PASSED:  # what was not run does not count
        return found - {"not_run"} == {"success"}
    return not found.isdisjoint(_STATUSES[state])


def named_definition(
    several: Sequence[Definition], name: str | None, called: str, again: Callable[[str], Line]
) -> Definition:
    """The one of this name, whatever its case, or the only one; never a guess.

    ``again`` says the line with another name in it.
    """
    if not several:
        raise fault.NoDefinition(called)
    fit = [it for it in several if name is None or name.casefold() in (it.name.casefold(), it.id)]
    if not fit:
        names = tuple(each.name for each in several)
        raise fault.UnknownName(fault.NameKind.DEFINITION, name or "", names, called)
    if len(fit) == 1:
        return fit[0]
    distinct = len({each.name.casefold() for each in fit}) == len(fit)
    choices = tuple((each.name, again(each.name if distinct else each.id)) for each in fit)
    raise fault.Ambiguous("pipeline definition", choices)
