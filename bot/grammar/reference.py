"""How projects, branches, pipelines and jobs are typed: ``web@main``, ``last failed``, an address."""

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.circleci import urls
from bot.circleci.slug import ProjectSlug
from bot.model.bad_text import BadText, ValueReason
from bot.model.reference import ProjectName, Reference, Target

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
# With a scheme, as git writes it, or as a browser's bar shows it: host.name/a/b
_ADDRESS = re.compile(r"\w+://|[\w.-]+@[\w.-]+:|[\w-]+(\.[\w-]+)+/[^/]+/.")
# What no branch or tag may contain. https://git-scm.com/docs/git-check-ref-format
_NOT_IN_REFS = re.compile(r"[\s\x00-\x1f\x7f~^:?*\[\\]|\.\.|@\{|//")
_NUMBER = re.compile(r"#?(\d+)", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ZEROS = "00000000-0000-0000-0000-000000000000"

#: How many digits a number has at most: what fits into the 64 bits that CircleCI's API tells of.
_MOST_DIGITS = 18
_LONGEST_REF = 255

_LAST, _LAST_FAILED = Reference("last", last=True), Reference("last failed", last=True, failed=True)
#: Words that people use for the references which exist.
_MEANT = {
    **dict.fromkeys(("last", "latest", "newest", "recent", "current"), _LAST),
    **dict.fromkeys(("failed", "failing", "failure", "last-failed", "lastfailed", "red"), _LAST_FAILED),
}
_LIKE = 0.7


def _read_link(text: str) -> urls.PageAddress | None:
    """The address that ``text`` is, if it is one. Raises `BadText` for one that names nothing we know."""
    if not _ADDRESS.match(text):
        return None
    page = urls.parse_address(text)
    if page is None and "://" in text:
        raise BadText(ValueReason.FOREIGN_ADDRESS)
    return page or urls.parse_address(f"https://{text}")


def read_project_name(text: str) -> ProjectName:
    """Raises `BadText`, as all of these do."""
    if (page := _read_link(text)) is not None:
        if page.project is None or "@" in str(page.project):
            raise BadText(ValueReason.ADDRESS_WITHOUT_PROJECT)
        return ProjectName.of(page.project)
    try:
        return ProjectName(text, ProjectSlug.parse(text))
    except ValueError:
        if _NAME.fullmatch(text):
            return ProjectName(text)
        raise BadText(ValueReason.NO_PROJECT) from None


def read_ref(text: str) -> str:
    """A branch or a tag."""
    if not text or len(text) > _LONGEST_REF:
        raise BadText(ValueReason.REF_LENGTH, _LONGEST_REF)
    if text.startswith("refs/"):
        raise BadText(ValueReason.REF_WITH_PREFIX)
    if _NOT_IN_REFS.search(text) or text.startswith(("-", "/")) or text.endswith(("/", ".", ".lock")):
        raise BadText(ValueReason.NO_REF)
    return text


def read_target(text: str) -> Target:
    """A project, a branch, or both."""
    if _ADDRESS.match(text):
        before, at, branch = text.rpartition("@")
        if at and not _ADDRESS.match(before):  # git@github.com:acme/web
            before, at = "", ""
        if (page := _read_link(before or text)) is not None:
            _no_commit(page)
            return Target(
                read_project_name(before or text),
                read_ref(branch) if at else page.branch and read_ref(page.branch),
            )
    name, at, branch = text.partition("@")
    return Target(read_project_name(name) if name or not at else None, read_ref(branch) if at else None)


def write_target(target: Target) -> str:
    """The inverse of `read_target`."""
    name = target.project.said if target.project else ""
    return f"{name}@{target.branch}" if target.branch else name


def _no_commit(page: urls.PageAddress) -> None:
    """Raises `BadText` for a commit's address."""
    if page.commit:
        raise BadText(ValueReason.ADDRESS_OF_COMMIT)


def read_reference(text: str) -> Reference:
    """A pipeline, a workflow or a job."""
    first, *rest = text.split(" ")
    if first.lower() == "last":
        failed = bool(rest) and rest[0].lower() == "failed"
        target = read_target(" ".join(rest[failed:])) if rest[failed:] else Target()
        return Reference(text, target.project, target.branch, last=True, failed=failed)
    if (page := _read_link(text)) is not None:
        _no_commit(page)
        if page.organization:
            raise BadText(ValueReason.ADDRESS_WITHOUT_PROJECT)
        name = ProjectName.of(page.project) if page.project else None
        numbers = page.pipeline_number, page.job_number
        ids = page.pipeline_id, page.workflow_id, page.job_id
        return Reference(text, name, page.branch, *numbers, *ids, page=True)
    if number := _NUMBER.fullmatch(text):
        return Reference(text, number=_number(number[1]))
    if _UUID.fullmatch(text.lower()):
        return Reference(text, id=text.lower())
    if _is_start(text.lower()):
        return Reference(text, start=text.lower())
    before, _, after = text.partition("#")
    if before and (number := _NUMBER.fullmatch(after)):
        return Reference(text, read_project_name(before), number=_number(number[1]))
    return _newest(text)


def _number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise BadText(ValueReason.NUMBER_TOO_LONG, _MOST_DIGITS)
    return int(digits)


def _newest(text: str) -> Reference:
    """The newest of a project or a branch."""
    if text.startswith("-"):
        raise BadText(ValueReason.NO_FORM)
    try:
        target = read_target(text)
    except BadText:
        if "@" in text:
            raise
        raise BadText(ValueReason.NO_FORM) from None
    return Reference(text, target.project, target.branch)


def _is_start(text: str) -> bool:
    """Whether a UUID may begin so. All digits are a number."""
    fits = _UUID.fullmatch(text + _ZEROS[len(text) :]) is not None
    return 4 <= len(text) < len(_ZEROS) and fits and not text.isdigit()


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
    target = write_target(Target(reference.project, reference.branch))
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
        read_target(words[width])
    except (IndexError, BadText):
        return width
    return width + 1


def is_whole_reference(words: Sequence[str]) -> bool:
    """``last failed`` is nothing else, so a path is still to come."""
    return [word.lower() for word in words] == ["last", "failed"]
