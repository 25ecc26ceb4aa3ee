"""What a command is, and what one may use.

A command is a value: its words, typed arguments, permission, examples, what it does and how the result
looks. Help, usage, the README's table, the manifest, the permission check and half of the tests are
read from it.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from bot.charts import Charts
from bot.circleci.client import CircleCI
from bot.circleci.errors import BadRequest, CircleCIError, Conflict, Forbidden, Gone, NotFound
from bot.finding.finder import Finder
from bot.grammar import Syntax
from bot.grammar.kinds import PROJECT_NAME
from bot.model.fault import CallRefused, Deed
from bot.model.message import Message
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference, Target
from bot.model.request import Actor, Place, Request
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.policy.access import Access
from bot.store.channels import Channels
from bot.views.parts.scene import Scene

#: For how long an answer is drawn again, and the pauses between two looks, in seconds.
PATIENCE, FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=20), 0.5, 3.0

#: How far the database's clock, by which a wish was made, and CircleCI's may be apart.
APART = timedelta(minutes=1)

Args = TypeVar("Args")
Result = TypeVar("Result")
_Answer = TypeVar("_Answer")


class Send(Protocol):
    """How a command makes the one call that has an effect."""

    async def __call__(
        self, call: Callable[[], Awaitable[_Answer]], exact: str = "", target: str = ""
    ) -> _Answer:
        """Commit that it is being sent, then make ``call``, once. A command calls this at most once.

        ``exact``: a line that goes on to mean the very thing, unlike ``rerun last failed``. It is looked for
        by that where the answer is lost, and tried again by it. ``target``: what is done to, in a word for
        the rows: then it is done once, however many want it, from wherever. Raises `AlreadyAsked`.
        """


@dataclass(frozen=True, slots=True)
class Context:
    """What a command may use.

    ``find`` turns what was named into the thing itself and checks the permission for it; ``access`` is
    what this actor may do from here; ``send`` makes the one call that starts or stops something, ``wish``
    is the id of its row; ``commands`` are all of them, by their words, for the help; ``slash`` is the slash
    command as people type it; ``artifact_limit`` is how many bytes of an artifact or a log are shared at
    most; ``charts`` draws pictures.
    """

    invocation: Request
    circleci: CircleCI
    find: Finder
    access: Access
    channels: Channels
    send: Send
    wish: str
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    commands: Mapping[str, "Command[Any, Any]"]
    slash: str
    artifact_limit: int
    charts: Charts

    @property
    def actor(self) -> Actor:
        return self.invocation.actor

    @property
    def place(self) -> Place:
        return self.invocation.place

    @property
    def scene(self) -> Scene:
        """What every card needs to know besides the thing that it draws; as of now."""
        return Scene(self.circleci.web, self.now(), self.actor.id)

    async def looks(self, look: Callable[[], Awaitable[_Answer]]) -> AsyncIterator[_Answer]:
        """What ``look`` tells of something that was begun: soon, then less often, for a while."""
        until, pause = self.now() + PATIENCE, FIRST_PAUSE
        while self.now() < until:
            await self.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
            try:
                found = await look()
            except CircleCIError:  # it has trouble, or the thing is too young to be known everywhere
                continue
            yield found


@contextmanager
def refusals(deed: Deed) -> Iterator[None]:
    """CircleCI's refusal of a call, told with the ``deed`` that was not done. Raises `CallRefused`."""
    try:
        yield
    except (BadRequest, Conflict, Forbidden, Gone, NotFound) as error:
        raise CallRefused(deed, error.message, error.status) from error


@dataclass(frozen=True, slots=True)
class Command(Generic[Args, Result]):
    """One verb.

    ``permission`` None: anybody of this workspace may. ``more`` goes on after the first answer: each
    result that it yields redraws the same message. ``recover`` finds what a call whose answer was lost
    has started since a moment, or None where it can't tell; ``started`` is the pipeline or the workflow
    that a result has started, so that nothing is taken for the outcome of two wishes. ``touched`` is
    the run that it has changed, as CircleCI tells it since: its cards are drawn again. ``asks``: it has
    no effect itself, but offers what has, to who has the permission.
    """

    syntax: Syntax[Args]
    summary: str
    permission: Permission | None
    run: Callable[[Args, Context], Awaitable[Result]]
    view: Callable[[Result], Message]
    more: Callable[[Args, Result, Context], AsyncGenerator[Result]] | None = None
    recover: Callable[[Args, Context, datetime], Awaitable[Result | None]] | None = None
    started: Callable[[Result], ShownThing] | None = None
    touched: Callable[[Result], Run | None] | None = None
    asks: bool = False

    @property
    def writes(self) -> Permission | None:
        """The permission, if it has an effect: then it is recorded first, and done at most once."""
        return None if self.asks or self.permission is Permission.READ else self.permission

    @property
    def words(self) -> str:
        """How it is called."""
        return self.syntax.words

    @property
    def examples(self) -> tuple[str, ...]:
        """Lines that show it."""
        return self.syntax.examples


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about, as far as the line itself tells.

    ``needs_project``: it is about one project, which is the channel's default where ``project`` is None.
    Where it is False, the thing itself must be looked up to know.
    """

    project: ProjectName | None = None
    branch: str | None = None
    tag: str | None = None
    needs_project: bool = False

    @property
    def ref(self) -> str | None:
        return self.branch or self.tag


def about(syntax: Syntax[Any], args: object) -> Subject:
    """Read the subject off a command's arguments: the first that names a project, and a tag.

    Where a project may be named and none is, the channel's is meant.
    """
    values = [getattr(args, each.name) for each in fields(args)]  # type: ignore[arg-type]
    tag = getattr(args, "tag", None)
    for value in values:
        match value:
            case Target(project, branch):
                return Subject(project, None if tag else branch, tag, needs_project=True)
            case ProjectName():
                return Subject(value, needs_project=True)
            case Reference(project=project, branch=branch, number=number, last=last):
                needs = project is not None or branch is not None or number is not None or last
                return Subject(project, branch, needs_project=needs)
    return Subject(needs_project=any(each.arg.kind is PROJECT_NAME for each in syntax.parameters))
