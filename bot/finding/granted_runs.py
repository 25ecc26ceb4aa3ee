"""The runs of a project that may be seen: each is granted by itself, for the branch or tag that it built."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import FlakyTest, Job, Page, Pipeline, PipelineCause, Workflow
from bot.circleci.models.lenient import UnreadPart
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import is_in
from bot.finding.granted_run import GrantedRun, visible_flaky_tests
from bot.finding.project_reads import ProjectReads
from bot.finding.visible import ProjectNotThere, is_visible, visible_project
from bot.model.fault import NoneInState
from bot.model.history import Streak, streak_of
from bot.model.permission import Permission
from bot.model.reference import NamedState
from bot.model.run import Run, newest_attempts
from bot.model.shown import Noun
from bot.policy.access import Access
from bot.reading.parts import read_those
from bot.reading.rollbacks import rollbacks_among
from bot.reading.runs import known_jobs_of, run_at_a_glance, runs_of, workflows_of
from bot.store.guesses import Guesses

_Answer = TypeVar("_Answer")

#: How far a search goes: pages of pipelines, and of how many of these the workflows are read at a time:
#: as many calls as the client makes at once, of which the page is one where it is read beside them.
_PAGES, _AT_ONCE = 3, 20
_BESIDE = _AT_ONCE - 1

#: How many pipelines tell how a branch stands, where a longer history would cost a round trip; and among
#: how many of the newest the first is that is no rollback.
_STANDING, _FEW = 4, 3


@dataclass(frozen=True, slots=True)
class GrantedRuns:
    """``slug`` as it was named, which CircleCI may know by another. ``branch``: only this one's.

    ``guesses``: what is likely, and read beside what tells whether it is so.

    Raises CircleCI's NotFound alike, and after as many calls, where there is no such project and where none
    of it may be seen.
    """

    slug: ProjectSlug
    named: str
    branch: str | None
    permission: Permission
    access: Access
    _circleci: CircleCI = field(repr=False)
    guesses: Guesses = field(default_factory=Guesses, repr=False)
    _projects: ProjectReads = field(default_factory=ProjectReads, repr=False)

    @property
    def called(self) -> str:
        """As it was named; what had only ids for a name, by the one that was learned meanwhile."""
        return self.access.called(self.slug) if self.named == str(self.slug) else self.named

    @property
    def limited(self) -> bool:
        """Whether there may be some that may not be seen, whether or not there are."""
        return self.branch is None and not self.access.reads_every_branch(self.slug)

    async def page(
        self, token: str | None = None, *, bot: bool = False
    ) -> tuple[Sequence[Pipeline | UnreadPart | None], str | None]:
        """A page of its pipelines, the newest first, and the next one's token.

        None for one that may not be seen; who goes by one that can't be read notes it. ``bot``: those that
        the token's user set off.
        """
        try:
            if bot:
                page = await self._circleci.list_my_pipelines(self.slug, page_token=token)
            else:
                page = await self._circleci.list_pipelines(self.slug, branch=self.branch, page_token=token)
        except NotFound:
            await self.true_slug()
            raise
        seen = [
            each if isinstance(each, UnreadPart) or self._is_shown(each) else None for each in page.entries
        ]
        if not any(isinstance(each, Pipeline) for each in seen):
            await self.true_slug()
        return seen, page.next_page_token

    async def true_slug(self) -> ProjectSlug:
        """The project's slug as CircleCI says it. Raises `ProjectNotThere`."""
        try:
            project = await self._projects.get(self._circleci, self.slug)
            return visible_project(self.access, self.slug, project).slug
        except NotFound as error:
            raise ProjectNotThere(error.status, error.message) from error

    def note_unread(self, part: UnreadPart) -> None:
        """That one of its pipelines can't be read."""
        self._circleci.note_unread(part)

    async def of_ids(self, ids: Sequence[str]) -> tuple[Pipeline | None, ...]:
        """Those of its pipelines that have these ids; None for one that may not be seen, or is no more."""

        slug = await self.true_slug()
        found = dict(
            await read_those(
                self._circleci,
                ids,
                self._circleci.get_pipeline,
                lambda _: (Pipeline.noun, None),
                but=NotFound,
            )
        )
        shown = (found.get(each) for each in ids)
        return tuple(it if it and it.project_slug == slug and self._is_shown(it) else None for it in shown)

    async def pages(self) -> AsyncIterator[tuple[Pipeline, ...]]:
        """The pipelines that may be seen, the newest first, a page at a time, as far as a search goes."""
        token = None
        for _ in range(_PAGES):
            first = token is None
            entries, token = await self.page(token)
            for each in entries:
                if isinstance(each, UnreadPart):
                    self.note_unread(each)
            pipelines = tuple(each for each in entries if isinstance(each, Pipeline))
            if first:
                self.guesses.keep_newest(self.slug, self.branch, pipelines[:_BESIDE])
            yield pipelines
            if token is None:
                return

    async def newest_pipeline(self) -> Pipeline | None:
        """The newest; None where a search finds none that may be seen."""
        return next(iter(await self.newest_pipelines()), None)

    async def newest_pipelines(self) -> tuple[Pipeline, ...]:
        """The newest page of which one may be seen; none where a search finds none."""
        async for pipelines in self.pages():
            if pipelines:
                return pipelines
        return ()

    async def newest_few(self) -> list[Run]:
        """The newest runs down to the first that can't be a rollback, with the first page of workflows."""
        likely = _until_no_request(self._likely())
        first, pages, back = await asyncio.gather(
            self.newest_pipelines(),
            self._beside(likely, self._circleci.page_workflows),
            rollbacks_among(self._circleci, likely),
        )
        few = _until_no_request(first)
        known = [_run(each, self.called, pages[each.id], back) for each in few if each.id in pages]
        read = {run.pipeline.id: run for run in known}
        missing = await self._outlines([each for each in few if each.id not in read])
        read |= {run.pipeline.id: run for run in missing}
        return [read[each.id] for each in few]

    async def _outlines(self, pipelines: Sequence[Pipeline]) -> list[Run]:
        """Each with the first page of its workflows."""
        pages, back = await asyncio.gather(
            asyncio.gather(*(self._circleci.page_workflows(each.id) for each in pipelines)),
            rollbacks_among(self._circleci, pipelines),
        )
        return [_run(each, self.called, page, back) for each, page in zip(pipelines, pages, strict=True)]

    def _likely(self) -> list[Pipeline]:
        """What were the newest, of those that may be seen."""
        return [each for each in self.guesses.newest(self.slug, self.branch) if self._is_shown(each)]

    async def _beside(
        self, likely: Sequence[Pipeline], read: Callable[[str], Awaitable[_Answer]]
    ) -> dict[str, _Answer]:
        """What is read of each, by its id; what fails is read again where it is needed."""
        tries = await asyncio.gather(*(read(each.id) for each in likely), return_exceptions=True)
        pairs = zip(likely, tries, strict=True)
        return {each.id: found for each, found in pairs if not isinstance(found, BaseException)}

    async def most_telling(self) -> Run | None:
        """Of the newest runs the one that makes the branch red; else the newest that is no rollback.

        With its first page of workflows.
        """
        runs = await self._outlines((await self.newest_pipelines())[:_STANDING])
        if (streak := streak_of(runs)).red:
            return streak.newest
        return next((each for each in runs if not each.is_rollback), next(iter(runs), None))

    async def glance(self, run: Run) -> Run:
        """The same with the jobs that a card needs. Raises `Denied`."""
        self._granted(run.pipeline)
        known = run.first_page
        return await run_at_a_glance(
            self._circleci, run.pipeline, self.called, known, rolls_back=run.rolls_back
        )

    async def default_branch(self) -> str | None:
        """What the project's default branch is called."""
        return (await self._projects.get(self._circleci, self.slug)).vcs_info.default_branch

    async def streak_of_branch(self, branch: str) -> Streak | None:
        """Whether it is red, as far as its newest pipelines tell at once; None where none may be seen."""
        if not self.access.reads(self.slug, branch):
            return None
        page = await self._circleci.list_pipelines(self.slug, branch=branch)
        own = (each for each in page.items if self.access.reads(each.project_slug, each.branch))
        newest = [each for each in own if each.branch == branch][:_STANDING]
        runs = await self.runs_of(newest)
        return streak_of(runs, whole=page.next_page_token is None and len(newest) == len(page.items))

    async def search(self) -> AsyncIterator[tuple[Pipeline, tuple[Workflow, ...]]]:
        """The pipelines that may be seen, the newest first, each with all its workflows."""
        beside = asyncio.create_task(self._beside(self._likely(), self._circleci.list_workflows))
        try:
            async for pipelines in self.pages():
                known = await beside
                for at in range(0, len(pipelines), _AT_ONCE):
                    some = pipelines[at : at + _AT_ONCE]
                    for each in some:
                        if each.id not in known:
                            read = await self.workflows([it for it in some if it.id not in known])
                            known |= {it.id: workflows for it, workflows in read}
                        yield each, known[each.id]
        finally:
            beside.cancel()

    async def last_in(
        self, state: NamedState, noun: Noun
    ) -> tuple[Pipeline | None, tuple[Workflow, ...] | None]:
        """The newest in this state that has a ``noun``; None where no pipeline may be seen.

        Raises `NoneInState`.
        """
        count = 0
        async for pipeline, workflows in self.search():
            never_started = noun is Noun.PIPELINE and pipeline.state == "errored"
            if (never_started and state is NamedState.FAILED) or is_in(state, newest_attempts(workflows)):
                return pipeline, workflows
            count += 1
        if count:
            raise NoneInState(state, self.called, self.branch, count, self.limited)
        return None, None

    async def passed(self) -> AsyncIterator[GrantedRun]:
        """The runs that passed, the newest first."""
        async for pipeline, workflows in self.search():
            if is_in(NamedState.PASSED, newest_attempts(workflows)):
                yield self._granted(pipeline, workflows)

    async def runs_of(self, pipelines: Sequence[Pipeline]) -> list[Run]:
        """These pipelines as runs, with all their workflows."""
        return await runs_of(self._circleci, pipelines, self.called)

    async def workflows(self, pipelines: Sequence[Pipeline]) -> list[tuple[Pipeline, tuple[Workflow, ...]]]:
        """These pipelines, each with all its workflows."""
        return await workflows_of(self._circleci, pipelines)

    async def known_jobs(self, workflows: Sequence[Workflow]) -> list[tuple[Workflow, tuple[Job, ...]]]:
        """Those of these workflows of such pipelines whose jobs can be read, each with all of these."""
        return await known_jobs_of(self._circleci, workflows)

    async def flaky_tests(self) -> Sequence[FlakyTest]:
        """Those that failed and passed on a branch that may be read, where such a one has a pipeline."""
        if self.limited and await self.newest_pipeline() is None:
            return ()
        return await visible_flaky_tests(self._circleci, self.access, await self.true_slug())

    def _granted(self, pipeline: Pipeline, workflows: tuple[Workflow, ...] | None = None) -> GrantedRun:
        """One of its pipelines, which was seen. Raises `Denied` where more than that is needed."""
        self.access.grant(
            self.permission,
            pipeline.project_slug,
            called=self.called,
            branch=pipeline.branch,
            tag=pipeline.tag,
        )
        return GrantedRun(pipeline, self.called, self.access, self._circleci, workflows)

    def _is_shown(self, pipeline: Pipeline) -> bool:
        mine = self.branch is None or pipeline.branch == self.branch
        return mine and is_visible(self.access, pipeline)


def _until_no_request(pipelines: Sequence[Pipeline]) -> list[Pipeline]:
    """The newest, down to the first that was not asked for, as a rollback is."""
    few: list[Pipeline] = []
    for each in pipelines[:_FEW]:
        few.append(each)
        if each.cause is not PipelineCause.REQUEST:
            break
    return few


def _run(pipeline: Pipeline, called: str, page: Page[Workflow], rollbacks: Collection[str]) -> Run:
    unread, back = page.next_page_token is not None, pipeline.id in rollbacks
    return Run(pipeline, called, page.items, workflows_unread=unread, rolls_back=back)
