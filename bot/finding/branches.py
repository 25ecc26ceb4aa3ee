"""Turns what was named into a project or a branch of it, and grants the calls about that.

Whatever was named, it ends with the permission for the project and branch *as CircleCI answers them*. What
CircleCI does not know and what may not be seen are answered alike.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.models import Pipeline, Project, User
from bot.circleci.models.lenient import UnreadPart
from bot.circleci.slug import ProjectSlug
from bot.finding import recent
from bot.finding.at_hand import AtHand
from bot.finding.deploys import Retry
from bot.finding.granted_project import GrantedBranch, GrantedProject
from bot.finding.granted_run import GrantedRun
from bot.finding.likely import alike, names_fitting
from bot.finding.location import Location, looking
from bot.finding.locator import Locator
from bot.finding.projects import Projects
from bot.finding.visible import visible_project
from bot.grammar.refs import as_ref
from bot.grammar.vocabulary import names_nothing
from bot.model.fault import Denied, NameKind, NoProject, NothingHere, ProjectRenamed, UnknownName
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.permission import Permission
from bot.model.reference import AT_HAND, ProjectName, Reference, Target
from bot.model.shown import Noun
from bot.model.subject import Scope
from bot.reading.parameters import newest_page
from bot.reading.parts import read_those

_T = TypeVar("_T")

#: How many organisations are asked for their projects at most, and how many projects are read at a time.
ORGANIZATIONS, _AT_ONCE = 20, 4


@dataclass(frozen=True, slots=True)
class BranchFinder(Locator):
    """For one command, asked by whom ``access`` is about, in ``place``."""

    async def branch(self, reference: Reference, tag: str | None = None) -> GrantedBranch:
        """The branch or tag that was named, or that of the run; else the project's default branch."""
        self._within(Scope.BRANCH)
        target = await self.target(reference)
        branch, tag = (None, tag) if tag else (target.branch, target.tag)
        details, called = await self._details(target.project, branch, tag)
        if not tag:
            branch = branch or details.vcs_info.default_branch
        for each in self._needs:
            self.access.grant(each, details.slug, called=called, branch=branch, tag=tag)
        return GrantedBranch(details, called, self._circleci, branch, tag)

    async def branch_and_pipelines(
        self, reference: Reference, tag: str | None = None
    ) -> tuple[GrantedBranch, Sequence[Pipeline]]:
        """The same, and in the same round trip the project's newest pipelines, as far as they can be read."""
        target = await self.target(reference)
        slug, called = self.access.project(target.project)
        self._possible(slug, called, target.branch, tag or target.tag)
        page = newest_page(self._circleci, slug, target.branch)
        about = Reference(target.project, target.branch)
        return await asyncio.gather(self.branch(about, tag or target.tag), page)

    async def every_branch(self, reference: Reference) -> GrantedProject:
        """The project, of which every branch is granted."""
        self._within(Scope.EVERY_BRANCH)
        details, called = await self._details(self.project_name(reference))
        for each in self._needs:
            self.access.grant(each, details.slug, called=called)
        return GrantedProject(details, called, self._circleci)

    async def project(self, reference: Reference) -> tuple[Project, str]:
        """What is no branch's secret of a project of which something may be seen, and what to call it."""
        self._within(Scope.PROJECT)
        details, called = await self._details(self.project_name(reference))
        self._possible(details.slug, called)
        if self.access.reads(details.slug, details.vcs_info.default_branch):
            return details, called
        return details.model_copy(
            update={"vcs_info": details.vcs_info.model_copy(update={"default_branch": None})}
        ), called

    def possible_names(self) -> list[str]:
        """What the projects are called in which this person may do that here. Raises `Denied`."""
        return Projects(self.access, self.permission, self.again, self._circleci).names()

    async def home(self, reference: Reference, words: Sequence[str], retry: Retry) -> GrantedBranch:
        """The default branch of the project that deploys what these words name.

        Where none is named, and this place has none, it is the one of which most of them tell. Raises
        `NoProject` where that are several, and `UnknownName` where none is.
        """
        try:
            return await self.branch(reference)
        except NoProject:
            projects = Projects(self.access, self.permission, self.again, self._circleci)
            names = projects.names()
        tries = await asyncio.gather(*(self._deploying(each, words) for each in names))
        deploying = [each for each in tries if each is not None]
        most = max((count for _, _, count in deploying), default=0)
        found = [home for home, _, count in deploying if count == most]
        if words and not most and len(found) > 1:
            known = tuple(dict.fromkeys(each for _, components, _ in deploying for each in components))
            choices = tuple((each, retry("component", each)) for each in alike(words[0], known) or known)
            raise UnknownName(NameKind.COMPONENT, words[0], known, choices=choices)
        if len(found) != 1:
            raise projects.unsaid(reference, [each.called for each in found] or names)
        self.note(Reference.of_project(found[0].called))
        return found[0]

    async def _deploying(
        self, name: str, words: Sequence[str]
    ) -> tuple[GrantedBranch, list[str], int] | None:
        """With its components, and how many of the words name one, or where one is deployed."""
        try:
            home = await self.branch(Reference.of_project(name))
            components, environments = await asyncio.gather(home.components(), home.environments())
            deployed = await asyncio.gather(*(home.deployments(each, environments) for each in components))
        except (NotFound, Forbidden, Denied, NothingHere):
            return None
        known = [each.name for each in components]
        places = [each.environment.name for several in deployed for each in several]
        count = sum(bool(names_fitting(word, (*known, *places))) for word in words)
        return (home, known, count) if known else None

    def project_name(self, reference: Reference) -> ProjectName | None:
        """The project that it is about, of whatever is named; told where more was named than that."""
        if replace(reference, project=None) != AT_HAND:
            slug, called = self.access.project(reference.project)
            self.note(Reference(ProjectName(called, slug if called == str(slug) else None)))
        return reference.project

    async def target(self, reference: Reference) -> Target:
        """The project and the branch that it is about: of a run, a pull request or a commit its own."""
        reference = await self._with_linked_branch(reference)
        if reference.names_run:
            found = await self.run_named(reference)
            pipeline = found.pipeline
            for each in reference.words:
                if not names_nothing(each) and each != pipeline.branch:
                    raise Contradiction(ContradictionReason.TWO_NAMES, names=(f"#{pipeline.number}", each))
            name = ProjectName(found.called, pipeline.project_slug)
            return Target(name, pipeline.branch, None if pipeline.branch else pipeline.tag)
        if all(map(names_nothing, reference.words)):
            return reference.target
        runs = await self._project(reference, "branch")
        bare = [each for each in reference.words if not names_nothing(each)]
        branch = reference.branch
        for each in bare:
            with looking(None, each, runs.called):
                ref = as_ref(each)
                if ref is None or not await recent.branch_exists(runs, ref):
                    raise await self._absent("branch", reference, each, runs)
                if branch not in (None, ref):
                    raise Contradiction(ContradictionReason.TWO_NAMES, names=(f"@{branch}", each))
                branch = ref
        meant = Target(ProjectName(runs.called, runs.slug), branch)
        self.note(Reference(ProjectName(runs.called), branch))
        return meant

    async def or_thread(self, reference: Reference) -> Reference:
        """The run that this thread is about, where nothing is named."""
        near = AtHand(self.memory, self.place, self.access, self._lookup)
        if reference != AT_HAND or not (shown := await near.of_thread()):
            return reference
        with looking(Noun.PIPELINE, ""):
            pipeline = await self._lookup.pipeline_of(await near.thing(shown[0]))
        return Reference.of_number(self.access.called(pipeline.project_slug), pipeline.number)

    async def run_named(self, reference: Reference) -> GrantedRun:
        """The run that a reference names, as far as it is about a branch."""
        location = await self._locate(Noun.PIPELINE, reference)
        with looking(Noun.PIPELINE, reference.said):
            pipeline = await self._lookup.pipeline_of(location)
        return self._granted(Noun.PIPELINE, reference, location, pipeline)

    async def visible(self) -> tuple[tuple[ProjectSlug, str], ...]:
        """The projects that may be read here and what to call them, those with a short name first.

        They are the policy's, and those of recent pipelines in every organization that the token sees.
        """
        self._within(Scope.PROJECT, Scope.BRANCH, Scope.RUN)
        collaborations = await self._circleci.get_collaborations()
        organizations = [each.slug for each in collaborations if each.slug][:ORGANIZATIONS]
        own, unseen = lambda _: ("organization", None), (NotFound, Forbidden)
        listing = self._circleci.list_organization_pipelines
        found = await read_those(self._circleci, organizations, listing, own, but=unseen)
        pipelines = [each for _, page in found for each in page.items]
        for each in pipelines:
            self.access.policy.learned.learn(each.project_slug, each.project_name, each.repository_name)
        built = {each.project_slug for each in pipelines}
        short = {slug: name for name, slug in self.access.names()}
        others = {slug for slug in built if slug not in short and self.access.sees(slug)}
        slugs = [*sorted(short, key=lambda slug: short[slug]), *sorted(others, key=str)]
        return tuple((slug, short.get(slug) or self.access.called(slug)) for slug in slugs)

    async def each_project(self, names: Sequence[str], read: Callable[[str], Awaitable[_T]]) -> list[_T]:
        """What is read of each of the projects that are called so, as far as it can be; some at a time."""
        own = lambda name: (Project.noun, name)  # noqa: E731
        return [each for _, each in await read_those(self._circleci, names, read, own, at_once=_AT_ONCE)]

    async def default_branch(self, slug: ProjectSlug, called: str) -> GrantedBranch | None:
        """Of a project that is visible; None where that branch is not granted."""
        self._within(Scope.BRANCH)
        details = await self.details(slug)
        branch = details.vcs_info.default_branch if details else None
        if details is None or not all(self.access.allows(each, details.slug, branch) for each in self._needs):
            return None
        return GrantedBranch(details, called, self._circleci, branch, None)

    async def details(self, slug: ProjectSlug) -> Project | None:
        """What a project is called, where it is visible under the name that CircleCI gives it."""
        self._within(Scope.PROJECT, Scope.BRANCH, Scope.RUN)
        try:
            return visible_project(self.access, slug, await self._circleci.get_project(slug))
        except ProjectRenamed as fault:
            self._circleci.note_unread(UnreadPart(Project.noun, "renamed at CircleCI", fault.said))
        except (NotFound, Forbidden):
            pass
        return None

    def default(self) -> ProjectSlug | None:
        """The project that this place means when none is named."""
        try:
            return self.access.project(None)[0]
        except NoProject:
            return None

    def is_default(self, reference: Reference, slug: ProjectSlug) -> bool:
        """Whether this is the project that this place means when none is named."""
        return self.default() in (self.access.project(reference.project)[0], slug)

    async def me(self) -> User:
        """Who the bot is on CircleCI, which is no secret."""
        return await self._circleci.get_me()

    # Permission

    @property
    def _needs(self) -> tuple[Permission, ...]:
        """Who does something is shown it, so reading is needed too, for the same branch or tag."""
        return tuple(dict.fromkeys((self.permission, Permission.READ)))

    def _possible(
        self, slug: ProjectSlug, called: str, branch: str | None = None, tag: str | None = None
    ) -> None:
        """It may be granted, as far as is known before CircleCI is asked. Raises `Denied`."""
        for each in self._needs:
            self.access.require(
                each, slug, called=called, branch=branch, tag=tag, ref_known=bool(branch or tag)
            )

    async def _details(
        self, name: ProjectName | None, branch: str | None = None, tag: str | None = None
    ) -> tuple[Project, str]:
        """What CircleCI knows of the project, perhaps under another slug, as after a renaming.

        Raises `Denied` before it is asked, where nothing may be granted.
        """
        slug, called = self.access.project(name)
        self._possible(slug, called, branch, tag)
        with looking(None, "", called):
            details = visible_project(self.access, slug, await self._circleci.get_project(slug))
        return details, self.access.called(slug)

    def _granted(
        self,
        noun: Noun,
        reference: Reference,
        location: Location,
        pipeline: Pipeline,
        called: str | None = None,
    ) -> GrantedRun:
        """The run, if this pipeline may be seen here and the permission holds for it."""
        self._within(Scope.RUN, Scope.BRANCH)
        project, slug = location.project, pipeline.project_slug
        with looking(noun, reference.said, project.called if project else None):
            if not self._is_shown(pipeline):
                raise NotFound(404, "")
        if called is None:
            called = project.called if project and project.slug == slug else self.access.called(slug)
        if reference.branch not in (None, pipeline.branch) and reference.pull is None:
            raise NothingHere(noun.value, f"#{pipeline.number} on {reference.branch}", called)
        self.see(pipeline)
        self.access.grant(self.permission, slug, called=called, branch=pipeline.branch, tag=pipeline.tag)
        found = GrantedRun(pipeline, called, self.access, self._circleci, location.workflows)
        return replace(found, parts=location.parts, exact=location.exact, rolls_back=location.rolls_back)
