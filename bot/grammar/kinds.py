"""The kinds of values that commands take."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from rapidfuzz import process

from bot.circleci import urls
from bot.circleci.slug import ProjectSlug
from bot.grammar.kind import Kind
from bot.model.permission import Permission
from bot.model.target import Mark, ProjectName, Reference, Target

Value: TypeAlias = int | bool | str

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
_NUMBER = re.compile(r"#?(\d+)", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DASHES = (8, 13, 18, 23)
# With a scheme, as git writes it, or as a browser's bar shows it: host.name/a/b
_ADDRESS = re.compile(r"\w+://|[\w.-]+@[\w.-]+:|[\w-]+(\.[\w-]+)+/[^/]+/.")
_PARAMETER = re.compile(r"([A-Za-z_][\w-]*)=(.*)", re.ASCII | re.DOTALL)
_MARK = re.compile(r"(\d{1,6})(?:\.(.+))?", re.ASCII)
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII)
# What no branch or tag may contain. https://git-scm.com/docs/git-check-ref-format
_NOT_IN_REFS = re.compile(r"[\s\x00-\x1f\x7f~^:?*\[\\]|\.\.|@\{|//")

# Of a pipeline's parameters. https://circleci.com/docs/pipeline-variables/
_LONGEST_NAME, _LONGEST_VALUE = 128, 512


def _link(text: str) -> urls.Link | None:
    """The address that ``text`` is, if it is one. Raises ValueError for one that names nothing we know."""
    if not _ADDRESS.match(text):
        return None
    link = urls.parse(text)
    if link is None and "://" not in text:
        return urls.parse(f"https://{text}")
    if link is None:
        raise ValueError("that address is neither CircleCI's nor a repository's")
    return link


def _project(text: str) -> ProjectName:
    if (link := _link(text)) is not None:
        if link.project is None or "@" in str(link.project):
            raise ValueError("that address does not tell the project")
        return ProjectName(str(link.project), link.project)
    try:
        return ProjectName(text, ProjectSlug.parse(text))
    except ValueError:
        if _NAME.fullmatch(text):
            return ProjectName(text)
        raise ValueError("that is a short name, a slug like gh/acme/web, or an address") from None


def _ref(text: str) -> str:
    if not text or len(text) > 255:
        raise ValueError("it has between 1 and 255 characters")
    if text.startswith("refs/"):
        raise ValueError("it is the plain name, without refs/heads/ or refs/tags/")
    if _NOT_IN_REFS.search(text) or text.startswith(("-", "/")) or text.endswith(("/", ".", ".lock")):
        raise ValueError("git allows no such name")
    return text


def _target(text: str) -> Target:
    if _ADDRESS.match(text):
        before, at, branch = text.rpartition("@")
        if at and not _ADDRESS.match(before):  # git@github.com:acme/web
            before, at = "", ""
        if (link := _link(before or text)) is not None:
            _no_commit(link)
            return Target(_project(before or text), _ref(branch) if at else link.branch and _ref(link.branch))
    name, at, branch = text.partition("@")
    return Target(_project(name) if name or not at else None, _ref(branch) if at else None)


def _write_project(name: ProjectName) -> str:
    return name.said


def _write_target(target: Target) -> str:
    project = target.project.said if target.project else ""
    return f"{project}@{target.branch}" if target.branch else project


_FORMS = "that is a number, an address, an id, last, last failed or @branch"


def _reference(text: str) -> Reference:
    first, *rest = text.split(" ")
    if first.lower() == "last":
        failed = bool(rest) and rest[0].lower() == "failed"
        target = _target(" ".join(rest[failed:])) if rest[failed:] else Target()
        return Reference(text, target.project, target.branch, last=True, failed=failed)
    if (link := _link(text)) is not None:
        _no_commit(link)
        return Reference(
            text,
            ProjectName(str(link.project), link.project) if link.project else None,
            link.branch,
            link.pipeline_number,
            link.job_number,
            link.pipeline_id,
            link.workflow_id,
            link.job_id,
            page=True,
        )
    if number := _NUMBER.fullmatch(text):
        return Reference(text, number=int(number[1]))
    if _UUID.fullmatch(text.lower()):
        return Reference(text, id=text.lower())
    if _is_start(text.lower()):
        return Reference(text, start=text.lower())
    name, _, after = text.partition("#")
    if name and (number := _NUMBER.fullmatch(after)):
        return Reference(text, _project(name), number=int(number[1]))
    try:
        target = _target(text)
    except ValueError:
        if "@" in text:
            raise
        raise ValueError(_FORMS) from None
    if text.startswith("-"):
        raise ValueError(_FORMS)
    return Reference(text, target.project, target.branch)


def _no_commit(link: urls.Link) -> None:
    if link.commit:
        raise ValueError("that is a commit's address, which tells no pipeline; its branch or number does")


def _is_start(text: str) -> bool:
    """Whether a UUID may begin so. All digits are a number."""
    fits = all(
        (at in _DASHES) == (sign == "-") and sign in "-0123456789abcdef" for at, sign in enumerate(text)
    )
    return 4 <= len(text) < 36 and fits and not text.isdigit()


def _write_reference(reference: Reference) -> str:
    """As it was typed; else, for one that was made and not typed, the shortest line that means it."""
    if reference.said:
        return reference.said
    target = _write_target(Target(reference.project, reference.branch))
    if reference.last:
        return " ".join(filter(None, ["last", "failed" * reference.failed, target]))
    exact = (
        reference.job_id or reference.workflow_id or reference.pipeline_id or reference.id or reference.start
    )
    if exact:
        return exact
    number = reference.job if reference.job is not None else reference.number
    return target if number is None else f"{target}#{number}"


def _reference_width(words: Sequence[str]) -> int:
    """``last``, ``last failed``, and a project or branch after either."""
    if words[0].lower() != "last":
        return 1
    width = 2 if [word.lower() for word in words[1:2]] == ["failed"] else 1
    try:
        _target(words[width])
    except (IndexError, ValueError):
        return width
    return width + 1


def _only_reference(words: Sequence[str]) -> bool:
    """``last failed`` is nothing else, so a path is still to come."""
    return [word.lower() for word in words] == ["last", "failed"]


def _parameter(text: str) -> tuple[str, Value]:
    found = _PARAMETER.fullmatch(text)
    if found is None:
        raise ValueError("that is a name, = and a value, without spaces around =")
    name, value = found.groups()
    if len(name) > _LONGEST_NAME:
        raise ValueError(f"its name has more than {_LONGEST_NAME} characters")
    if value in ("true", "false"):
        return name, value == "true"
    if _INTEGER.fullmatch(value):
        return name, int(value)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if len(value) > _LONGEST_VALUE:
        raise ValueError(f"its value has more than {_LONGEST_VALUE} characters")
    return name, value


def _write_parameter(parameter: tuple[str, Value]) -> str:
    name, value = parameter
    if isinstance(value, bool):
        return f"{name}={str(value).lower()}"
    written = f"{name}={value}"
    return written if _parameter(written) == parameter else f'{name}="{value}"'


def _permission(text: str) -> Permission:
    try:
        return Permission(text.lower())
    except ValueError:
        meant = permission_like(text)
        likely = f"; did you mean {meant}?" if meant else ""
        raise ValueError(f"that is one of {', '.join(Permission)}{likely}") from None


def permission_like(text: str) -> Permission | None:
    """The permission that may be meant."""
    meant = process.extractOne(text.lower(), list(Permission), score_cutoff=70)
    return meant[0] if meant else None


def _mark(text: str) -> Mark:
    found = _MARK.fullmatch(text)
    if found is None:
        raise ValueError("only the button of a list knows it")
    return Mark(int(found[1]), found[2])


def _write_mark(mark: Mark) -> str:
    return f"{mark.offset}.{mark.token}" if mark.token else str(mark.offset)


def _switch(text: str) -> bool:
    raise ValueError("it stands alone, without a value")


def _text(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.strip():
            raise ValueError("it is empty")
        if len(text) > longest:
            raise ValueError(f"it has more than {longest} characters")
        return text

    return read


PROJECT = Kind("project", "a project", "web", _project, _write_project)
TARGET = Kind(
    "project@branch",
    "a project or @branch",
    "web@main",
    _target,
    _write_target,
    optional="[project][@branch]",
)
PIPELINE = Kind(
    "pipeline",
    "a pipeline",
    "#812",
    _reference,
    _write_reference,
    _reference_width,
    whole=_only_reference,
)
WORKFLOW = replace(PIPELINE, name="workflow", noun="a workflow", example="last failed")
JOB = replace(PIPELINE, name="job", noun="a job", example="last failed")
TAG = Kind("tag", "a tag", "v1.2.0", _ref)
NAME = Kind("name", "a name", "build-and-test", _text(255))
GLOB = Kind("glob", "a pattern", "*.xml", _text(255))
PATH = Kind("path", "a path", "coverage/index.html", _text(1024), spaced=True)
PAGE = Kind("page", "a page", "10", _mark, _write_mark)
PARAMETER = Kind("name=value", "a parameter", "env=staging", _parameter, _write_parameter)
PERMISSION = Kind("action", "an action", "trigger", _permission)
WORDS = Kind("command", "a command", "trigger", _text(100), width=len)
SWITCH = Kind("switch", "a switch", "", _switch)
