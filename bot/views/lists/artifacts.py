"""Artifacts: the list of a job's, and one as a file."""

import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from bot.circleci.models import Artifact
from bot.model.message import Audience, Button, Buttons, CodeBlock, File, Lines, Message
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Link, Text, Timestamp
from bot.output import safe
from bot.output.clean import clean_text
from bot.output.mask import mask_secrets
from bot.views.parts import built_job
from bot.views.parts.scene import Scene, on_ref, open_button
from bot.views.parts.text import count, file_size, join_facts, one_line

#: Bytes of a text that is shown at once.
SNIPPET = 4_000


@dataclass(frozen=True, slots=True)
class ArtifactList:
    """``artifacts``: this page's, with the line that fetches each; ``total``: how many fit ``match``.

    ``live``: the job still runs, so that more may come.
    """

    job: BuiltJob
    artifacts: tuple[tuple[Artifact, str | None], ...]
    total: int
    scene: Scene
    match: str | None = None
    following: str | None = None
    first: bool = True
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
    fetch = [Button(f"Get {_base(artifact)}", line=line) for artifact, line in result.artifacts if line]
    more = [Button("Show 10 more", line=result.following)] if result.following else []
    page = open_button(built_job.job_page(result.job, result.scene))
    ahead = 4 - 1 - len(more)
    return Buttons((*fetch[:ahead], *more, page), more=tuple(fetch[ahead : ahead + 5]))


def _name(artifact: Artifact) -> str:
    """The name of the file."""
    return safe(artifact.path).rstrip("/").rpartition("/")[2].strip() or "artifact"


def _base(artifact: Artifact) -> str:
    """The name of the file, for a button."""
    name = one_line(_name(artifact), 200)
    return name if len(name) <= 50 else f"…{name[-49:]}"


@dataclass(frozen=True, slots=True)
class ArtifactCard:
    """One artifact was downloaded. ``green``: it is of the newest green run that has it.

    ``hidden``: what is shared instead of ``content``, where that has secrets and is no `snippet`.
    """

    job: BuiltJob
    artifact: Artifact
    content: bytes
    scene: Scene
    green: bool = False
    hidden: BinaryIO | None = None


def artifact_card(result: ArtifactCard) -> Message:
    """The file, in the thread; of a small text what it says. Secrets are masked in either."""
    job = result.job
    name = _name(result.artifact)
    path = safe(result.artifact.path)
    told = f"{one_line(name, 100)}, {file_size(len(result.content))}"
    lines: list[Text] = [
        join_facts([(Bold(told),), built_job.job_facts(job, result.scene)]),
        (Code(one_line(path, 300)),),
    ]
    if result.green:
        run = f"{job.called} #{job.pipeline.number}"
        of = f"From {run}, the newest green run{on_ref(job.pipeline)} that has it, "
        lines.append((of, Timestamp(job.pipeline.created_at)))
    text = snippet(result.content)
    readable = mask_secrets(text) if text else None
    if readable != text or result.hidden:
        link = Link(built_job.job_page(job, result.scene), "the job's page")
        lines.append(("What looks like a secret is masked; ", link, " has the whole."))
    return Message(
        text=(f"{told}, of {one_line(job.name, 60)} of {job.called}",),
        blocks=(Lines(tuple(lines)), *((CodeBlock(readable),) if readable else ()), result.scene.asked()),
        audience=Audience.THREAD,
        depicts=built_job.shown_job(job),
        files=(File(name, result.hidden or result.content, title=path),) if readable is None else (),
    )


def snippet(content: bytes) -> str | None:
    """What it says, where it is small and surely text; None where it is not."""
    if not content.strip() or len(content) > SNIPPET:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    odd = any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\b\x1b" for sign in text)
    shown = "" if odd else clean_text(text)
    return shown if shown.strip() else None
