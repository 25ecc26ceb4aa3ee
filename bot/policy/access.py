"""What one person may do from one place."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import process

from bot.circleci.slug import ProjectSlug
from bot.model.fault import Denied, ForeignWorkspace, NoProject, UnknownProject
from bot.model.permission import Permission
from bot.model.reference import ProjectName
from bot.model.request import Actor, Place
from bot.policy.decide import Decision, Question, Verdict, decide
from bot.policy.names import KnownProjects
from bot.policy.refs import plain_branch
from bot.policy.rules import Policy

_MOST, _LIKE = 3, 60


@dataclass(frozen=True, slots=True)
class Access:
    """``members``: people by Slack user group. ``default``: this channel's project as set by `use`.

    A project that no rule of this channel is about is as unknown here as one that does not exist.
    """

    policy: Policy
    members: Mapping[str, frozenset[str]]
    actor: Actor
    place: Place
    default: ProjectSlug | None = None

    def decide(
        self,
        permission: Permission,
        project: ProjectSlug | None = None,
        *,
        branch: str | None = None,
        tag: str | None = None,
        ref_known: bool = True,
    ) -> Decision:
        """The policy's decision; somebody of another workspace may do nothing."""
        if self._foreign:
            return Decision(Verdict.DENIED)
        channel = self.place.channel
        question = Question(permission, self.actor.id, channel, project, branch, tag, ref_known)
        decision = decide(self.policy, self.members, question)
        if project is not None and decision.grounds.elsewhere and not self.policy.knows(channel, project):
            return replace(decision, grounds=replace(decision.grounds, elsewhere=()))
        return decision

    def require(
        self,
        permission: Permission,
        project: ProjectSlug | None = None,
        *,
        called: str | None = None,
        branch: str | None = None,
        tag: str | None = None,
        ref_known: bool = True,
    ) -> Decision:
        """Raises `Denied` or `ForeignWorkspace`. What depends on something unknown yet passes for now."""
        decision = self.decide(permission, project, branch=branch, tag=tag, ref_known=ref_known)
        if decision.verdict is not Verdict.DENIED:
            return decision
        if self._foreign:
            raise ForeignWorkspace
        if called is None and project is not None:
            called = self.called(project)
        grounds = decision.grounds
        raise Denied(
            permission,
            called,
            ref=(branch or tag) if grounds.by_ref else None,
            who=grounds.who,
            people=grounds.people,
            elsewhere=grounds.elsewhere,
            open_refs=grounds.open_refs,
            branches=grounds.branches,
            unread=grounds.unread,
            named_by=grounds.named_by,
            slug=str(project) if project else None,
            asked_ref=branch or tag,
            rules=grounds.others,
        )

    def grant(
        self,
        permission: Permission,
        project: ProjectSlug,
        *,
        called: str,
        branch: str | None = None,
        tag: str | None = None,
    ) -> None:
        """It holds for this branch or tag; for every one, where neither is known. Raises `Denied`."""
        everywhere = None if branch or tag else self.decide(permission, project, ref_known=False)
        if everywhere is None or everywhere.verdict is not Verdict.ALLOWED:
            self.require(permission, project, called=called, branch=branch, tag=tag)

    def project(self, name: ProjectName | None) -> tuple[ProjectSlug, str]:
        """The project that was named, or this channel's, and what to call it.

        A name is a short name, a slug, the repository's own name where just one short name's fits, or what
        CircleCI calls a project whose slug is made of ids, where it calls just one so.
        Raises `NoProject` and `UnknownProject`.
        """
        if name is None:
            own = self.policy.channels.get(self.place.channel)
            slug = self.default or (own.project if own else None)
            if slug is None or not self.policy.knows(self.place.channel, slug):
                raise NoProject
        elif name.slug is not None:
            slug = self._as_known(name.slug)
        else:
            slug = self._named(name.said)
        return slug, self.called(slug)

    def called(self, slug: ProjectSlug) -> str:
        """The short name, else the name that means just this one here, else the slug."""
        if short := self._here.called.get(slug):
            return short
        name = self.policy.learned.name(slug)
        return name if name and self.by_learned_name(name) == slug else str(slug)

    def by_learned_name(self, word: str) -> ProjectSlug | None:
        """Of the projects that this channel knows, the only one that CircleCI calls so, if it is seen here.

        What the policy's own names mean goes first.
        """
        same = () if word.lower() in self._here.words else self._known_as(word)
        return same[0] if len(same) == 1 and self.sees(same[0]) else None

    @property
    def project_names(self) -> Container[str]:
        """The words that mean one project here, in lower case."""
        return _Words(self, self._here)

    def names(self) -> tuple[tuple[str, ProjectSlug], ...]:
        """Short names and slugs of what this person may read here."""
        return tuple((short, slug) for short, slug in self._here.shorts.items() if self.sees(slug))

    def sees(self, project: ProjectSlug) -> bool:
        """Whether this person may read something of the project here: one branch of it is enough."""
        return self.decide(Permission.READ, project, ref_known=False).verdict is not Verdict.DENIED

    def excludes(self, project: ProjectSlug) -> bool:
        """Whether a rule of this channel takes the project out by its name."""
        rules = self.policy.rules(self.place.channel)
        return any(rule.projects.excludes(str(project)) for rule in rules)

    def reads(self, project: ProjectSlug, branch: str | None, tag: str | None = None) -> bool:
        """Whether this person may read what was built of this branch or tag."""
        return self.allows(Permission.READ, project, branch, tag)

    def allows(
        self, permission: Permission, project: ProjectSlug, branch: str | None, tag: str | None = None
    ) -> bool:
        return self.decide(permission, project, branch=branch, tag=tag).verdict is Verdict.ALLOWED

    def who_can(
        self, permission: Permission, project: ProjectSlug, branch: str | None, tag: str | None
    ) -> tuple[str, ...] | None:
        """The groups and ids that may do it here, whoever asks; None: everybody here."""
        anyone = Question(permission, "", self.place.channel, project, branch, tag)
        decision = decide(self.policy, self.members, anyone)
        return None if decision.verdict is Verdict.ALLOWED else decision.grounds.who

    def where_any_can(
        self, permission: Permission, project: ProjectSlug, branch: str | None, tag: str | None
    ) -> tuple[str, ...]:
        """The other channels in which somebody may do it, where the project is known here."""
        if not self.policy.knows(self.place.channel, project):
            return ()
        others = (each for each in self.policy.channels if each != self.place.channel)
        questions = ((each, Question(permission, "", each, project, branch, tag)) for each in others)
        found = ((each, decide(self.policy, self.members, question)) for each, question in questions)
        return tuple(each for each, it in found if it.grounds.who or it.verdict is Verdict.ALLOWED)

    def reads_every_branch(self, project: ProjectSlug | None) -> bool:
        """``project`` None: of every project."""
        return self.decide(Permission.READ, project, ref_known=False).verdict is Verdict.ALLOWED

    def protects(self, branch: str | None) -> bool:
        """Whether only the newest pipeline of this branch may be approved or rerun."""
        globs = self.policy.protected
        return globs is not None and branch is not None and globs.cover(plain_branch(branch))

    @property
    def _foreign(self) -> bool:
        return self.actor.workspace != self.place.workspace

    @property
    def _here(self) -> KnownProjects:
        return self.policy.known(self.place.channel)

    def _as_known(self, slug: ProjectSlug) -> ProjectSlug:
        """As it is written here: the names of GitHub and Bitbucket don't tell cases apart."""
        return slug if slug.opaque else self._here.slugs.get(str(slug).lower(), slug)

    def _known_as(self, word: str) -> tuple[ProjectSlug, ...]:
        """The projects that this channel knows and that CircleCI calls so."""
        same = self.policy.learned.projects(word)
        return tuple(sorted((it for it in same if self.policy.knows(self.place.channel, it)), key=str))

    def _named(self, said: str) -> ProjectSlug:
        here, low = self._here, said.lower()
        repository, _, name = low.rpartition("/")
        if repository.startswith("gitlab.com/"):  # its project has a slug of ids, and a short name here
            known = here.words.get(name) or self.by_learned_name(name)
            found = known if known and known.opaque else None
        else:
            found = here.shorts.get(said) or here.words.get(low) or self.by_learned_name(low)
        if found is not None:
            return found
        if same := [str(each) for each in self._known_as(low) if self.sees(each)]:
            raise UnknownProject(said, tuple(same[:_MOST]))
        readable = [short for short, _ in self.names()]
        near = process.extract(low, readable, processor=str.lower, limit=_MOST, score_cutoff=_LIKE)
        raise UnknownProject(said, tuple(short for short, _, _ in near))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that mean one project."""

    access: Access
    here: KnownProjects

    def __contains__(self, word: object) -> bool:
        return word in self.here.words or self.access.by_learned_name(str(word)) is not None
