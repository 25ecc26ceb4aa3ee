"""The spine: parse → authorize → record → acknowledge → run → view → post.

Whatever was typed, mentioned, clicked or typed into a terminal goes this way, so no command can forget
its permission or its row. Everything before the acknowledgement is in `Dispatcher.receive`, and needs
no network; everything after it in `Dispatcher._carry_out`.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NoReturn

import structlog
from prometheus_client import Counter, Histogram

from bot.charts import Charts
from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError, NotFound, Unauthorized
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.finding.finder import Finder
from bot.model.fault import (
    Busy,
    Fault,
    NotBegun,
    OutcomeUnknown,
)
from bot.model.message import Message, prefixed
from bot.model.permission import Permission
from bot.model.reply import Outbox
from bot.model.request import Request, Source
from bot.policy.source import PolicySource
from bot.spine.answering import Answers
from bot.spine.authorization import AuthorizedLine, LineReader
from bot.spine.once import Once, already_asked
from bot.spine.pool import Pool
from bot.store import Store
from bot.store.actions import AlreadyRecorded, Lost, State, Write
from bot.views.refusals.refusal import bug, refusal

log = structlog.get_logger()

LINES_ASKED = Counter(
    "ringmaster_asked_total", "Lines that were asked, by how it ended", ["command", "outcome"]
)
ACKNOWLEDGE_SECONDS = Histogram(
    "ringmaster_acknowledge_seconds",
    "From a line to its acknowledgement",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3),
)
ANSWER_SECONDS = Histogram("ringmaster_answer_seconds", "From a line to its first answer", ["command"])

#: How long after it was asked a write is still begun. Later than that nobody expects it any more.
FRESH = timedelta(minutes=10)

#: How many deliveries are remembered, so that one that comes twice acts once.
DELIVERIES = 10_000


class Dispatcher:
    """Takes invocations, one at a time or many, and sees each to its answer."""

    def __init__(
        self,
        *,
        commands: Sequence[Command[Any, Any]],
        circleci: CircleCI,
        policies: PolicySource,
        members: Callable[[], Mapping[str, frozenset[str]]],
        guest: Callable[[str], Awaitable[bool | None]],
        store: Store,
        outbox: Outbox,
        worker: Pool,
        slash: str,
        mention: str,
        artifact_limit: int,
        charts: Charts,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._commands = {command.words: command for command in commands}
        self._reader = LineReader(commands, policies, members, store.channels)
        self._circleci = circleci
        self._store = store
        self._posting = Answers(outbox, store.memory, circleci.web)
        self._worker = worker
        self._slash = slash
        self._mention = mention
        self._guest = guest
        self._artifact_limit = artifact_limit
        self._charts = charts
        self._now = now
        self._sleep = sleep
        self._deliveries: OrderedDict[str, None] = OrderedDict()

    # Before the acknowledgement

    async def receive(self, invocation: Request) -> Message | None:
        """Read, authorize, record; then set the work going.

        Returns what the acknowledgement itself says: a fault or a denial of a slash command. None where
        there is nothing to say yet. Costs no network.
        """
        delivery = invocation.delivery or invocation.key
        if delivery in self._deliveries:
            return None
        self._deliveries[delivery] = None
        if len(self._deliveries) > DELIVERIES:
            self._deliveries.popitem(last=False)
        with ACKNOWLEDGE_SECONDS.time():
            try:
                if self._worker.full:
                    raise Busy
                asked = self._reader.read(invocation)
                permission = asked.command.writes
                action = await self._record(asked, permission) if permission else None
            except Fault as fault:
                kind = type(fault).__name__
                LINES_ASKED.labels("", kind).inc()
                log.info("refused", fault=kind, user=invocation.actor.id, channel=invocation.place.channel)
                return self._refuse(invocation, self._told(fault, invocation))
            except Exception:  # noqa: BLE001  whatever it is, it is a bug, and the person is told so
                del self._deliveries[delivery]
                return self._refuse(invocation, self._bug())
        self._worker.start(partial(self._carry_out, asked, action), promised=action is not None)
        return None

    async def _record(self, asked: AuthorizedLine, permission: Permission) -> Write:
        intent = asked.intent(permission)
        while True:
            try:
                return await self._store.actions.record(intent)
            except AlreadyRecorded as error:
                if error.action.state is not State.FAILED:
                    raise already_asked(error.action) from error
                # Nothing was started then, so to ask again is a new wish: the first who does has it.
                intent = replace(intent, key=f"{asked.invocation.key}:after:{error.action.id}")

    def _refuse(self, invocation: Request, message: Message) -> Message | None:
        """In the acknowledgement where it carries an answer; else as a message, unless there are too many."""
        if invocation.source is Source.COMMAND:
            return message
        try:
            self._worker.start(partial(self._posting.answer, invocation, message))
        except Busy:
            log.warning("too busy to refuse", user=invocation.actor.id, channel=invocation.place.channel)
        return None

    def _bug(self) -> Message:
        """One sentence with a reference for the person, the traceback under it for the log."""
        reference = secrets.token_hex(4)
        log.exception("bug", reference=reference)
        return bug(reference)

    # After the acknowledgement

    async def resume(self, *, adopt_all: bool = False) -> int:
        """Take over writes whose process died, and see them to their end. Returns how many.

        ``adopt_all``: this process is the only one, so every open row is a dead process's.
        """
        actions = await self._store.actions.claim(limit=20, adopt_all=adopt_all)
        for action in actions:
            log.info("resumed", action=action.id, state=action.state.value, line=action.line)
            self._worker.start(partial(self._take_up, action), promised=True)
        return len(actions)

    async def _take_up(self, action: Write) -> None:
        invocation, state = action.invocation(), action.state
        try:
            late = state is State.PENDING and self._now() - action.created_at > FRESH
            if late or state is State.FAILED:
                raise NotBegun(action.line, action.created_at)
            if state is State.UNKNOWN:
                raise self._unknown(action)
            asked = self._reader.read(invocation)
        except Fault as fault:  # too late, given up, or the policy has changed since
            await self._write(action).abandon()
            told = self._unknown(action) if state is State.SENT else fault
            await self._posting.answer(invocation, self._told(told, invocation))
        else:
            await self._carry_out(asked, action)

    async def _carry_out(self, asked: AuthorizedLine, action: Write | None) -> None:
        invocation, command = asked.invocation, asked.command
        write = self._write(action) if action is not None else None
        context = self._context(asked, write)
        outcome = "answered"
        try:
            if write is None:
                result = await command.run(asked.args, context)
            else:
                result = await write.carry_out(command, asked.args, context)
            posted = await self._posting.answer(invocation, self._drawn(asked, result))
            if posted is not None and command.more is not None:
                later = self._later(asked, command.more(asked.args, result, context))
                self._worker.linger(partial(self._posting.redraw, invocation, posted, later))
        except Lost:
            outcome = "lost"  # another process has it, and answers
        except (Fault, CircleCIError) as error:
            outcome = type(error).__name__
            told = await self._explained(error)
            await self._posting.answer(invocation, self._told(told, invocation))
        except Exception:  # noqa: BLE001  whatever it is, it is a bug, and the person is told so
            outcome = "bug"
            await self._posting.answer(invocation, self._bug())
        took = (self._now() - invocation.received_at).total_seconds()
        ANSWER_SECONDS.labels(command.words).observe(took)
        LINES_ASKED.labels(command.words, outcome).inc()
        log.info(
            "carried out",
            outcome=outcome,
            command=command.words,
            user=invocation.actor.id,
            channel=invocation.place.channel,
            milliseconds=round(took * 1000),
        )

    async def _later(self, asked: AuthorizedLine, results: AsyncGenerator[Any]) -> AsyncGenerator[Message]:
        """What the answer is drawn again as; so are the cards of what was changed."""
        command = asked.command
        async with aclosing(results):
            async for result in results:
                yield self._drawn(asked, result)
                run = command.touched(result) if command.touched else None
                if run is not None:
                    await self._posting.redraw_cards(asked.invocation, run, self._now())

    def _unknown(self, action: Write) -> OutcomeUnknown:
        access = self._reader.access(action.invocation())
        called = access.called(ProjectSlug.parse(action.project)) if action.project else ""
        return OutcomeUnknown(action.line, called, action.permission)

    async def _explained(self, error: Fault | CircleCIError) -> Fault | CircleCIError:
        """What CircleCI says is not there may only be out of a wrong token's sight: `/me` tells."""
        if NotFound in (type(error), type(error.__cause__)) and not await self._circleci.token_works():
            return Unauthorized(401, "")
        return error

    def _told(self, fault: Fault | CircleCIError, invocation: Request) -> Message:
        """In words; what is offered asks first."""
        prefix = self._typed(invocation)
        return prefixed(self._reader.asking_first(refusal(fault)), prefix)

    def _drawn(self, asked: AuthorizedLine, result: object) -> Message:
        return prefixed(asked.command.view(result), self._typed(asked.invocation))

    def _typed(self, invocation: Request) -> str:
        """What stands before a line where it was asked: in a thread there are no slash commands."""
        return self._mention if invocation.source is Source.MENTION else self._slash

    def _write(self, action: Write) -> Once:
        return Once(self._store.actions, action, self._sleep, self._guest)

    def _context(self, asked: AuthorizedLine, write: Once | None) -> Context:
        return Context(
            invocation=asked.invocation,
            circleci=self._circleci,
            find=Finder(self._circleci, asked.access, self._store.memory, asked.invocation.place),
            access=asked.access,
            channels=self._store.channels,
            send=write.send if write is not None else _reads_send_nothing,
            wish=write.id if write is not None else "",
            now=self._now,
            sleep=self._sleep,
            commands=self._commands,
            slash=self._typed(asked.invocation),
            artifact_limit=self._artifact_limit,
            charts=self._charts,
        )


async def _reads_send_nothing(call: object, exact: str = "", target: str = "") -> NoReturn:
    raise RuntimeError("only a command that writes sends")
