"""Since when a branch is red, by which commit, and what is different from the run that passed last."""

from datetime import timedelta

from bot.model.diagnosis import Diagnosis, GreenComparison
from bot.model.spans import Bold, Text, Timestamp
from bot.views.parts.commit import cause_text, commit_text
from bot.views.parts.text import age, count, duration, join_facts, one_line, some_names
from bot.views.scene import Scene

#: How many jobs are named as new or gone.
NAMES = 4


def since_lines(it: Diagnosis, scene: Scene) -> list[Text]:
    """The first pipeline that failed, how long ago, and its commit."""
    since = it.streak
    if since is None or not since.red or since.first_red is None:
        return []
    first, run = since.first_red, it.run
    on = f" on {one_line(run.pipeline.branch, 40)}" if run.pipeline.branch else ""
    if not since.last_green and not since.complete:
        none = f"none of the last {count(since.runs, 'pipeline')}{on} passed"
        return [(Bold("Red for a long time"), f": {none}." if since.runs > 1 else ".")]
    never = "" if since.last_green or since.last_waiting else "; it has never passed"
    start: Text = (Bold("First failure"), on, never)
    if first.pipeline.number != run.pipeline.number:
        lasted = f"{age(scene.at - first.pipeline.created_at)}, {count(since.runs, 'pipeline')}"
        start = (Bold("Red since "), scene.pipeline_link(first.pipeline, run.called), f" ({lasted}){never}")
    broke = join_facts(commit_text(first.pipeline, subject=60), cause_text(first.pipeline, first.asker))
    return [start, ("Broke with ", *broke) if broke else ()]


def compared_lines(it: Diagnosis, scene: Scene) -> list[Text]:
    """The run that passed last, and what is different from it."""
    green, compared = it.streak.last_green if it.streak and it.streak.red else None, it.comparison
    if green is None:
        return _waited(it, scene)
    link = scene.pipeline_link(green.pipeline, it.run.called)
    passed: Text = ("Last passed: ", link, ", ", Timestamp(green.pipeline.created_at))
    return [passed, _different(compared, green.pipeline.number) if compared else ()]


def _waited(it: Diagnosis, scene: Scene) -> list[Text]:
    """What passed before but for an approval, where nothing is known that passed whole."""
    waiting = it.streak.last_waiting if it.streak and it.streak.red else None
    if waiting is None:
        return []
    link = scene.pipeline_link(waiting.pipeline, it.run.called)
    return [("Last passed its tests: ", link, ", waiting for approval")]


def _different(compared: GreenComparison, number: int) -> Text:
    apart, took = timedelta(), ""
    if compared.seconds is not None and compared.green_seconds is not None:
        apart = timedelta(seconds=compared.seconds - compared.green_seconds)
    if abs(apart) >= timedelta(seconds=1):
        word = "longer" if apart > timedelta() else "less"
        took = f"{one_line(compared.job, 60)} took {duration(abs(apart))} {word} than in #{number}"
    return join_facts(
        took,
        f"new: {some_names(compared.new_jobs, NAMES)}" if compared.new_jobs else "",
        f"gone: {some_names(compared.gone_jobs, NAMES)}" if compared.gone_jobs else "",
    )
