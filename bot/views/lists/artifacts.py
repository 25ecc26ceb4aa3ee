"""The list of a job's artifacts."""

from dataclasses import dataclass

from bot.circleci.models import Artifact
from bot.model.line import Line
from bot.model.message import Audience, Button, Buttons, Lines, Message
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Text
from bot.output import safe
from bot.views.cards.artifact import file_name
from bot.views.parts import built_job
from bot.views.parts.commit import open_button
from bot.views.parts.list_page import ListPage
from bot.views.parts.text import count, join_facts, one_line
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class ArtifactList(ListPage):
    """``artifacts``: this page's, with the line that fetches each; ``total``: how many fit ``match``.

    ``live``: the job still runs, so that more may come.
    """

    job: BuiltJob
    artifacts: tuple[tuple[Artifact, Line | None], ...]
    total: int
    scene: Scene
    match: str | None = None
    live: bool = False


def artifact_list(result: ArtifactList) -> Message:
    """One line an artifact; a button fetches it. Their addresses need a token, so there is no link."""
    title = _title(result)
    parallel = any(artifact.node_index for artifact, _ in result.artifacts)
    lines: list[Text] = [join_facts([(Bold(title),), built_job.job_facts(result.job, result.scene)])]
    if result.live:
        lines.append(("The job still runs: more may come.",))
    for artifact, _ in result.artifacts:
        node = (f"run {artifact.node_index + 1}",) if parallel else ()
        path = one_line(safe(artifact.path), 150)
        lines.append(join_facts([(Code(path) if path else "a file without a path",), node]))
    return Message(
        text=(f"{title} of {one_line(result.job.name, 60)} of {result.job.called}",),
        blocks=(Lines(tuple(lines)), _buttons(result), result.scene.asked()),
        audience=Audience.THREAD,
        depicts=built_job.shown_job(result.job),
    )


def _title(result: ArtifactList) -> str:
    that_fit = f" like {one_line(result.match, 40)}" if result.match else ""
    if not result.total:
        return f"No artifacts{that_fit}"
    return f"{count(result.total, 'artifact')}{that_fit}" + ("" if result.first else ", further on")


def _buttons(result: ArtifactList) -> Buttons:
    fetch = [Button(f"Get {_base(artifact)}", line) for artifact, line in result.artifacts if line]
    page = open_button(built_job.job_page(result.job, result.scene))
    ahead = 4 - 1 - len(result.next_buttons)
    return Buttons((*fetch[:ahead], *result.next_buttons, page), more=tuple(fetch[ahead : ahead + 5]))


def _base(artifact: Artifact) -> str:
    """The name of the file, for a button."""
    name = one_line(file_name(artifact), 200)
    return name if len(name) <= 50 else f"…{name[-49:]}"
