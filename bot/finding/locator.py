"""Where a reference points: a thing of CircleCI's that nobody is shown yet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import JobDetails, Pipeline
from bot.circleci.slug import ProjectSlug
from bot.finding import recent
from bot.finding.at_hand import AtHand
from bot.finding.choice import Again
from bot.finding.granted_runs import GrantedRuns
from bot.finding.likely import LikelyLines
from bot.finding.location import Location, Lookup, Thing, looking
from bot.finding.note import Note, number_line
from bot.finding.parts import referents
from bot.finding.projects import Projects
from bot.finding.several import each_alone
from bot.finding.spot import Spot, spot
from bot.finding.visible import is_visible
from bot.grammar.reference import HEX
from bot.grammar.refs import as_ref
from bot.model.fault import Ambiguous, NoProject, NothingHere
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reference import NamedState, ProjectName, Reference, Target
from bot.model.request import Place
from bot.model.shown import Noun, ShownThing
from bot.model.subject import Scope
from bot.policy.access import Access
from bot.reading.parts import read_any
from bot.store.memory import Memory


@dataclass(frozen=True, slots=True)
class Locator:
    """``permission``: what the command needs, besides reading, and ``scope``: of what it declares to.

    ``again`` says the line with another reference in it: what a choice among several carries; ``take_note``
    is told as what the reference was read, where it did not say so itself. Without the store nothing is
    remembered: then things must be named. ``see`` is told of each pipeline that was read.
    """

    permission: Permission
    scope: Scope
    access: Access
    memory: Memory
    place: Place
    again: Again
    take_note: Callable[[Note], None]
    see: Callable[[Pipeline], None]
    _circleci: CircleCI = field(repr=False)

    def note(self, meant: Reference, other: Line | None = None) -> None:
        self.take_note(Note(meant, other))

    def runs(self, target: Target) -> GrantedRuns:
        """The runs of a project, or of its branch that was named. Costs no network. Raises `Denied`."""
        self._within(Scope.RUN, Scope.BRANCH)
        slug, called = self.access.project(target.project)
        branch = target.branch
        self.access.require(self.permission, slug, called=called, branch=branch, ref_known=bool(branch))
        guesses = self.memory.guesses[self.place.workspace]
        return GrantedRuns(slug, called, branch, self.permission, self.access, self._circleci, guesses)

    async def _locate(
        self, noun: Noun, reference: Reference, *, at_once: bool = False, failing: bool = False
    ) -> Location:
        """The thing that is named, or what tells which it is. Raises a `Fault`.

        ``failing``: where nothing is named, what failed is meant.
        """
        self._within(Scope.RUN, Scope.BRANCH)
        reference = await self._with_linked_branch(reference)
        await self._check_one(noun, reference)
        lookup, said = self._lookup, reference.said
        if reference.id:
            with looking(noun, said):
                if at_once:
                    return replace(
                        await lookup.whatever_at_once(reference.id, self._is_shown), parts=reference.words
                    )
                it = await lookup.whatever(reference.id, noun, self._is_shown)
                return replace(it, parts=reference.words)
        if reference.may_name_branch and (found := await self._by_word(noun, reference)) is not None:
            return found
        if reference.at_hand:
            return await self._at_hand(noun, reference, at_once=at_once, failing=failing)
        by_id = reference.pipeline_id or reference.workflow_id or reference.job_id
        project = await self._project(reference, noun) if reference.project or not by_id else None
        place = spot(reference, noun, project.slug if project else None)
        with looking(noun, said, project.called if project else None):
            if place is not None:
                thing = self._seen(await lookup.named(place, noun, at_once=at_once))
                found = Location(thing, project, parts=reference.words)
                # A job's number says which workflow is meant, but that was not named.
                within = noun is Noun.WORKFLOW and place.noun is Noun.JOB and not reference.address
                return await self._noted(found) if within else found
            if project is None:
                raise NothingHere(noun.value, said)
            if reference.number is not None:
                return await self._by_number(noun, reference, reference.number, project)
            return await self._in_project(noun, reference, project, failing=failing)

    async def _check_one(self, noun: Noun, reference: Reference) -> None:
        """Raises `OneRunALine` where several runs are meant."""
        if reference.every:
            runs = await self._project(reference, noun)
            with looking(noun, "", runs.called):
                raise await each_alone(runs, reference, self.again)

    async def _project(self, reference: Reference, noun: str) -> GrantedRuns:
        """The runs of the project that is meant: of several that may be, the only one where it can be."""
        try:
            return self.runs(reference.target)
        except NoProject:
            projects = Projects(self.access, self.permission, self.again, self._circleci)
            reference = replace(reference, project=await projects.only(reference, str(noun)))
            self.note(reference)
            return self.runs(reference.target)

    async def _with_linked_branch(self, reference: Reference) -> Reference:
        """With the branch that an address shows: the longest that there is, of what it may be."""
        if not (path := reference.branch_path):
            return reference
        runs = await self._project(reference, "branch")
        with looking(Noun.PIPELINE, path, runs.called):
            branch = await recent.branch_within(runs, path)
        meant = replace(reference, branch=branch or path, branch_path="", address="")
        if branch is None:
            raise await self._absent("branch", meant, path, runs)
        self.note(replace(meant, project=ProjectName(runs.called)))
        return meant

    async def _at_hand(self, noun: Noun, reference: Reference, *, at_once: bool, failing: bool) -> Location:
        """What this thread is about, else the last of its sort that was seen here, else the newest."""
        named = reference.project is not None
        if not named:
            near = AtHand(self.memory, self.place, self.access, self._lookup)
            if shown := await near.of_thread():
                await self._check_alone(noun, reference, near, shown)
                with looking(noun, reference.said):
                    first = await near.thing(shown[0], at_once=at_once)
                    return await self._within_run(first, reference)
            failing = failing or reference.failed
            if (seen := await near.of_channel(noun, failing=failing)) is not None:
                seen = await self._within_run(replace(seen, exact=False), reference)
                return await self._noted(seen)
            reference = replace(reference, last=failing, state=NamedState.FAILED if failing else None)
        project = await self._project(reference, noun)
        with looking(noun, reference.said, project.called):
            found = await self._in_project(noun, reference, project)
        return found if named else await self._noted(found)

    async def _within_run(self, location: Location, reference: Reference) -> Location:
        """With the names of what is meant within it: not within a job, but within the job's run."""
        if reference.words and not isinstance(location.thing, Pipeline):
            location = Location(await self._lookup.pipeline_of(location), exact=location.exact)
        return replace(location, parts=reference.words)

    async def _check_alone(
        self, noun: Noun, reference: Reference, near: AtHand, shown: Sequence[ShownThing]
    ) -> None:
        """Raises `Ambiguous` for what has an effect, where a thread showed several runs."""
        if self.permission is Permission.READ or len(shown) < 2 or len(runs := await near.runs(shown)) < 2:
            return
        choices = []
        for run in runs:
            called = self.access.called(run.project_slug)
            meant = replace(reference, id=run.id)
            choices.append((f"{called} #{run.number} on {run.branch or run.tag}", self.again(meant)))
        raise Ambiguous(noun.value, tuple(choices))

    async def _by_word(self, noun: Noun, reference: Reference) -> Location | None:
        """Of a branch or a commit that is called so, or by the id that begins so."""
        words = reference.words
        first = words[0]
        near = AtHand(self.memory, self.place, self.access, self._lookup)
        if reference.project is None and (shown := await near.starting(noun, first, self.again)) is not None:
            with looking(noun, first):
                thing = (await near.thing(shown)).thing
                return Location(self._seen(thing), parts=words[1:], exact=False)
        project = await self._project(reference, noun)
        for at in referents(words):
            parts = (*words[: max(at - 1, 0)], *words[at + 1 :])
            with looking(noun, words[at], project.called):
                branch = as_ref(words[at])
                if branch is not None and await recent.branch_exists(project, branch):
                    meant = replace(reference, branch=branch, words=parts)
                    self.note(replace(meant, project=ProjectName(project.called)))
                    return await self._in_project(noun, meant, replace(project, branch=branch))
                if HEX.fullmatch(words[at]) and (built := await recent.by_commit(project, words[at])):
                    return await self._noted(Location(built, project, parts=parts, exact=False))
        return None

    async def _by_number(
        self, noun: Noun, reference: Reference, number: int, project: GrantedRuns
    ) -> Location:
        """A number is what exists under it; where both a pipeline and a job have it, what is asked for."""
        first = Noun.JOB if noun is Noun.JOB else Noun.PIPELINE
        order = [first, Noun.PIPELINE if first is Noun.JOB else Noun.JOB]
        if reference.project and reference.project.slug:  # as a button says it
            order = order[:1]
        spots = [Spot(each, project.slug, None, number) for each in order]
        name = f"#{number}"
        found = await read_any(self._circleci, spots, self._shown_at, lambda it: (it.noun.value, name))
        if not found:
            await project.true_slug()  # or that isn't there
            raise NotFound(404, "")
        exact = len(found) == 1
        location = replace(found[0], project=project, parts=reference.words, exact=exact)
        if not exact:
            return await self._noted(location, number_line(order[1], project.called, number))
        return location if location.noun is first else await self._noted(location)

    async def _shown_at(self, place: Spot) -> Location | None:
        """None for what is not there, and after as many calls for what may not be seen.

        A pipeline comes with its workflows: they are read while it is asked whether a job has its number.
        """
        try:
            thing = await self._lookup.thing(place)
            run = await self._lookup.pipeline_of(Location(thing))
        except NotFound:
            await self._lookup.ask_in_vain(int(place.noun is not Noun.PIPELINE))
            return None
        if not self._is_shown(run, place.project):
            return None
        return await self._lookup.whole(thing)

    async def _in_project(
        self, noun: Noun, reference: Reference, project: GrantedRuns, *, failing: bool = False
    ) -> Location:
        """By a pull request or a commit; else the newest, or the newest that failed. Raises NotFound.

        ``failing``: of a branch that is red, what makes it so.
        """
        workflows, first_page = None, None
        if reference.pull is not None:
            pipeline = await recent.by_pull(project, reference.pull)
        elif reference.commit:
            pipeline = await recent.by_commit(project, reference.commit)
        elif reference.state:
            pipeline, workflows = await project.last_in(reference.state, noun)
        elif failing and noun is Noun.PIPELINE and reference.branch and not reference.last:
            run = await project.most_telling()
            pipeline, first_page = (run.pipeline, run.first_page) if run else (None, None)
        else:
            pipeline = await project.newest_pipeline()
        if pipeline is None and reference.branch:
            raise await self._absent("branch", reference, reference.branch, project)
        if pipeline is None:
            raise NotFound(404, "")
        found = Location(pipeline, project, workflows, None, first_page, reference.words, exact=False)
        told = reference.pull or reference.commit or reference.state not in (None, NamedState.FAILED)
        return await self._noted(found) if told else found

    async def _absent(
        self,
        noun: str,
        reference: Reference,
        said: str,
        runs: GrantedRuns | None,
        names: Iterable[str] = (),
        called: str | None = None,
    ) -> NothingHere:
        """What there is not, or may not be seen, with what may be meant: of ``names`` within a run too."""
        likely = await LikelyLines(self.access, self.again).of_word(reference, said, runs, names)
        called = runs.called if runs else called
        return NothingHere(noun, said, called, likely=likely)

    async def _noted(self, location: Location, other: Line | None = None) -> Location:
        """It was not named by itself, so it is told which one was taken."""
        run = await self._lookup.pipeline_of(location)
        called = ProjectName(self.access.called(run.project_slug))
        meant = Reference(called, number=run.number, words=location.parts)
        if isinstance(location.thing, JobDetails):
            meant = replace(meant, number=None, job_number=location.thing.number)
        self.note(meant, other)
        return replace(location, run=run)

    def _within(self, *scopes: Scope) -> None:
        """A command that declares less, or something else, than it looks for is a mistake of ours."""
        if self.scope not in scopes:
            raise RuntimeError(f"a command whose scope is {self.scope} looks for {scopes[0]}")

    @property
    def _lookup(self) -> Lookup:
        return Lookup(self._circleci)

    def _seen(self, thing: Thing) -> Thing:
        """A pipeline tells at once whether it may be seen: what is within it is not asked for then."""
        if isinstance(thing, Pipeline) and not self._is_shown(thing):
            raise NotFound(404, "")
        return thing

    def _is_shown(self, pipeline: Pipeline, asked: ProjectSlug | None = None) -> bool:
        return is_visible(self.access, pipeline, asked)
