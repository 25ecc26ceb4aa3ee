"""The spine: parse → authorize → record → acknowledge → run → view → post.

Whatever was typed, mentioned, clicked or typed into a terminal goes this way, so no command can forget
its permission or its row. Everything before the acknowledgement is in `Dispatcher.receive`, and needs
no network; everything after it in `Dispatcher._carry_out`.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any, NoReturn

import structlog
from prometheus_client import Counter, Histogram

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.command import Command, Context, about
from bot.grammar import parse
from bot.model.fault import AlreadyAsked, Busy, Fault, ForeignWorkspace, NotBegun, NotRecorded
from bot.model.invocation import Invocation, Source
from bot.model.message import Message, Posted
from bot.model.outbox import Outbox, Undeliverable
from bot.model.permission import Permission
from bot.policy.access import Access
from bot.policy.source import PolicySource
from bot.references import Finder
from bot.store import Store
from bot.store.actions import Action, AlreadyRecorded, Intent, Lost, State, StoreUnavailable
from bot.views.problem import bug, problem
from bot.worker import Worker
from bot.writing import Write

log = structlog.get_logger()

ASKED = Counter("ringmaster_asked_total", "Lines that were asked, by how it ended", ["command", "outcome"])
ACKNOWLEDGED = Histogram(
    "ringmaster_acknowledge_seconds",
    "From a line to its acknowledgement",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3),
)
ANSWERED = Histogram("ringmaster_answer_seconds", "From a line to its first answer", ["command"])

#: How long after it was asked a write is still begun. Later than that nobody expects it any more.
FRESH = timedelta(minutes=10)

#: How many deliveries are remembered, so that one that comes twice acts once.
DELIVERIES = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """An invocation that was read and may be carried out; ``rule`` is the policy's rule that says so."""

    invocation: Invocation
    command: Command[Any, Any]
    args: Any
    access: Access
    rule: str
    project: str | None = None
    ref: str | None = None


