"""What one person may do from one place: the policy's decisions, bound to who asks and where."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import process

from bot.circleci.slug import ProjectSlug
from bot.model.fault import Denied, ForeignWorkspace, NoProject, UnknownProject
from bot.model.invocation import Actor, Place
from bot.model.permission import Permission
from bot.model.target import ProjectName
from bot.policy.decide import Decision, Question, Verdict, decide
from bot.policy.rules import Policy


@dataclass(frozen=True, slots=True)
class Access:
    """``members``: who is in each Slack user group. ``default``: the project that `use` set here, if any."""

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
        """The policy's decision. ``project`` None: whichever; ``ref_known`` False: whichever ref."""
        question = Question(
            permission, self.actor.id, self.place.channel, project, branch, tag, ref_known=ref_known
        )
        if self.actor.workspace != self.place.workspace:
            return Decision(Verdict.DENIED)
        return decide(self.policy, self.members, question)

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
        """The same, raising `Denied` or `ForeignWorkspace`. What depends passes, to be asked again."""
        if self.actor.workspace != self.place.workspace:
            raise ForeignWorkspace
        decision = self.decide(permission, project, branch=branch, tag=tag, ref_known=ref_known)
        if decision.verdict is Verdict.DENIED:
            raise Denied(
                permission,
                called or (self.called(project) if project else None),
                ref=(branch or tag) if decision.ref_decided else None,
                who=decision.who,
                elsewhere=decision.elsewhere,
                open_refs=decision.open_refs,
            )
        return decision

    def project(self, name: ProjectName | None) -> tuple[ProjectSlug, str]:
        """The project that was named, or this channel's default; and what to call it.

        A short name of a project that may not be read here is as unknown as any other word. Raises
        `NoProject` and `UnknownProject`.
        """
        if name is None:
            slug = self.default or self.policy.default(self.place.channel)
            if slug is None:
                known = tuple(short for short, _ in self.names())
                raise NoProject(known, example=f"status {known[0]}" if known else "projects")
            return slug, self.called(slug)
        if name.slug is not None:
            return name.slug, self.called(name.slug)
        names = dict(self.names())
        said = name.said.lower()
        found = [slug for short, slug in names.items() if short.lower() == said]
        found = found or [slug for slug in names.values() if not slug.opaque and slug.name.lower() == said]
        if len(found) != 1:
            close = process.extract(said, names.keys(), limit=3, score_cutoff=60)
            raise UnknownProject(name.said, tuple(str(short) for short, _, _ in close))
        return found[0], self.called(found[0])

    def called(self, slug: ProjectSlug) -> str:
        """The short name of a project, or its slug."""
        return next((short for short, each in self.policy.projects.items() if each == slug), str(slug))

    def names(self) -> tuple[tuple[str, ProjectSlug], ...]:
        """The short names of what may be read here."""
        return tuple(
            (short, slug)
            for short, slug in self.policy.projects.items()
            if self.decide(Permission.READ, slug, ref_known=False).verdict is not Verdict.DENIED
        )
