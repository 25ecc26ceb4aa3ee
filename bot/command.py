"""What a command is, and what one may use: help, README, manifest and half of the tests are read from it."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.charts import Charts
from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug
from bot.finding.finder import Finder
from bot.finding.note import Note
from bot.finding.unread import UnreadParts
from bot.finding.write_call import WriteCall, WriteInHand
from bot.grammar import Syntax, about_reference, line
from bot.model.fault import RowsUnread, SharedChannel, SharingUnknown
from bot.model.grammar_fault import UnknownCommand
from bot.model.line import Line
from bot.model.message import Message
from bot.model.outbox import PostedMessage
from bot.model.permission import Permission
from bot.model.questions import WriteQuestion
from bot.model.reference import Reference
from bot.model.reply import Surface
from bot.model.request import Actor, Place, Request
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.subject import Scope, Subject
from bot.model.write import Intent, Write
from bot.policy.access import Access
from bot.services import Services
from bot.store import Channels, Digests, QuietChannels, StoreUnavailable, Subscriptions, Watches
from bot.views.parts.unread import with_unread
from bot.views.scene import Scene

Args = TypeVar("Args")
Result = TypeVar("Result")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class AuthorizedLine:
    """A request that was read and may be carried out; ``rule`` is the policy's rule that says so.

    ``exact``: it says what it means, or is a button that was pressed, and not only offered. ``otherwise``: it
    may be nothing's name, and then this is to be said.
    """

    request: Request
    command: "Command[Any, Any]"
    args: Any
    access: Access
    rule: str
    project: str | None = None
    ref: str | None = None
    exact: bool = True
    otherwise: UnknownCommand | None = None

    def intent(self, permission: Permission) -> Intent:
        """The row of a write, which needs ``permission``."""
        request = self.request
        return Intent(
            workspace=request.place.workspace,
            key=request.key,
            line=request.line,
            words=self.command.words,
            permission=permission,
            actor=request.actor,
            place=request.place,
            reply=request.reply,
            rule=self.rule,
            project=self.project,
            ref=self.ref,
            delivery=request.delivery,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What a command may use. ``write`` is None where it has no effect."""

    _services: Services
    authorized_line: AuthorizedLine
    _write: WriteInHand | None = None
    _notes: list[Note] = field(default_factory=list)
    _unread: list[UnreadParts] = field(default_factory=list)
    _seen: list[Pipeline] = field(default_factory=list)

    async def send(self, call: WriteCall[_Answer], exact: Line | None = None, target: str = "") -> _Answer:
        """Commit that it is being sent, then make ``call``, once. A command calls this at most once.

        ``exact``: a line that goes on to mean the very thing, unlike ``rerun last failed``. It is looked for
        by that where the answer is lost, and tried again by it. ``target``: what is done to, in a word for
        the rows: then it is done once, however many want it, from wherever.
        """
        if self._write is None:
            raise RuntimeError("only a command that writes sends")
        return await self._write.send(call, exact, target)

    @property
    def wish(self) -> str:
        """The id of its row."""
        return self._write.id if self._write is not None else ""

    async def recent_writes(self, within: timedelta) -> tuple[Write, ...]:
        """What this command did lately in this workspace, for whomever, the newest first."""
        words, writes = self.authorized_line.command.words, self._services.store.writes
        return await writes.recent(self.wish, self.place.workspace, words, within)

    @property
    def actor(self) -> Actor:
        return self.authorized_line.request.actor

    @property
    def place(self) -> Place:
        return self.authorized_line.request.place

    @property
    def access(self) -> Access:
        """What this actor may do from here."""
        return self.authorized_line.access

    @property
    def find(self) -> Finder:
        """Turns what was named into the thing itself, and checks the permission for it."""
        command = self.authorized_line.command
        permission, memory = command.permission or Permission.READ, self._services.store.memory
        again, note, see = self._again, self._notes.append, self._seen.append
        circleci = self._services.clients[self.place.workspace].noting(self._unread_parts.note)
        return Finder(permission, command.scope, self.access, memory, self.place, again, note, see, circleci)

    @property
    def _unread_parts(self) -> UnreadParts:
        if not self._unread:
            self._unread.append(UnreadParts(self.access, self.authorized_line.request.reference))
        return self._unread[0]

    def with_unread(self, message: Message) -> Message:
        """With what could not be read on the way to it."""
        return with_unread(message, self._unread_parts.told, self._unread_parts.reference)

    @property
    def seen_runs(self) -> tuple[str, ...]:
        """The ids of the pipelines that were read, whatever came of it."""
        return tuple(dict.fromkeys(each.id for each in self._seen))

    def ask_first(self, question: WriteQuestion, *, sure: bool) -> None:
        """Raises the question, unless a button was pressed or the line says exactly what is done.

        ``sure``: its target was named well enough.
        """
        asked = self.authorized_line
        pressed = asked.exact and asked.request.reply.surface is Surface.BUTTON
        if not pressed and not (sure and asked.exact and not self._notes):
            raise question

    @property
    def meaning(self) -> Line | None:
        """The line as what this one was read, unless it said so exactly."""
        asked = self.authorized_line
        if self._notes:
            return self._again(self._notes[-1].meant)
        return None if asked.exact else line(asked.command.syntax, asked.args)

    @property
    def other_meaning(self) -> Line | None:
        """The line about what else is called so."""
        return self._notes[-1].other if self._notes else None

    def _again(self, reference: Reference) -> Line:
        """The same line about something else."""
        return about_reference(self.authorized_line.command.syntax, self.authorized_line.args, reference)

    @property
    def channels(self) -> Channels:
        return self._services.store.channels

    @property
    def watches(self) -> Watches:
        return self._services.store.watches

    @property
    def subscriptions(self) -> Subscriptions:
        return self._services.store.subscriptions

    @property
    def quiet_channels(self) -> QuietChannels:
        return self._services.store.quiet

    @property
    def digests(self) -> Digests:
        return self._services.store.digests

    async def with_askers(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """The same runs, each with who asked the bot for it, where that is known."""
        return await self._services.store.askers.known(self.place, runs)

    async def own_pipelines(self, project: ProjectSlug) -> tuple[str, ...]:
        """The ids of what this person asked the bot for, in any channel. Raises `RowsUnread`."""
        try:
            return await self._services.store.askers.pipelines_of(self.actor, self.place.workspace, project)
        except StoreUnavailable as error:
            raise RowsUnread from error

    @property
    def commands(self) -> Mapping[str, "Command[Any, Any]"]:
        """All of them, by their words, for the help."""
        return self._services.commands

    @property
    def charts(self) -> Charts:
        return self._services.charts

    async def permalink(self, posted: PostedMessage) -> str | None:
        """The address of a message of ours; None where it is no more, or that can't be known now."""
        return await self._services.outbox.permalink(posted)

    @property
    def takes_charts(self) -> bool:
        """Whether a message may hold charts here, as far as is known: one that was refused is left out."""
        return self._services.outbox.takes_charts(self.place.workspace)

    @property
    def artifact_limit(self) -> int:
        return self._services.artifact_limit

    @property
    def now(self) -> Callable[[], datetime]:
        return self._services.now

    @property
    def sleep(self) -> Callable[[float], Awaitable[None]]:
        return self._services.sleep

    @property
    def mention(self) -> str:
        """What stands before a line in a thread."""
        return self._services.prefixes.mention

    async def closed(self) -> SharedChannel | SharingUnknown | None:
        """Why nothing of a project is shown in this channel, where that is so."""
        return await self._services.closed(self.place)

    async def guest(self) -> bool | None:
        """Whether this person is a guest, who can only look; None where Slack did not tell."""
        return await self._services.guest(self.actor.id)

    @property
    def scene(self) -> Scene:
        """What every card needs to know besides the thing that it draws; as of now."""
        return Scene(self._services.clients[self.place.workspace].web, self.now(), self.actor.id)


@dataclass(frozen=True, slots=True)
class Command(Generic[Args, Result]):
    """One verb. ``permission`` None: anybody of this workspace may. ``scope``: of what it is needed;
    ``about``: what a line tells of that. ``asks``: it offers what has an effect. ``local``: without CircleCI.

    ``rest`` are the slower parts of the same answer: each result that it yields redraws the message. ``look``
    tells, once, how what was done stands now. ``redraw`` is what the same line draws of a run as it is now,
    after what was ``kept`` of the result that it drew at first, where that is remembered: what is read of it,
    and no run, since thousands are. None where its message stays.

    ``recover`` finds what a call whose answer was lost has started since a moment, or None where it can't
    tell; ``started_thing`` is the pipeline or the workflow that a result has started, so that nothing is
    taken for the outcome of two wishes.
    """

    syntax: Syntax[Args]
    summary: str
    permission: Permission | None
    scope: Scope
    about: Callable[[Args], Subject]
    run: Callable[[Args, Context], Awaitable[Result]]
    view: Callable[[Result], Message]
    rest: Callable[[Args, Result, Context], AsyncGenerator[Result]] | None = None
    look: Callable[[Args, Result, Context], Awaitable[Result]] | None = None
    redraw: Callable[[Args, Run, Scene, Result | None], Result | None] | None = None
    kept: Callable[[Result], Result | None] = lambda _: None
    recover: Callable[[Args, Context, datetime], Awaitable[Result | None]] | None = None
    started_thing: Callable[[Result], ShownThing] | None = None
    asks: bool = False
    local: bool = False

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
