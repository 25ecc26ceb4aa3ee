"""Turns what was named into the thing itself, for one asker in one place, and grants the calls about it.

Whatever was named, it ends with the permission for the project and branch *as CircleCI answers them*. What
CircleCI does not know and what may not be seen are answered alike.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.models import Job, JobById, JobDetails, Pipeline, Project, User, Workflow
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import candidates, check_started, choose, jobs_begun
from bot.finding.granted_project import GrantedBranch, GrantedProject
from bot.finding.granted_run import GrantedJob, GrantedRun
from bot.finding.location import Location, looking
from bot.finding.locator import Locator
from bot.model.diagnosis import NamedPart
from bot.model.fault import NoProject, NothingHere, PipelinesNumber
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference, Target
from bot.model.run import Run
from bot.model.shown import Noun
from bot.model.subject import Scope
from bot.reading.parameters import newest_page
from bot.reading.runs import run_at_a_glance

#: How many organisations are asked for their projects at most.
ORGANIZATIONS = 20


@dataclass(frozen=True, slots=True)
class Finder(Locator):
    """For one command, asked by whom ``access`` is about, in ``place``."""

    # Projects and branches

    async def branch(self, target: Target, tag: str | None = None) -> GrantedBranch:
        """The branch or tag that was named, else the project's default branch."""
        self._within(Scope.BRANCH)
        branch = None if tag else target.branch
        details, called = await self._details(target.project, branch, tag)
        branch = None if tag else branch or details.vcs_info.default_branch
        for each in self._needs:
            self.access.grant(each, details.slug, called=called, branch=branch, tag=tag)
        return GrantedBranch(details, called, self._circleci, branch, tag)

    async def branch_and_pipelines(
        self, target: Target, tag: str | None = None
    ) -> tuple[GrantedBranch, Sequence[Pipeline]]:
        """The same, and in the same round trip the project's newest pipelines, as far as they can be read."""
        slug, called = self.access.project(target.project)
        self._possible(slug, called, target.branch, tag)
        page = newest_page(self._circleci, slug, target.branch)
        return await asyncio.gather(self.branch(target, tag), page)

    async def every_branch(self, name: ProjectName | None) -> GrantedProject:
        """The project, of which every branch is granted."""
        self._within(Scope.EVERY_BRANCH)
        details, called = await self._details(name)
        for each in self._needs:
            self.access.grant(each, details.slug, called=called)
        return GrantedProject(details, called, self._circleci)

    async def project(self, name: ProjectName | None) -> tuple[Project, str]:
        """What is no branch's secret of a project of which something may be seen, and what to call it."""
        self._within(Scope.PROJECT)
        details, called = await self._details(name)
        self._possible(details.slug, called)
        if self.access.reads(details.slug, details.vcs_info.default_branch):
            return details, called
        return details.model_copy(
            update={"vcs_info": details.vcs_info.model_copy(update={"default_branch": None})}
        ), called

    async def newest(self, target: Target) -> GrantedRun:
        """The newest run of the project, or of its branch that was named."""
        runs = self.runs(target)
        with looking(Noun.PIPELINE, f"@{runs.branch}" if runs.branch else "", runs.called):
            if (found := await runs.newest()) is None:
                raise NotFound(404, "")
        return found

    async def visible(self) -> tuple[tuple[ProjectSlug, str], ...]:
        """The projects that may be read here and what to call them, those with a short name first.

        They are the policy's, and those of recent pipelines in every organization that the token sees.
        """
        self._within(Scope.PROJECT, Scope.BRANCH)
        collaborations = await self._circleci.get_collaborations()
        organizations = [each.slug for each in collaborations if each.slug][:ORGANIZATIONS]
        built = set().union(*await asyncio.gather(*map(self._built, organizations)))
        short = {slug: name for name, slug in self.access.names()}
        others = {slug for slug in built if slug not in short and self.access.sees(slug)}
        slugs = [*sorted(short, key=lambda slug: short[slug]), *sorted(others, key=str)]
        return tuple((slug, short.get(slug, str(slug))) for slug in slugs)

    async def _built(self, organization: str) -> set[ProjectSlug]:
        try:
            page = await self._circleci.list_organization_pipelines(organization)
        except (NotFound, Forbidden):  # one sees an organisation in which one may see nothing
            return set()
        return {each.project_slug for each in page.items}

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
        self._within(Scope.PROJECT, Scope.BRANCH)
        try:
            details = await self._circleci.get_project(slug)
        except (NotFound, Forbidden):
            return None
        return details if self.access.sees(details.slug) else None

    def default(self) -> ProjectSlug | None:
        """The project that this place means when none is named."""
        try:
            return self.access.project(None)[0]
        except NoProject:
            return None

    def is_default(self, name: ProjectName | None, slug: ProjectSlug) -> bool:
        """Whether this is the project that this place means when none is named."""
        return self.default() in (self.access.project(name)[0], slug)

    async def me(self) -> User:
        """Who the bot is on CircleCI, which is no secret."""
        return await self._circleci.get_me()

    # Runs and what is within them

    async def pipeline(self, reference: Reference) -> GrantedRun:
        """The pipeline; of a workflow or a job the one that it belongs to."""
        location = await self._locate(Noun.PIPELINE, reference)
        with looking(Noun.PIPELINE, reference.said):
            pipeline = await self._lookup.pipeline_of(location)
        return self._granted(Noun.PIPELINE, reference, location, pipeline)

    async def pipeline_by_id(self, id: str) -> Pipeline | None:
        """One that is told of elsewhere, where it is still there and may be seen."""
        self._within(Scope.RUN, Scope.BRANCH)
        try:
            pipeline = await self._circleci.get_pipeline(id)
        except NotFound:
            return None
        return pipeline if self._is_shown(pipeline) else None

    def run_of(self, pipeline: Pipeline, called: str) -> GrantedRun:
        """A pipeline as CircleCI answered it. Raises `NothingHere`, `Denied`."""
        return self._granted(Noun.PIPELINE, Reference(), Location(pipeline), pipeline, called)

    async def run(self, reference: Reference) -> tuple[GrantedRun, Run, NamedPart | None]:
        """The run at a glance, in as few round trips as may be, and what of it was named."""
        calls = 0  # of the at most three that an outline takes
        try:
            location = await self._locate(Noun.PIPELINE, reference, at_once=True)
            calls = {Pipeline: 1, Workflow: 2}.get(type(location.thing), 3)
            with looking(Noun.PIPELINE, reference.said):
                pipeline, page, named = await self._lookup.outline(location, reference)
            granted = self._granted(Noun.PIPELINE, reference, location, pipeline)
        except NothingHere:
            await self._lookup.ask_in_vain(3 - calls if reference.id else 0)
            raise
        attempt = named.attempt if named else None
        run = await run_at_a_glance(self._circleci, pipeline, granted.called, page, attempt)
        if named and named.absent(run):
            raise NothingHere(Noun.JOB.value, reference.said, granted.called)
        return granted, run, named

    async def workflow(self, reference: Reference) -> GrantedRun:
        """With the workflow that is ``meant``; of a pipeline its only one, or the only one that failed."""
        run = await self.workflows(reference)
        several = candidates(run.meant, failed=reference.failed) if len(run.meant) > 1 else run.meant
        slug = run.pipeline.project_slug
        chosen = choose(several, Noun.WORKFLOW, reference.said, run.called, self.again, slug)
        return replace(run, meant=(chosen,))

    async def workflows(self, reference: Reference) -> GrantedRun:
        """With the workflow that is ``meant``; of a pipeline the newest attempts of all that it has."""
        location = await self._locate(Noun.WORKFLOW, reference)
        with looking(Noun.WORKFLOW, reference.said):
            location = await self._lookup.with_workflows(location)
            pipeline, meant = await asyncio.gather(
                self._lookup.pipeline_of(location), self._lookup.workflows(location)
            )
        run = self._granted(Noun.WORKFLOW, reference, location, pipeline)
        check_started(Noun.WORKFLOW, pipeline, run.called, meant)
        return replace(run, meant=meant)

    async def job(self, reference: Reference, *, built: bool = False) -> GrantedJob:
        """The job; of a workflow or a pipeline its only one, or the only one that failed.

        ``built``: among those that have begun on a machine.
        """
        try:
            location = await self._locate(Noun.JOB, reference)
            thing = location.thing
            with looking(Noun.JOB, reference.said):
                pipeline = await self._lookup.pipeline_of(location)
            run = self._granted(Noun.JOB, reference, location, pipeline)
        except NothingHere:
            await self._if_a_pipelines(reference)
            raise
        with looking(Noun.JOB, reference.said):
            jobs = await self._lookup.jobs(location, failed=reference.failed)
        listed, details, number = None, None, None
        match thing:
            case JobDetails():
                return GrantedJob.of(run, thing, None, None)
            case JobById(job_number=int(), workflow_id=workflow_id):
                number = thing.job_number
            case _:
                listed, workflow_id = self._one_of(jobs, run, reference, built=built)
                number = listed.job_number
        if number is not None:
            with looking(Noun.JOB, reference.said):
                details = await self._circleci.get_job(pipeline.project_slug, number)
        return GrantedJob.of(run, details, listed, workflow_id)

    def _one_of(
        self, jobs: Sequence[tuple[Job, str]], run: GrantedRun, reference: Reference, *, built: bool
    ) -> tuple[Job, str]:
        """The job that is meant among these, and its workflow's id."""
        check_started(Noun.JOB, run.pipeline, run.called, jobs)
        among: Sequence[Job] = [each for each, _ in jobs]
        among = jobs_begun(among, run.called, run.pipeline.number) if built else among
        several = candidates(among, failed=reference.failed)
        slug = run.pipeline.project_slug
        job = choose(several, Noun.JOB, reference.said, run.called, self.again, slug)
        return job, {each.id: of for each, of in jobs}[job.id]

    async def _if_a_pipelines(self, reference: Reference) -> None:
        """Where no job has this number: raises what is to be said if a pipeline that may be seen has it."""
        if reference.number is None or reference.page:
            return
        try:
            found = await self.pipeline(reference)
        except NothingHere:
            return
        check_started(Noun.JOB, found.pipeline, found.called, await found.attempts())
        raise PipelinesNumber(found.called, found.pipeline.number)

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
            details = await self._circleci.get_project(slug)
            if not self.access.sees(details.slug):
                raise NotFound(404, "")
        return details, called

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
        self.access.grant(self.permission, slug, called=called, branch=pipeline.branch, tag=pipeline.tag)
        return GrantedRun(pipeline, called, self.access, self._circleci, location.workflows)
