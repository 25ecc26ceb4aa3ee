"""One artifact, as a file or as what it says."""

import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from bot.circleci.models import Artifact
from bot.model.message import CodeBlock, File, Message
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Link, Timestamp
from bot.output import safe
from bot.output.clean import clean_text
from bot.output.mask import mask_secrets
from bot.views.parts.commit import job_facts, job_message, on_ref
from bot.views.parts.text import file_size, join_facts, one_line, paragraph
from bot.views.scene import Scene

#: Bytes of a text that is shown at once.
_SNIPPET = 4_000


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
    job, name, path = result.job, file_name(result.artifact), safe(result.artifact.path)
    told = f"{one_line(name, 100)}, {file_size(len(result.content))}"
    of = f"From {job.called} #{job.pipeline.number}, the newest green run{on_ref(job.pipeline)} that has it, "
    text = snippet(result.content)
    readable = mask_secrets(text) if text else None
    link = Link(job.page(result.scene.web), "the job's page")
    hidden = readable != text or result.hidden
    lines = paragraph(
        join_facts((Bold(told),), job_facts(job, result.scene)),
        (Code(one_line(path, 300)),),
        (of, Timestamp(job.pipeline.created_at)) if result.green else "",
        ("What looks like a secret is masked; ", link, " has the whole.") if hidden else "",
    )
    return job_message(
        job,
        f"{told}, of {one_line(job.name, 60)} of {job.called}",
        (*lines, *((CodeBlock(readable),) if readable else ()), result.scene.asked()),
        (File(name, result.hidden or result.content, title=path),) if readable is None else (),
    )


def file_name(artifact: Artifact) -> str:
    """The name of the file."""
    return safe(artifact.path).rstrip("/").rpartition("/")[2].strip() or "artifact"


def snippet(content: bytes) -> str | None:
    """What it says, where it is small and surely text; None where it is not."""
    if not content.strip() or len(content) > _SNIPPET:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    odd = any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\b\x1b" for sign in text)
    shown = "" if odd else clean_text(text)
    return shown if shown.strip() else None
