"""The list of a job's artifacts."""

from dataclasses import dataclass

from bot.circleci.models import Artifact
from bot.model.line import Line
from bot.model.message import Button, Buttons, Message
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Text
from bot.output import safe
from bot.views.cards.artifact import file_name
from bot.views.parts.commit import job_facts, job_message, open_button
from bot.views.parts.list_page import ListPage
from bot.views.parts.text import count, join_facts, one_line, paragraph
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
    title, job = _title(result), result.job
    parallel = any(artifact.node_index for artifact, _ in result.artifacts)
    lines: list[Text | str] = [join_facts((Bold(title),), job_facts(job, result.scene))]
    lines.append("The job still runs: more may come." if result.live else "")
    for artifact, _ in result.artifacts:
        path = one_line(safe(artifact.path), 150)
        node = f"run {artifact.node_index + 1}" if parallel else ""
        lines.append(join_facts((Code(path),) if path else "a file without a path", node))
    text = f"{title} of {one_line(job.name, 60)} of {job.called}"
    return job_message(job, text, (*paragraph(*lines), _buttons(result), result.scene.asked()))


def _title(result: ArtifactList) -> str:
    that_fit = f" like {one_line(result.match, 40)}" if result.match else ""
    if not result.total:
        return f"No artifacts{that_fit}"
    return f"{count(result.total, 'artifact')}{that_fit}" + ("" if result.first else ", further on")


def _buttons(result: ArtifactList) -> Buttons:
    fetch = [Button(f"Get {_base(artifact)}", line) for artifact, line in result.artifacts if line]
    ahead = 4 - 1 - len(result.next_buttons)
    row = (*fetch[:ahead], *result.next_buttons, open_button(result.job.page(result.scene.web)))
    return Buttons(row, more=tuple(fetch[ahead : ahead + 5]))


def _base(artifact: Artifact) -> str:
    """The name of the file, for a button."""
    name = one_line(file_name(artifact), 200)
    return name if len(name) <= 50 else f"…{name[-49:]}"
