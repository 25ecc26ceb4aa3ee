"""What the small CircleCI has pipelines of: organisations, their projects, and what was committed there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1

from bot.playground.circleci.people import User, identify
from bot.playground.circleci.script import Leaves, Outcome, Parameter, Ref, Scripts, ending


@dataclass(frozen=True, slots=True)
class Organization:
    slug: str
    name: str
    vcs: str

    @property
    def id(self) -> str:
        return identify("organization", self.slug)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest commit of a branch, and how pipelines of it go: job by job, how they end, how many seconds
    they take and what they leave behind, where that is not as planned.
    """

    subject: str
    author: User
    body: str = ""
    outcomes: Mapping[str, tuple[Outcome, ...]] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()
    review: int | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    contents: Mapping[str, Leaves] = field(default_factory=dict)

    @property
    def revision(self) -> str:
        said = f"{self.subject}\n{self.body}\n{self.author.login}"
        return sha1(said.encode(), usedforsecurity=False).hexdigest()

    @property
    def skips(self) -> bool:
        """Whether the message says that nothing should be built. https://circleci.com/docs/skip-build/"""
        return any(word in f"{self.subject} {self.body}".lower() for word in ("[ci skip]", "[skip ci]"))


@dataclass(frozen=True, slots=True)
class Definition:
    """A pipeline definition; ``workflows`` are the names of those that it has, none: all.

    ``config``: what its own file says, where that is not the project's.
    """

    id: str
    name: str
    provider: str
    file_path: str
    workflows: tuple[str, ...] = ()
    config: "ConfigFile | None" = None


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration as it was committed, and the parameters that it declares."""

    source: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


Plan = Callable[[Ref], Scripts]


@dataclass(eq=False, slots=True)
class Project:
    """``plan`` tells which workflows a branch or tag gets; ``definitions`` are the newest first.

    ``setup``: the configuration of pipelines that begin with a setup workflow, which go on with ``source``.
    ``variables`` are those of its environment, by their names. ``followed``: by the token's user, without
    which its organization does not list its pipelines.
    """

    slug: str
    name: str
    organization: Organization
    plan: Plan
    created_at: datetime
    source: str = ""
    default_branch: str = "main"
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    setup: ConfigFile | None = None
    definitions: tuple[Definition, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    branches: dict[str, Head] = field(default_factory=dict)
    tags: dict[str, Head] = field(default_factory=dict)
    followed: bool = True
    next_pipeline: int = 1
    next_job: int = 1
    next_approval: int = 90_001

    @property
    def id(self) -> str:
        return identify("project", self.slug)

    @property
    def app(self) -> bool:
        """Whether it is connected by the GitHub App, and not by OAuth."""
        return self.slug.startswith("circleci/")

    @property
    def provider(self) -> str:
        return "Bitbucket" if self.slug.startswith("bb/") else "GitHub"

    @property
    def repository(self) -> str:
        host = "bitbucket.org" if self.provider == "Bitbucket" else "github.com"
        return f"https://{host}/{self.organization.name}/{self.name}"

    def review_url(self, number: int) -> str:
        """The page of a pull request."""
        return f"{self.repository}/{'pull-requests' if self.provider == 'Bitbucket' else 'pull'}/{number}"

    def number_pipeline(self) -> int:
        """The number of the next pipeline."""
        self.next_pipeline += 1
        return self.next_pipeline - 1

    def number_job(self) -> int:
        """The number of the next job."""
        self.next_job += 1
        return self.next_job - 1

    def number_approval(self) -> int:
        """The number of the next approval: of a row of their own, so that the others go without gaps."""
        self.next_approval += 1
        return self.next_approval - 1

    def config(self, definition: Definition | None) -> ConfigFile:
        """The file that a pipeline of the definition has."""
        return (definition and definition.config) or ConfigFile(self.source, self.parameters)

    def head(self, ref: Ref) -> Head | None:
        return self.tags.get(ref.tag) if ref.tag else self.branches.get(ref.branch or "")


def planned(project: Project, ref: Ref, head: Head) -> Scripts:
    """The workflows that a commit of a branch or tag gets: none where it skips them."""
    if head.skips and not project.app:
        return ()
    return ending(project.plan(ref), head.outcomes, head.seconds, head.contents)


def first_config(project: Project, definition: Definition | None, scripts: Scripts) -> ConfigFile:
    """The file whose parameters can be given: a setup workflow's own, where there is one."""
    setup = project.setup if any(script.setup for script in scripts) else None
    return setup or project.config(definition)
