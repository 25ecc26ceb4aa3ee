"""Addresses in a line: what they name of a reference."""

import re

from bot.circleci import urls
from bot.circleci.slug import ProjectSlug
from bot.grammar.refs import read_ref
from bot.model.bad_text import BadText, ValueReason
from bot.model.reference import ProjectName

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
# With a scheme, as git writes it, or as a browser's bar shows it: host.name/a/b
_ADDRESS = re.compile(r"\w+://|[\w.-]+@[\w.-]+:|[\w-]+(\.[\w-]+)+/[^/]+/.")

#: What a reference has from an address.
_OF_PAGE = (
    *("branch", "pipeline_number", "job_number", "pipeline_id", "workflow_id", "job_id"),
    *("pull", "commit", "step", "parallel_run", "branch_path"),
)


def link_fields(text: str) -> dict[str, object] | None:
    """What the address names, and perhaps a branch behind it: ``git@github.com:acme/web@main``."""
    if not _ADDRESS.match(text):
        return None
    before, at, branch = text.rpartition("@")
    if not at or not _ADDRESS.match(before):
        before, branch = text, ""
    if (page := read_link(before)) is None:
        return None
    given = {each: getattr(page, each) for each in _OF_PAGE}
    given |= {"project": _project_of(page)}
    if page.pull is not None or page.commit:
        given["branch"] = None  # of a pull request only what a fork's would be called
    if branch:
        given |= {"branch": read_ref(branch), "branch_path": None}
    named = {each: value for each, value in given.items() if value is not None}
    # An address of something else of the project's, or of all of it, is not what says it exactly.
    return named if named.keys() <= {"project"} else {"address": before, **named}


def read_link(text: str) -> urls.PageAddress | None:
    """The address that ``text`` is, if it is one. Raises `BadText` for one that names nothing we know."""
    page = urls.parse_address(text)
    if page is None and "://" in text:
        raise BadText(ValueReason.FOREIGN_ADDRESS)
    page = page or urls.parse_address(f"https://{text}")
    if page and page.organization and page.project is None:
        raise BadText(ValueReason.ADDRESS_OF_ORGANIZATION, shown=page.organization)
    if page and page.project and "@" in str(page.project):
        raise BadText(ValueReason.ADDRESS_WITHOUT_PROJECT)
    return page


def read_project_name(text: str) -> ProjectName:
    """A short name, a slug or an address. Raises `BadText`."""
    if _ADDRESS.match(text) and (page := read_link(text)) is not None:
        if (name := _project_of(page)) is None:
            raise BadText(ValueReason.ADDRESS_WITHOUT_PROJECT)
        return name
    try:
        return ProjectName(text, ProjectSlug.parse(text))
    except ValueError:
        if _NAME.fullmatch(text):
            return ProjectName(text.removesuffix(".git") or text)
        raise BadText(ValueReason.NO_PROJECT) from None


def _project_of(page: urls.PageAddress) -> ProjectName | None:
    if page.project is not None:
        return ProjectName.of(page.project)
    return ProjectName(page.repository) if page.repository else None
