"""What stands beside a run: rollbacks that are newer, and that the default branch is red."""

from collections.abc import Iterator

from bot.model.run import Run
from bot.model.spans import Bold, Text, Timestamp
from bot.model.standing import Standing
from bot.views.parts.status import status
from bot.views.parts.text import count, one_line
from bot.views.scene import Scene


def standing_lines(standing: Standing, scene: Scene) -> tuple[Text, ...]:
    """One line each; none where there is nothing to say."""
    return (*(_rollback(each, scene) for each in standing.rollbacks), *_red(standing, scene))


def _rollback(run: Run, scene: Scene) -> Text:
    now = status(run.status(scene.at))
    link = scene.pipeline_link(run.pipeline)
    return (now.emoji, " Rollback ", link, f" {now.verb}, started ", Timestamp(run.pipeline.created_at))


def _red(standing: Standing, scene: Scene) -> Iterator[Text]:
    streak = standing.red_elsewhere
    if streak is None or streak.first_red is None:
        return
    first = streak.first_red.pipeline
    since = "since" if streak.complete else "since at least"
    told = f"{one_line(standing.default_branch, 60)} is red {since} "
    failed = (f", {count(streak.runs, 'failed pipeline')}",) if streak.runs > 1 else ()
    yield (Bold(told), scene.pipeline_link(first), " (", Timestamp(first.created_at), ")", *failed)
