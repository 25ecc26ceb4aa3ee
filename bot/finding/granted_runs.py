"""The runs of a project that may be seen: each is granted by itself, for the branch or tag that it built."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import FlakyTest, Job, Pipeline, Workflow
from bot.circleci.models.lenient import UnreadPart
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import is_in
from bot.finding.granted_run import GrantedRun, visible_flaky_tests
from bot.finding.visible import is_visible, visible_project
from bot.model.fault import NoneInState
from bot.model.permission import Permission
from bot.model.reference import NamedState
from bot.model.run import newest_attempts
from bot.model.shown import Noun
from bot.policy.access import Access
from bot.reading.parts import read_those
from bot.reading.runs import jobs_of, workflows_of

#: How far a search goes: pages of pipelines, and of how many of these the workflows are read at a time.
_PAGES, _AT_ONCE = 3, 20


@dataclass(frozen=True, slots=True)
class GrantedRuns:
    """``slug`` as it was named, which CircleCI may know by another. ``branch``: only this one's.

    Raises CircleCI's NotFound alike, and after as many calls, where there is no such project and where none
    of it may be seen.
    """

    slug: ProjectSlug
    named: str
    branch: str | None
    permission: Permission
    access: Access
    _circleci: CircleCI = field(repr=False)

    @property
    def called(self) -> str:
        """As it was named; what had only ids for a name, by the one that was learned meanwhile."""
        return self.access.called(self.slug) if self.named == str(self.slug) else self.named

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
            await self._exists()
            raise
        seen = [
            each if isinstance(each, UnreadPart) or self._is_shown(each) else None for each in page.entries
        ]
        if not any(isinstance(each, Pipeline) for each in seen):
            await self._exists()
        return seen, page.next_page_token

    def note_unread(self, part: UnreadPart) -> None:
        """That one of its pipelines can't be read."""
        self._circleci.note_unread(part)

    async def of_ids(self, ids: Sequence[str]) -> tuple[Pipeline | None, ...]:
        """Those of its pipelines that have these ids; None for one that may not be seen, or is no more."""

        slug = await self._exists()
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
            entries, token = await self.page(token)
            for each in entries:
                if isinstance(each, UnreadPart):
                    self.note_unread(each)
            yield tuple(each for each in entries if isinstance(each, Pipeline))
            if token is None:
                return

    async def newest_pipeline(self) -> Pipeline | None:
        """The newest; None where a search finds none that may be seen."""
        token = None
        for _ in range(_PAGES):
            entries, token = await self.page(token)
            for each in entries:
                if isinstance(each, Pipeline):
                    return each
                if each is not None:
                    self.note_unread(each)
            if token is None:
                break
        return None

    async def newest(self) -> GrantedRun | None:
        """The run of the newest pipeline."""
        pipeline = await self.newest_pipeline()
        return self._granted(pipeline) if pipeline else None

    async def search(self) -> AsyncIterator[tuple[Pipeline, tuple[Workflow, ...]]]:
        """The pipelines that may be seen, the newest first, each with all its workflows."""
        async for pipelines in self.pages():
            for at in range(0, len(pipelines), _AT_ONCE):
                for each in await self.workflows(pipelines[at : at + _AT_ONCE]):
                    yield each

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
            raise NoneInState(state, self.called, self.branch, count)
        return None, None

    async def passed(self) -> AsyncIterator[GrantedRun]:
        """The runs that passed, the newest first."""
        async for pipeline, workflows in self.search():
            if is_in(NamedState.PASSED, newest_attempts(workflows)):
                yield self._granted(pipeline, workflows)

    async def workflows(self, pipelines: Sequence[Pipeline]) -> list[tuple[Pipeline, tuple[Workflow, ...]]]:
        """These pipelines, each with all its workflows."""
        return await workflows_of(self._circleci, pipelines)

    async def jobs(self, workflows: Sequence[Workflow]) -> list[tuple[Workflow, tuple[Job, ...]]]:
        """These workflows of such pipelines, each with all its jobs."""
        return await jobs_of(self._circleci, workflows)

    async def flaky_tests(self) -> Sequence[FlakyTest]:
        """Those that failed and passed on a branch that may be read."""
        return await visible_flaky_tests(self._circleci, self.access, await self._exists())

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

    async def _exists(self) -> ProjectSlug:
        """The project's slug as CircleCI says it. Raises NotFound, also where none of it may be seen."""
        project = await self._circleci.get_project(self.slug)
        return visible_project(self.access, self.slug, project).slug
