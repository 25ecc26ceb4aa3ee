"""How a pipeline, a workflow or a job is referred to: ``#812``, ``last failed``, ``web@main``, an address."""

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.grammar import names
from bot.model.reference import ProjectName, Reference, Target

_NUMBER = re.compile(r"#?(\d+)", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DASHES = (8, 13, 18, 23)

#: How many digits a number has at most: what fits into the 64 bits that CircleCI's API tells of.
_MOST_DIGITS = 18

_LAST, _LAST_FAILED = Reference("last", last=True), Reference("last failed", last=True, failed=True)
#: Words that people use for the references which exist.
_MEANT = {
    **dict.fromkeys(("last", "latest", "newest", "recent", "current"), _LAST),
    **dict.fromkeys(("failed", "failing", "failure", "last-failed", "lastfailed", "red"), _LAST_FAILED),
}
_LIKE = 0.7


def read_reference(text: str) -> Reference:
    """Raises ValueError, without text where it has none of the forms."""
    first, *rest = text.split(" ")
    if first.lower() == "last":
        failed = bool(rest) and rest[0].lower() == "failed"
        target = names.read_target(" ".join(rest[failed:])) if rest[failed:] else Target()
        return Reference(text, target.project, target.branch, last=True, failed=failed)
    if (page := names.read_link(text)) is not None:
        names.no_commit(page)
        return Reference(
            text,
            ProjectName(str(page.project), page.project) if page.project else None,
            page.branch,
            page.pipeline_number,
            page.job_number,
            page.pipeline_id,
            page.workflow_id,
            page.job_id,
            page=True,
        )
    if number := _NUMBER.fullmatch(text):
        return Reference(text, number=_number(number[1]))
    if _UUID.fullmatch(text.lower()):
        return Reference(text, id=text.lower())
    if _is_start(text.lower()):
        return Reference(text, start=text.lower())
    name, _, after = text.partition("#")
    if name and (number := _NUMBER.fullmatch(after)):
        return Reference(text, names.read_project_name(name), number=_number(number[1]))
    return _newest(text)


def _number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"its number has more than {_MOST_DIGITS} digits")
    return int(digits)


def _newest(text: str) -> Reference:
    """The newest of a project or a branch."""
    if text.startswith("-"):
        raise ValueError
    try:
        target = names.read_target(text)
    except ValueError:
        if "@" in text:
            raise
        raise ValueError from None
    return Reference(text, target.project, target.branch)


def _is_start(text: str) -> bool:
    """Whether a UUID may begin so. All digits are a number."""
    fits = all(
        (at in _DASHES) == (sign == "-") and sign in "-0123456789abcdef" for at, sign in enumerate(text)
    )
    return 4 <= len(text) < 36 and fits and not text.isdigit()


def likely_reference(word: str) -> Reference | None:
    """The reference that may be meant by a word that is none: ``latest`` for ``last``."""
    found = process.extractOne(
        word.lower(), list(_MEANT), scorer=OSA.normalized_similarity, score_cutoff=_LIKE
    )
    return _MEANT[found[0]] if found else None


def write_reference(reference: Reference) -> str:
    """As it was typed; else, for one that was made and not typed, the shortest line that means it."""
    if reference.said:
        return reference.said
    target = names.write_target(Target(reference.project, reference.branch))
    if reference.last:
        return " ".join(filter(None, ["last", "failed" * reference.failed, target]))
    exact = (
        reference.job_id or reference.workflow_id or reference.pipeline_id or reference.id or reference.start
    )
    if exact:
        return exact
    number = reference.job if reference.job is not None else reference.number
    return target if number is None else f"{target}#{number}"


def reference_width(words: Sequence[str]) -> int:
    """``last``, ``last failed``, and a project or branch after either."""
    if words[0].lower() != "last":
        return 1
    width = 2 if [word.lower() for word in words[1:2]] == ["failed"] else 1
    try:
        names.read_target(words[width])
    except (IndexError, ValueError):
        return width
    return width + 1


def is_whole_reference(words: Sequence[str]) -> bool:
    """``last failed`` is nothing else, so a path is still to come."""
    return [word.lower() for word in words] == ["last", "failed"]
