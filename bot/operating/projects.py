"""Projects, as they are named on the command line."""

from bot.circleci.slug import ProjectSlug
from bot.policy.names import KnownProjects
from bot.policy.source import PolicySource
from bot.settings import CannotStart, Settings


class NoSuchProject(Exception):
    """It is no project's name, and which names there are: a sentence for a terminal."""


def project_slug(settings: Settings, project: str) -> ProjectSlug:
    """By the policy's short name, or a slug. Raises `NoSuchProject`, and `CannotStart` for a wrong policy."""
    policies = PolicySource(settings.policy_file, named=settings.names_policy)
    known = KnownProjects.of(policies.current.projects)
    if (found := known.words.get(project.lower())) is not None:
        return found
    try:
        return ProjectSlug.parse(project)
    except ValueError:
        pass
    if policies.problem is not None:
        raise CannotStart(policies.problem)
    names = ", ".join(known.shorts)
    hint = f" The policy's names are {names}." if names else ""
    raise NoSuchProject(f"No project called {project}. Give a slug like gh/acme/web.{hint}")
