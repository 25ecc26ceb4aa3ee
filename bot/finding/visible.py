"""What may be seen of what CircleCI answered; what it calls the projects is learned."""

import structlog

from bot.circleci.errors import NotFound
from bot.circleci.models import Pipeline, Project
from bot.circleci.slug import ProjectSlug
from bot.model.fault import ProjectRenamed
from bot.policy.access import Access

log = structlog.get_logger()


class ProjectNotThere(NotFound):
    """The project itself isn't there, or none of it may be seen, and not only what was looked for in it."""


def visible_project(access: Access, asked: ProjectSlug, project: Project) -> Project:
    """The project, if it may be seen under the name that CircleCI gives it: nothing else is granted.

    Raises `ProjectRenamed` where the policy has it under its old one and does not exclude the new one, else
    CircleCI's NotFound.
    """
    renamed = _noted_as_renamed(asked, project.slug)
    if access.sees(project.slug):
        access.policy.learned.learn(project.slug, project.name)
        return project
    known = any(slug == asked for _, slug in access.names())
    if renamed and known and not access.excludes(project.slug):
        raise ProjectRenamed("project", access.called(asked))
    raise NotFound(404, "")


def is_visible(access: Access, pipeline: Pipeline, asked: ProjectSlug | None = None) -> bool:
    """Whether it may be seen here, for the branch or tag that it built. ``asked``: of this project."""
    slug, learned = pipeline.project_slug, access.policy.learned
    if asked is not None:
        _noted_as_renamed(asked, slug)
    learned.learn(slug, pipeline.project_name, pipeline.repository_name)
    return access.reads(slug, pipeline.branch, pipeline.tag)


def _noted_as_renamed(asked: ProjectSlug, answered: ProjectSlug) -> bool:
    """Whoever runs the bot finds it in the log: people see a project that isn't there."""
    renamed = str(answered).lower() != str(asked).lower()
    if renamed:
        log.warning("a project was renamed at CircleCI", asked=str(asked), answered=str(answered))
    return renamed
