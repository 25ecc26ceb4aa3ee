"""A pipeline, what set it off and what it was built from. Lenient like `bot.circleci.models.resources`."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Annotated, Any, ClassVar

from bot.circleci.models.lenient import Id, Model, Moment, Number, Slug, entries

#: The types of a trigger that stand for a push; other words are as good as "somebody asked for it".
_PUSHES = frozenset({"webhook", "github_app", "gitlab", "bitbucket", "bitbucket_dc", "push"})


class PipelineCause(Enum):
    """What set a pipeline off: a push, someone's request, or a schedule."""

    PUSH = auto()
    REQUEST = auto()
    SCHEDULE = auto()


class TriggerActor(Model):
    """Who set a pipeline off: of a schedule who owns it. ``login`` may be empty."""

    login: str | None = None


class PipelineTrigger(Model):
    """``type`` is an open word: webhook, api, explicit, scheduled_pipeline, and others."""

    type: str | None = None
    actor: TriggerActor = TriggerActor()


class Commit(Model):
    subject: str | None = None


class Vcs(Model):
    """What a GitHub OAuth or Bitbucket Cloud pipeline was built from.

    ``review_url``: the page of the branch's pull request, where it has one.
    """

    branch: str | None = None
    tag: str | None = None
    revision: str | None = None
    review_url: str | None = None
    commit: Commit | None = None


class PipelineError(Model):
    """Why a pipeline never started a workflow. ``type``: config, config-fetch, timeout, plan, …"""

    type: str | None = None
    message: str = ""


class ProjectOfPipeline(Model):
    """Of which project a pipeline is, and what that is called, where nothing else of it is wanted."""

    noun: ClassVar[str] = "pipeline"

    project_slug: Slug
    trigger_parameters: Mapping[str, Any] | None = None

    @property
    def project_name(self) -> str | None:
        """What CircleCI calls its project, where that is told."""
        return self._told("project_name")

    @property
    def repository_name(self) -> str | None:
        """What the provider calls the repository, where that is told: several projects may be built of it."""
        return self._git("repo_name")

    def _git(self, *names: str) -> str | None:
        """The first that is said, in ``git`` or else in the map of the provider; empty ones say nothing."""
        maps = self.trigger_parameters or {}
        ordered = [maps.get("git"), *(each for name, each in maps.items() if name not in ("git", "circleci"))]
        said = (each.get(name) for each in ordered if isinstance(each, Mapping) for name in names)
        return next((value for value in said if isinstance(value, str) and value), None)

    def _told(self, name: str) -> str | None:
        """What CircleCI adds of its own to a provider's parameters."""
        told = (self.trigger_parameters or {}).get("circleci")
        value = told.get(name) if isinstance(told, Mapping) else None
        return value if isinstance(value, str) and value else None


class Pipeline(ProjectOfPipeline):
    """``GET /pipeline/{id}``. ``state`` is not the result: that is in its workflows.

    ``vcs`` is absent for GitHub App, GitLab and Bitbucket Data Center, whose data are in
    ``trigger_parameters`` (a map of maps: ``git``, ``circleci``, ``gitlab``, ``github_app``).
    """

    id: Id
    number: Number
    state: str = ""
    created_at: Moment
    errors: Annotated[tuple[PipelineError, ...], entries("error")] = ()
    trigger: PipelineTrigger = PipelineTrigger()
    vcs: Vcs | None = None

    @property
    def branch(self) -> str | None:
        """The branch, or None for a tag."""
        return self.vcs.branch if self.vcs else self._git("branch")

    @property
    def tag(self) -> str | None:
        return self.vcs.tag if self.vcs else self._git("tag")

    def is_beside(self, other: "Pipeline") -> bool:
        """Whether both built the same branch, or the same tag."""
        return self.branch == other.branch and (bool(self.branch) or self.tag == other.tag)

    @property
    def config_source_id(self) -> str | None:
        """Which pipeline definition's configuration it has, where that is told."""
        return self._told("config_source_id")

    @property
    def revision(self) -> str | None:
        """The commit's full hash."""
        return self.vcs.revision if self.vcs else self._git("checkout_sha", "commit_sha", "sha", "revision")

    @property
    def review_url(self) -> str | None:
        """The page of the pull request of its branch."""
        return self.vcs.review_url if self.vcs else None

    @property
    def subject(self) -> str | None:
        """The first line of the commit's message."""
        if self.vcs:
            return self.vcs.commit.subject if self.vcs.commit else None
        text = self._git("commit_title", "commit_message")
        return text.splitlines()[0] if text else None

    @property
    def author(self) -> str | None:
        """Who made the commit, where CircleCI says so: for a GitHub OAuth project it doesn't."""
        return self._git("commit_author_name")

    @property
    def author_login(self) -> str | None:
        """What the provider calls them; likewise only where its data are told."""
        return self._git("author_login")

    @property
    def author_email(self) -> str | None:
        """Their e-mail address, as the commit has it; likewise only where the provider's data are told."""
        return self._git("commit_author_email")

    @property
    def cause(self) -> PipelineCause:
        """By the event where one is told, else by the trigger's type; both are open words."""
        word = self._told("event_type") or self.trigger.type or ""
        if word.startswith("schedule"):
            return PipelineCause.SCHEDULE
        return PipelineCause.PUSH if word in _PUSHES else PipelineCause.REQUEST

    @property
    def starter(self) -> str | None:
        """The login of the person who pushed it or asked for it; of a schedule nobody did."""
        if self.cause is PipelineCause.SCHEDULE:
            return None
        return self.trigger.actor.login or self._git("user_username", "user_name")

    @property
    def starter_id(self) -> str | None:
        """Their id at CircleCI, which is told where the login isn't."""
        return self._told("actor_id")

    @property
    def pushed_by_author(self) -> bool:
        """Whether the commit's author pushed it, as far as their names tell."""
        author = {self.author, self.author_login} - {None}
        return self.cause is PipelineCause.PUSH and bool(author & {self.starter, self._git("user_name")})