class Dispatcher:
    """Takes invocations, one at a time or many, and sees each to its answer."""

    def __init__(
        self,
        *,
        commands: Sequence[Command[Any, Any]],
        circleci: CircleCI,
        policies: PolicySource,
        members: Callable[[], Mapping[str, frozenset[str]]],
        store: Store,
        outbox: Outbox,
        worker: Worker,
        slash: str,
        artifact_limit: int,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._commands = {command.words: command for command in commands}
        self._syntaxes = tuple(command.syntax for command in commands)
        self._circleci = circleci
        self._policies = policies
        self._members = members
        self._store = store
        self._outbox = outbox
        self._worker = worker
        self._slash = slash
        self._artifact_limit = artifact_limit
        self._now = now
        self._sleep = sleep
        self._deliveries: OrderedDict[str, None] = OrderedDict()

    # Before the acknowledgement

    async def receive(self, invocation: Invocation) -> Message | None:
        """Read, authorize, record; then set the work going.

        Returns what the acknowledgement itself says: a fault or a denial of a slash command. None where
        there is nothing to say yet. Costs no network.
        """
        if self._seen(invocation.delivery or invocation.key):
            return None
        with ACKNOWLEDGED.time():
            try:
                if self._worker.full:
                    raise Busy
                asked = self._read(invocation)
                permission = asked.command.writes
                action = await self._record(asked, permission) if permission else None
            except Fault as fault:
                return self._refuse(invocation, fault)
        self._worker.start(partial(self._carry_out, asked, action), reserved=action is not None)
        return None

    def _seen(self, delivery: str) -> bool:
        if delivery in self._deliveries:
            return True
        self._deliveries[delivery] = None
        if len(self._deliveries) > DELIVERIES:
            self._deliveries.popitem(last=False)
        return False

    def _read(self, invocation: Invocation) -> Asked:
        if invocation.actor.workspace != invocation.place.workspace:
            raise ForeignWorkspace
        syntax, args = parse(invocation.line, self._syntaxes)
        command = self._commands[syntax.words]
        access = self._access(invocation)
        if command.permission is None:
            return Asked(invocation, command, args, access, rule="anybody")
        subject = about(args)
        slug, called = access.project(subject.project) if subject.needs_project else (None, None)
        decision = access.require(
            command.permission,
            slug,
            called=called,
            branch=subject.branch,
            tag=subject.tag,
            ref_known=subject.ref is not None,
        )
        rule = decision.rule.where if decision.rule else ""
        return Asked(invocation, command, args, access, rule, str(slug) if slug else None, subject.ref)

    def _access(self, invocation: Invocation) -> Access:
        place = invocation.place
        policy = self._policies.current
        default = self._store.channels.default(place.workspace, place.channel)
        return Access(
            policy=policy, members=self._members(), actor=invocation.actor, place=place, default=default
        )

    async def _record(self, asked: Asked, permission: Permission) -> Action:
        invocation = asked.invocation
        intent = Intent(
            workspace=invocation.place.workspace,
            key=invocation.key,
            line=invocation.line,
            words=asked.command.words,
            permission=permission,
            actor=invocation.actor,
            place=invocation.place,
            source=invocation.source,
            message=invocation.message,
            response_url=invocation.response_url,
            rule=asked.rule,
            project=asked.project,
            ref=asked.ref,
        )
        try:
            return await self._store.actions.record(intent)
        except AlreadyRecorded as error:
            raise AlreadyAsked(error.action.actor.id, error.action.created_at) from error
        except StoreUnavailable as error:
            log.error("the action could not be recorded", error=str(error))
            raise NotRecorded from error

    def _refuse(self, invocation: Invocation, fault: Fault) -> Message | None:
        kind = type(fault).__name__
        ASKED.labels("", kind).inc()
        log.info("refused", fault=kind, user=invocation.actor.id, channel=invocation.place.channel)
        message = problem(fault, self._slash)
        if invocation.source is Source.COMMAND:
            return message
        self._worker.start(partial(self._say, invocation, message), reserved=True)
        return None

    # After the acknowledgement

    async def resume(self, *, adopt_all: bool = False) -> int:
        """Take over writes whose process died, and see them to their end. Returns how many.

        ``adopt_all``: this process is the only one, so every open row is a dead process's.
        """
        actions = await self._store.actions.claim(limit=20, adopt_all=adopt_all)
        for action in actions:
            log.info("resumed", action=action.id, state=action.state.value, line=action.line)
            self._worker.start(partial(self._take_up, action), reserved=True)
        return len(actions)

    async def _take_up(self, action: Action) -> None:
        invocation = action.invocation()
        try:
            if action.state is State.PENDING and datetime.now(UTC) - action.created_at > FRESH:
                raise NotBegun(action.line, action.created_at)
            asked = self._read(invocation)
        except Fault as fault:  # or the policy has changed since
            await Write(self._store.actions, action, self._sleep).abandon()
            await self._say(invocation, problem(fault, self._slash))
        else:
            await self._carry_out(asked, action)

    async def _carry_out(self, asked: Asked, action: Action | None) -> None:
        started = perf_counter()
        write = Write(self._store.actions, action, self._sleep) if action is not None else None
        context = self._context(asked, write)
        words = asked.command.words
        try:
            if write is None:
                result = await asked.command.run(asked.args, context)
            else:
                result = await write.carry_out(asked.command, asked.args, context)
            outcome = "answered"
            posted = await self._show(asked, result)
        except Lost:
            outcome, posted = "lost", None
        except (Fault, CircleCIError) as error:
            outcome, posted = type(error).__name__, None
            await self._say(asked.invocation, problem(error, self._slash))
        except Exception:  # noqa: BLE001  whatever it is, it is a bug, and the person is told so
            outcome, posted = "bug", None
            await self._report(asked, write)
        ANSWERED.labels(words).observe(perf_counter() - started)
        ASKED.labels(words, outcome).inc()
        log.info(
            outcome,
            command=words,
            user=asked.invocation.actor.id,
            channel=asked.invocation.place.channel,
            milliseconds=round((perf_counter() - started) * 1000),
        )
        if posted is not None and (more := asked.command.more) is not None:
            await self._go_on(asked.command, more(asked.args, result, context), posted)

    def _context(self, asked: Asked, write: Write | None) -> Context:
        return Context(
            invocation=asked.invocation,
            circleci=self._circleci,
            find=Finder(self._circleci, asked.access, self._store.memory, asked.invocation.place),
            access=asked.access,
            channels=self._store.channels,
            send=write.send if write is not None else _reads_send_nothing,
            now=self._now,
            sleep=self._sleep,
            commands=self._commands,
            slash=self._slash,
            artifact_limit=self._artifact_limit,
        )

    async def _show(self, asked: Asked, result: object) -> Posted | None:
        message = asked.command.view(result)
        try:
            posted = await self._outbox.answer(asked.invocation, message)
            if posted is None:
                return None
            for detail in message.thread:
                await self._remember(await self._outbox.post(posted, detail), detail)
            for file in message.files:
                await self._outbox.share(posted, file)
        except Undeliverable as error:
            log.warning("not delivered", reason=error.reason, channel=asked.invocation.place.channel)
            return None
        await self._remember(posted, message)
        return posted

    async def _go_on(self, command: Command[Any, Any], more: AsyncIterator[Any], posted: Posted) -> None:
        """Redraw the message for as long as the command has more to say."""
        try:
            async for later in more:
                message = command.view(later)
                await self._outbox.update(posted, message)
                await self._remember(posted, message)
        except (Fault, CircleCIError, Undeliverable) as error:
            log.info("stopped redrawing", command=command.words, error=repr(error))

    async def _remember(self, posted: Posted, message: Message) -> None:
        """Keep what a message shows, so that its thread can refer to it. An answer does not depend on it."""
        try:
            await self._store.memory.remember(posted, message)
        except StoreUnavailable as error:
            log.warning("not remembered", error=str(error))

    async def _say(self, invocation: Invocation, message: Message) -> None:
        try:
            await self._outbox.answer(invocation, message)
        except Undeliverable as error:
            log.warning("not delivered", reason=error.reason, channel=invocation.place.channel)

    async def _report(self, asked: Asked, write: Write | None) -> None:
        """A bug: one sentence with a reference for the person, the traceback under it for the log."""
        reference = secrets.token_hex(4)
        log.exception("bug", reference=reference, command=asked.command.words)
        if write is not None:
            await write.abandon()
        await self._say(asked.invocation, bug(reference))


async def _reads_send_nothing(call: object) -> NoReturn:
    raise RuntimeError("only a command that writes sends")
