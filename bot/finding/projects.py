"""Which project is meant where none is named and the place has none: the only one that it can be."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import Project
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import Again, is_in
from bot.finding.granted_runs import GrantedRuns
from bot.finding.likely import alike
from bot.finding.parts import named_part, referents, significant, without_branch
from bot.finding.recent import branch_exists
from bot.finding.visible import is_visible
from bot.grammar.refs import as_ref
from bot.model.fault import NoProject, NothingHere, UnknownProject
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference
from bot.model.run import newest_attempts
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.reading.parts import read_those
from bot.reading.runs import known_jobs_of

#: What is looked for where only that can be meant, and where a word may also name a step.
_BRANCH, _JOB = "branch", "job"
#: In how many projects a number is looked for.
_MOST = 10


@dataclass(frozen=True, slots=True)
class Projects:
    """Those in which a person may do what the command does, as far as their names tell."""

    access: Access
    permission: Permission
    again: Again
    _circleci: CircleCI = field(repr=False)

    async def only(self, reference: Reference, noun: str) -> ProjectName:
        """Raises `NoProject` with the lines of those that it may be, `NothingHere` where it is in none."""
        names = self.names()
        number = next((it for it in (reference.number, reference.pipeline_number) if it is not None), None)
        job = reference.job_number
        if number is not None or job is not None:
            names = await self._having(names, number, job)
            if not names:
                raise NothingHere(noun, reference.said)
        elif significant(reference.words):
            if found := await self._with_branch(reference, names):
                names, reference = found
            else:
                self._check_words(reference, names, noun)
                having = await self._with_part(reference, names)
                if not having and noun != _JOB:
                    raise NothingHere(noun, " ".join(reference.words))
                names = having or names
        if len(names) != 1:
            raise self.unsaid(reference, names)
        return ProjectName(names[0])

    def names(self) -> list[str]:
        """What they are called. Raises `Denied` where there is none."""
        names = [name for name, slug in self.access.names() if self._possible(slug)]
        if not names:
            self.access.require(self.permission)
        return names

    def unsaid(self, reference: Reference, names: Sequence[str]) -> NoProject:
        """The line with each of these projects."""
        about = ((each, replace(reference, project=ProjectName(each))) for each in names)
        return NoProject(tuple((name, self.again(meant)) for name, meant in about))

    def _possible(self, slug: ProjectSlug) -> bool:
        return self.access.decide(self.permission, slug, ref_known=False).verdict is not Verdict.DENIED

    def _check_words(self, reference: Reference, names: Sequence[str], noun: str) -> None:
        """No branch is called so: raises what is to be said of a slip in a project's name or in ``last``.

        Where only a branch can be meant, there is nothing else that the word may be.
        """
        word, *rest = significant(reference.words)
        meant = replace(reference, words=tuple(rest))
        if near := alike(word, names):
            about = (replace(meant, project=ProjectName(each)) for each in near)
            raise UnknownProject(word, tuple(near), tuple(map(self.again, about)))
        if alike(word, ("last", "latest", "newest")):
            raise NothingHere(noun, word, likely=(self.again(replace(meant, last=True)),))
        if noun == _BRANCH:
            raise NothingHere(noun, word)

    async def _with_part(self, reference: Reference, names: Sequence[str]) -> list[str]:
        """Those whose newest run, or the newest that failed, has a workflow or a job that is called so."""
        slugs = dict(self.access.names())

        async def has(name: str) -> bool:
            runs = GrantedRuns(slugs[name], name, None, self.permission, self.access, self._circleci)
            with suppress(NotFound):
                async for _, workflows in runs.search():
                    newest = newest_attempts(workflows)
                    if reference.state and not is_in(reference.state, newest):
                        continue
                    jobs = [
                        each for _, of_one in await known_jobs_of(self._circleci, newest) for each in of_one
                    ]
                    known = [*(each.name for each in newest), *(each.name for each in jobs)]
                    return named_part(reference.words, known)[0] is not None
            return False

        return await self._those(names, has)

    async def _those(self, names: Sequence[str], has: Callable[[str], Awaitable[bool]]) -> list[str]:
        """Of the projects that can be read, those that have it."""
        found = await read_those(self._circleci, names[:_MOST], has, lambda name: (Project.noun, name))
        return [name for name, here in found if here]

    async def _with_branch(
        self, reference: Reference, names: Sequence[str]
    ) -> tuple[list[str], Reference] | None:
        """Those that have a branch which is named among the words, and the reference with it."""
        slugs = dict(self.access.names())
        for at in referents(reference.words):
            if (branch := as_ref(word := reference.words[at])) is None:
                continue

            async def is_built(name: str, branch: str = branch) -> bool:
                runs = GrantedRuns(slugs[name], name, branch, self.permission, self.access, self._circleci)
                with suppress(NotFound):
                    return await branch_exists(runs, branch)
                return False

            if found := await self._those(names, is_built):
                meant = replace(reference, branch=branch, words=without_branch(reference.words, word))
                return found, meant
        return None

    async def _having(self, names: Sequence[str], number: int | None, job: int | None) -> list[str]:
        slugs = dict(self.access.names())

        async def has(name: str) -> bool:
            slug = slugs[name]
            tries = []
            if number is not None:
                tries.append(self._pipeline(slug, number))
            tries += [self._job(slug, each) for each in dict.fromkeys((number, job)) if each is not None]
            return any(await asyncio.gather(*tries))

        return await self._those(names, has)

    async def _pipeline(self, slug: ProjectSlug, number: int) -> bool:
        try:
            return is_visible(self.access, await self._circleci.get_pipeline_by_number(slug, number))
        except NotFound:
            return False

    async def _job(self, slug: ProjectSlug, number: int) -> bool:
        try:
            details = await self._circleci.get_job(slug, number)
            if details.pipeline is None or details.pipeline.id is None:
                return False
            return is_visible(self.access, await self._circleci.get_pipeline(details.pipeline.id))
        except NotFound:
            return False
