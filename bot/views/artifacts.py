"""Artifacts: the list of a job's, and one as a file."""

from dataclasses import dataclass

from bot.circleci.models import Artifact, Pipeline
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
from bot.views.scene import Scene, job_reference, opens, ref
from bot.views.text import count, joined, one_line, size


@dataclass(frozen=True, slots=True)
class Place:
    """The job whose artifacts they are."""

    pipeline: Pipeline
    called: str
    name: str
    number: int
    workflow_id: str | None
    scene: Scene

    @property
    def url(self) -> str:
        if self.workflow_id:
            return self.scene.job(self.pipeline, self.workflow_id, self.number)
        return self.scene.pipeline(self.pipeline)

    @property
    def reference(self) -> str:
        return job_reference(self.pipeline.project_slug, self.number)

    @property
    def shown(self) -> Shown:
        return Shown(Noun.JOB, str(self.pipeline.project_slug), number=self.number)

    def line(self) -> Text:
        """The job as a line's end: which it is."""
        name = one_line(self.name, 60)
        job = Link(self.url, f"{name}, job {self.number}")
        return joined([(job,), (f"{self.called} #{self.pipeline.number}",), ref(self.pipeline)])


@dataclass(frozen=True, slots=True)
class Listed:
    """``artifacts``: this page's, with the line that fetches each; ``total``: how many fit ``match``."""

    job: Place
    artifacts: tuple[tuple[Artifact, str], ...]
    total: int
    match: str | None = None
    following: str | None = None
    first: bool = True


def listed(result: Listed) -> Message:
    """One line an artifact; a button fetches it. Their addresses need a token, so there is no link."""
    title = _title(result)
    parallel = any(artifact.node_index for artifact, _ in result.artifacts)
    lines: list[Text] = [joined([(Bold(title),), result.job.line()])]
    for artifact, _ in result.artifacts:
        node = (f"run {artifact.node_index}",) if parallel else ()
        lines.append(joined([(Code(one_line(artifact.path, 150)),), node]))
    return Message(
        text=(f"{title} of {one_line(result.job.name, 60)} of {result.job.called}",),
        blocks=(Lines(tuple(lines)), _buttons(result), result.job.scene.asked()),
        audience=Audience.THREAD,
        depicts=result.job.shown,
    )


def _title(result: Listed) -> str:
    that_fit = f" like {one_line(result.match, 40)}" if result.match else ""
    if not result.total:
        return f"No artifacts{that_fit}"
    return f"{count(result.total, 'artifact')}{that_fit}" + ("" if result.first else ", further on")


def _buttons(result: Listed) -> Buttons:
    fetch = [Button(f"Get {_base(artifact)}", line=line) for artifact, line in result.artifacts]
    more = [Button("Show 10 more", line=result.following)] if result.following else []
    page = opens(result.job.url)
    ahead = 4 - 1 - len(more)
    return Buttons((*fetch[:ahead], *more, page), more=tuple(fetch[ahead : ahead + 5]))


def _base(artifact: Artifact) -> str:
    name = artifact.path.rsplit("/", 1)[-1]
    return name if len(name) <= 50 else f"…{name[-49:]}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One artifact was downloaded."""

    job: Place
    artifact: Artifact
    content: bytes


def fetched(result: Fetched) -> Message:
    """The file, in the thread."""
    name = result.artifact.path.rsplit("/", 1)[-1]
    told = f"{one_line(name, 100)}, {size(len(result.content))}"
    return Message(
        text=(f"{told}, of {one_line(result.job.name, 60)} of {result.job.called}",),
        blocks=(
            Lines((joined([(Bold(told),), result.job.line()]), (Code(one_line(result.artifact.path, 300)),))),
            result.job.scene.asked(),
        ),
        audience=Audience.THREAD,
        depicts=result.job.shown,
        files=(File(name, result.content, title=result.artifact.path),),
    )
