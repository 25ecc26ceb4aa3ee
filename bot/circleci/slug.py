"""Project slugs: how CircleCI names a project.

https://circleci.com/docs/api-developers-guide/#getting-started-with-the-api
"""

from dataclasses import dataclass
from typing import Self

_VCS = {"gh": "gh", "github": "gh", "bb": "bb", "bitbucket": "bb", "circleci": "circleci"}


@dataclass(frozen=True, slots=True)
class ProjectSlug:
    """``gh/org/repo``, ``bb/org/repo`` or ``circleci/<organization id>/<project id>``.

    Always in the short form, so that two slugs of one project are equal: webhooks and some answers say
    ``github/…`` where others say ``gh/…``.
    """

    vcs: str
    organization: str
    name: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a slug in the long or the short form. Raises ValueError."""
        parts = text.split("/")
        if len(parts) != 3 or not all(parts) or parts[0].lower() not in _VCS:
            raise ValueError(f"not a project slug: {text!r}")
        if any(
            part in (".", "..") or any(c.isspace() or not c.isprintable() or c in "?#%\\" for c in part)
            for part in parts
        ):
            raise ValueError(f"not a project slug: {text!r}")
        return cls(_VCS[parts[0].lower()], parts[1], parts[2])

    @property
    def organization_slug(self) -> str:
        """``gh/org``: what the organisation's own endpoints take."""
        return f"{self.vcs}/{self.organization}"

    def may_be_of(self, organization: str) -> bool:
        """Whether it may be this organization's, by its name or its slug: ids don't tell."""
        return self.opaque or names_organization(organization, self.organization, self.organization_slug)

    @property
    def opaque(self) -> bool:
        """Whether the slug is made of ids: GitHub App, GitLab and Bitbucket Data Center projects."""
        return self.vcs == "circleci"

    def __str__(self) -> str:
        return f"{self.vcs}/{self.organization}/{self.name}"


def names_organization(said: str, *names: str | None) -> bool:
    """Whether one of its ``names`` was said. Cases don't matter."""
    return said.casefold() in {name.casefold() for name in names if name}
