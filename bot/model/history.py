"""Whether a branch is red, and since when: the one judgement, for whatever speaks of red and green.

Of each workflow of a branch the newest run that ended counts, by its name and its pipeline definition; the
branch is red while one of these failed. What waits, runs or was canceled says nothing, and neither does a
rollback. A scheduled run does not clear what a push has broken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.circleci.models import Pipeline, PipelineCause
from bot.model.run import FAILED_STATUSES, Run

#: A workflow by its definition and name, and whether a schedule ran it. Without a name: nothing started.
_Lane: TypeAlias = tuple[str | None, str, bool]

#: Pipelines that are judged together: by their definition, and whether a schedule started them.
_Group: TypeAlias = tuple[str | None, bool]

#: How many runs are looked at where none of them tells of every workflow that there is.
_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Streak:
    """For how long a branch has been red up to now; no ``reds`` where it is not.

    ``newest`` is the newest run that counts: of a red branch the newest that failed. ``first_red`` is the
    run since which it is red, ``last_green`` the one that left it green before, ``reds`` those that failed.
    ``last_waiting`` passed its tests before, and waits for an approval. ``failing``: the names of the
    workflows for which it is red, an empty one where a run never started. Unless ``complete``, it may be red
    for longer: what was looked at ends before a green run.
    """

    newest: Run | None = None
    first_red: Run | None = None
    last_green: Run | None = None
    reds: tuple[Run, ...] = ()
    complete: bool = True
    last_waiting: Run | None = None
    failing: frozenset[str] = frozenset()

    @property
    def runs(self) -> int:
        """How many failed."""
        return len(self.reds)

    @property
    def red(self) -> bool:
        return bool(self.reds)


def streak_of(runs: Iterable[Run], *, whole: bool = False) -> Streak:
    """The judgement over these runs of a branch. ``whole``: there are no older ones."""
    failing: dict[_Lane, Run] = {}
    first: Run | None = None
    green: Run | None = None
    waiting: Run | None = None
    reds: list[Run] = []
    for run in sorted(runs, key=lambda each: each.pipeline.number):
        if run.is_rollback:
            continue
        was_red = bool(failing)
        _count(failing, run)
        if failing:
            first, reds = (first, reds) if was_red else (run, [])
            reds += [run] if run.failed else []
        elif run.passed or was_red:
            green = run
        elif run.waiting:
            waiting = run
    if not failing:
        return Streak(green, None, green, complete=whole or green is not None)
    newest = max(failing.values(), key=lambda each: each.pipeline.number)
    names = frozenset(name for _, name, _ in failing)
    complete = whole or green is not None
    return Streak(newest, first, green, tuple(reds), complete, waiting, names)


def _count(failing: dict[_Lane, Run], run: Run) -> None:
    """Take a newer run into account: what it passed, or no longer has, fails no more."""
    definition, scheduled = _group(run.pipeline)
    if run.never_started:
        failing[definition, "", scheduled] = run
        return
    passed = {each.name for each in run.newest if each.status == "success"}
    absent = run.ended and _tells_all(run)
    for lane in list(failing):
        other, name, by_schedule = lane
        fixed = name in passed or (not name and run.ended)
        alike = (other, by_schedule) == (definition, scheduled)
        gone = absent and alike and name not in {each.name for each in run.newest}
        # The API does not tell the definition of what was triggered by hand.
        same = other == definition or None in (other, definition)
        if same and (by_schedule or not scheduled) and (fixed or gone):
            del failing[lane]
    for each in run.newest:
        if each.status in FAILED_STATUSES:
            failing[definition, each.name, scheduled] = run


def unsettled_pipelines(pipelines: Sequence[Pipeline], runs: Sequence[Run]) -> list[Pipeline]:
    """Of a branch's pipelines, the newest first, those that may still change the judgement over ``runs``."""
    read, settled = {each.pipeline.id for each in runs}, _settled(pipelines, runs)
    return [each for each in pipelines if each.id not in read and _group(each) not in settled]


def is_settled(pipelines: Sequence[Pipeline], runs: Sequence[Run]) -> bool:
    """Whether nothing that is older than these pipelines can change the judgement over ``runs``."""
    return {_group(each) for each in (*pipelines, *(run.pipeline for run in runs))} <= _settled(
        pipelines, runs
    )


def _settled(pipelines: Sequence[Pipeline], runs: Sequence[Run]) -> set[_Group]:
    """Those of which a run passed that tells of every workflow, or enough did where none can."""
    settled = {_group(run.pipeline) for run in runs if _settles(run)}
    green = not streak_of(runs).red
    for group in {_group(each) for each in pipelines} - settled:
        read = [run for run in runs if _group(run.pipeline) == group]
        some = [
            each for each in pipelines if _group(each) == group and each.cause is not PipelineCause.REQUEST
        ]
        vague = not some or any(
            not _tells_all(run) for run in read if run.pipeline.cause is not PipelineCause.REQUEST
        )
        if vague and green and len(read) >= _ENOUGH:
            settled.add(group)
    return settled


def _settles(run: Run) -> bool:
    """Whether it passed whole: what was not run of it may have failed before."""
    return run.passed and _tells_all(run) and all(each.status == "success" for each in run.newest)


def _group(pipeline: Pipeline) -> _Group:
    return pipeline.config_source_id, pipeline.cause is PipelineCause.SCHEDULE


def _tells_all(run: Run) -> bool:
    """Whether it has every workflow that the branch has: one by hand, or chosen by a setup, may not."""
    chosen = any(each.tag == "setup" for each in run.workflows)
    return run.pipeline.cause is not PipelineCause.REQUEST and not chosen
