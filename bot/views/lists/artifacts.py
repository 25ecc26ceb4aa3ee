"""Artifacts: the list of a job's, and one as a file or as what it says."""

import unicodedata
from dataclasses import dataclass

from bot.circleci.models import Artifact
from bot.model.line import Line
from bot.model.message import Button, Buttons, CodeBlock, File, Message
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Link, Text, Timestamp
from bot.output import MaskedFile, safe
from bot.output.clean import clean_text
from bot.views.parts.buttons import button_row
from bot.views.parts.commit import job_facts, job_message, job_phrase, on_ref
from bot.views.parts.list_page import ListPage
from bot.views.parts.text import bullets, button_label, count, file_size, join_facts, one_line, paragraph
from bot.views.scene import Scene

#: Bytes of a text that is shown at once.
SNIPPET = 4_000


@dataclass(frozen=True, slots=True)
class ArtifactCard:
    """One artifact was downloaded. ``green``: it is of the newest green run that has it.

    ``size``: how many bytes it had. ``content``: what it says, where that is a `snippet`, else the file.
    """

    job: BuiltJob
    artifact: Artifact
    size: int
    content: str | MaskedFile
    scene: Scene
    green: bool = False


def artifact_card(result: ArtifactCard) -> Message:
    """The file, in the thread; of a small text what it says. Secrets are masked in either."""
    job, name, path = result.job, file_name(result.artifact), safe(result.artifact.path)
    told = f"{one_line(name, 100)}, {file_size(result.size)}"
    of = f"{job.called} #{job.pipeline.number}{on_ref(job.pipeline)}"
    found: Text = (f"From {of}, the newest passing one that has it (", Timestamp(job.pipeline.created_at))
    page = job.page(result.scene.web)
    said, files = list[CodeBlock](), list[File]()
    match result.content:
        case str(text):
            from bot.output.mask import mask_secrets

            readable = mask_secrets(text)
            masked, read = readable != text, True
            said.append(CodeBlock(readable))
        case MaskedFile(file, masked, read):
            files.append(File(name, file, path, page, alt=f"{path}, {job_phrase(job)}"))
    link = Link(page, "the job's page")
    lines = paragraph(
        join_facts((Bold(told),), job_facts(job, result.scene)),
        (Code(one_line(path, 300)),),
        (*found, ")") if result.green else "",
        ("Possible secrets are masked; see ", link, " for the original.") if masked else "",
        "" if read else "Not text, so not checked for secrets.",
    )
    return job_message(
        job,
        f"{told}, {one_line(job.name, 60)} in {job.called}",
        (*lines, *said, result.scene.footer()),
        tuple(files),
    )


def file_name(artifact: Artifact) -> str:
    """The name of the file."""
    return safe(artifact.path).rstrip("/").rpartition("/")[2].strip() or "artifact"


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


@dataclass(frozen=True, slots=True)
class ArtifactList(ListPage):
    """``artifacts``: this page's, with the line that fetches each, and how many come ``before``.

    ``total``: how many fit ``match``.

    ``live``: the job still runs, so that more may come.
    """

    job: BuiltJob
    artifacts: tuple[tuple[Artifact, Line | None], ...]
    total: int
    scene: Scene
    match: str | None = None
    live: bool = False
    before: int = 0


def artifact_list(result: ArtifactList) -> Message:
    """One line an artifact; a button fetches it. Their addresses need a token, so there is no link."""
    job, that_fit = result.job, f" like {one_line(result.match, 40)}" if result.match else ""
    title = f"{count(result.total, 'artifact')}{that_fit}" if result.total else f"No artifacts{that_fit}"
    if not result.first:
        last = result.before + len(result.artifacts)
        title = f"Artifacts{that_fit} {result.before + 1:,}–{last:,} of {result.total:,}"
    parallel = any(artifact.node_index for artifact, _ in result.artifacts)
    lines: list[Text | str] = [join_facts((Bold(title),), job_facts(job, result.scene))]
    lines.append("Still running; more may follow." if result.live else "")
    entries = list[Text]()
    for artifact, _ in result.artifacts:
        path = one_line(artifact.path, 150)
        node = f"parallel run {artifact.node_index + 1}" if parallel else ""
        entries.append(join_facts((Code(path),) if path else "(no path)", node))
    text = f"{title}: {job_phrase(job)}"
    return job_message(
        job, text, (*paragraph(*lines, *bullets(entries)), *_buttons(result), result.scene.footer())
    )


def _buttons(result: ArtifactList) -> tuple[Buttons, ...]:
    fetch = [
        Button(button_label("Get", file_name(artifact)), line, accessibility=f"Get {safe(artifact.path)}")
        for artifact, line in result.artifacts
        if line
    ]
    return button_row(fetch[: 8 - len(result.next_buttons)], last=result.next_buttons)
