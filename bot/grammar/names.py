"""How projects, branches and tags are typed: ``web``, ``gh/acme/web``, ``web@main``, an address."""

import re

from bot.circleci import urls
from bot.circleci.slug import ProjectSlug
from bot.model.reference import ProjectName, Target

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
# With a scheme, as git writes it, or as a browser's bar shows it: host.name/a/b
_ADDRESS = re.compile(r"\w+://|[\w.-]+@[\w.-]+:|[\w-]+(\.[\w-]+)+/[^/]+/.")
# What no branch or tag may contain. https://git-scm.com/docs/git-check-ref-format
_NOT_IN_REFS = re.compile(r"[\s\x00-\x1f\x7f~^:?*\[\\]|\.\.|@\{|//")


def read_link(text: str) -> urls.PageAddress | None:
    """The address that ``text`` is, if it is one. Raises ValueError for one that names nothing we know."""
    if not _ADDRESS.match(text):
        return None
    page = urls.parse_address(text)
    if page is None and "://" not in text:
        return urls.parse_address(f"https://{text}")
    if page is None:
        raise ValueError("that address is neither CircleCI's nor a repository's")
    return page


def read_project_name(text: str) -> ProjectName:
    """Raises ValueError, as all of these do."""
    if (page := read_link(text)) is not None:
        if page.project is None or "@" in str(page.project):
            raise ValueError("that address does not tell the project")
        return ProjectName(str(page.project), page.project)
    try:
        return ProjectName(text, ProjectSlug.parse(text))
    except ValueError:
        if _NAME.fullmatch(text):
            return ProjectName(text)
        raise ValueError("that is a short name, a slug like gh/acme/web, or an address") from None


def read_ref(text: str) -> str:
    """A branch or a tag."""
    if not text or len(text) > 255:
        raise ValueError("it has between 1 and 255 characters")
    if text.startswith("refs/"):
        raise ValueError("it is the plain name, without refs/heads/ or refs/tags/")
    if _NOT_IN_REFS.search(text) or text.startswith(("-", "/")) or text.endswith(("/", ".", ".lock")):
        raise ValueError("git allows no such name")
    return text


def read_target(text: str) -> Target:
    """A project, a branch, or both."""
    if _ADDRESS.match(text):
        before, at, branch = text.rpartition("@")
        if at and not _ADDRESS.match(before):  # git@github.com:acme/web
            before, at = "", ""
        if (page := read_link(before or text)) is not None:
            no_commit(page)
            return Target(
                read_project_name(before or text),
                read_ref(branch) if at else page.branch and read_ref(page.branch),
            )
    name, at, branch = text.partition("@")
    return Target(read_project_name(name) if name or not at else None, read_ref(branch) if at else None)


def write_project(name: ProjectName) -> str:
    """As it was typed."""
    return name.said


def write_target(target: Target) -> str:
    """The inverse of `target`."""
    name = target.project.said if target.project else ""
    return f"{name}@{target.branch}" if target.branch else name


def no_commit(page: urls.PageAddress) -> None:
    """Raises ValueError for a commit's address."""
    if page.commit:
        raise ValueError("that is a commit's address, which tells no pipeline; its branch or number does")
