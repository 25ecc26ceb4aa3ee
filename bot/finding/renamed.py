"""A project that CircleCI answers under another name than it was asked for."""

import structlog

from bot.circleci.errors import NotFound
from bot.circleci.models import Project
from bot.circleci.slug import ProjectSlug
from bot.model.fault import ProjectRenamed
from bot.policy.access import Access

log = structlog.get_logger()


def visible_project(access: Access, asked: ProjectSlug, project: Project) -> Project:
    """The project, if it may be seen under the name that CircleCI gives it: nothing else is granted.

    Raises `ProjectRenamed` where the policy has it under its old one, else CircleCI's NotFound.
    """
    renamed = str(project.slug).lower() != str(asked).lower()
    if renamed:
        log.warning("a project was renamed at CircleCI", asked=str(asked), answered=str(project.slug))
    if access.sees(project.slug):
        return project
    if renamed and any(slug == asked for _, slug in access.names()):
        raise ProjectRenamed("project", access.called(asked))
    raise NotFound(404, "")
