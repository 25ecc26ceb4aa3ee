"""Artifacts: the list of a job's, and one as a file."""

from dataclasses import dataclass

from bot.circleci.models import Artifact
from bot.model.message import (
    Audience,
    Bold,
    Button,
    Buttons,
    Code,
    File,
    Lines,
    Link,
    Message,
    Noun,
    Shown,
    Text,
)
from bot.model.run import BuiltJob
from bot.views.scene import Scene, opens, ref
from bot.views.text import count, joined, one_line, size


@dataclass(frozen=True, slots=True)
class Listed:
    """``artifacts``: this page's, with the line that fetches each; ``total``: how many fit ``match``."""

    job: BuiltJob
    artifacts: tuple[tuple[Artifact, str], ...]
    total: int
    scene: Scene
    match: str | None = None
    following: str | None = None
    first: bool = True


def listed(result: Listed) -> Message:
    """One line an artifact; a button fetches it. Their addresses need a token, so there is no link."""
    title = _title(result)
    parallel = any(artifact.node_index for artifact, _ in result.artifacts)
    lines: list[Text] = [joined([(Bold(title),), _line(result.job, result.scene)])]
    for artifact, _ in result.artifacts:
        node = (f"run {artifact.node_index}",) if parallel else ()
        lines.append(joined([(Code(one_line(artifact.path, 150)),), node]))
    return Message(
        text=(f"{title} of {one_line(result.job.name, 60)} of {result.job.called}",),
        blocks=(Lines(tuple(lines)), _buttons(result), result.scene.asked()),
        audience=Audience.THREAD,
        depicts=_shown(result.job),
    )


def _title(result: Listed) -> str:
    that_fit = f" like {one_line(result.match, 40)}" if result.match else ""
    if not result.total:
        return f"No artifacts{that_fit}"
    return f"{count(result.total, 'artifact')}{that_fit}" + ("" if result.first else ", further on")


def _buttons(result: Listed) -> Buttons:
    fetch = [Button(f"Get {_base(artifact)}", line=line) for artifact, line in result.artifacts]
    more = [Button("Show 10 more", line=result.following)] if result.following else []
    page = opens(_url(result.job, result.scene))
    ahead = 4 - 1 - len(more)
    return Buttons((*fetch[:ahead], *more, page), more=tuple(fetch[ahead : ahead + 5]))


def _base(artifact: Artifact) -> str:
    name = artifact.path.rsplit("/", 1)[-1]
    return name if len(name) <= 50 else f"…{name[-49:]}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One artifact was downloaded."""

    job: BuiltJob
    artifact: Artifact
    content: bytes
    scene: Scene


def fetched(result: Fetched) -> Message:
    """The file, in the thread."""
    name = result.artifact.path.rsplit("/", 1)[-1]
    told = f"{one_line(name, 100)}, {size(len(result.content))}"
    return Message(
        text=(f"{told}, of {one_line(result.job.name, 60)} of {result.job.called}",),
        blocks=(
            Lines(
                (
                    joined([(Bold(told),), _line(result.job, result.scene)]),
                    (Code(one_line(result.artifact.path, 300)),),
                )
            ),
            result.scene.asked(),
        ),
        audience=Audience.THREAD,
        depicts=_shown(result.job),
        files=(File(name, result.content, title=result.artifact.path),),
    )


def _url(job: BuiltJob, scene: Scene) -> str:
    if job.workflow_id:
        return scene.job(job.pipeline, job.workflow_id, job.number)
    return scene.pipeline(job.pipeline)


def _line(job: BuiltJob, scene: Scene) -> Text:
    """The job as a line's end: which it is."""
    link = Link(_url(job, scene), f"{one_line(job.name, 60)}, job {job.number}")
    return joined([(link,), (f"{job.called} #{job.pipeline.number}",), ref(job.pipeline)])


def _shown(job: BuiltJob) -> Shown:
    return Shown(Noun.JOB, str(job.pipeline.project_slug), number=job.number)
