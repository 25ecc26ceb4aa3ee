"""One write, from its row to its answer: begun at most once, whatever dies in between, and told.

The row goes ``pending → sent → done | failed | unknown``. ``sent`` is committed before the call that
starts something, so a row that is still ``pending`` has certainly started nothing and may be run
again, and one that is ``sent`` may have: it is never repeated, only looked for. That it has ended and that
Slack took the answer are two facts of the row: until then the answer is owed.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from bot.circleci.errors import CircleCIError
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.finding.write_call import WriteCall
from bot.grammar import parse
from bot.model.deeds import OutcomeUnknown
from bot.model.fault import Fault, GuestRefused
from bot.model.line import Line
from bot.model.outbox import Remedy, Undeliverable
from bot.model.shown import Noun
from bot.model.write import Outcome, State, Write
from bot.output import without_quotes
from bot.policy.access import Access
from bot.services import Services
from bot.spine.repeated import already_asked
from bot.store import StoreUnavailable
from bot.store.leases import LEASE, TELLING_LEASE, LeaseLost
from bot.store.writes import AlreadyRecorded

_Answer = TypeVar("_Answer")
log = structlog.get_logger()

#: How long to wait before each look for what a lost answer may have started, in seconds; and how long after
#: a wish it was sent long ago, so that whatever came of it is known everywhere, and one look does.
_LOOKS, _LONG_AGO = (0.0, 1.0, 3.0), timedelta(minutes=3)

#: For how long Slack is tried after a write has ended; the pause is a sixth of what it has waited, and at
#: least and at most so many seconds.
_PATIENCE, _SHARE, _LEAST_PAUSE, _LONGEST_PAUSE = timedelta(hours=1), 6.0, 5.0, 120.0


class Once:
    """One write, from its row to its answer, at most once. ``ended_at``: when it ended, where it has.

    ``lost``: another process has taken it over, and answers; ``told_before``: one may have answered.
    ``told``: Slack took the answer.
    """

    def __init__(self, services: Services, write: Write, ended_at: datetime | None = None) -> None:
        self._services = services
        self._writes, self._owed = services.store.writes, services.store.owed
        self._write = write
        self._sent = write.state is State.SENT
        self._sent_long_ago = self._sent and services.now() - write.created_at > _LONG_AGO
        self._ended = asyncio.Event()
        self._ended_at = ended_at
        self.outcome: Outcome | None = None  # once it is done
        self.lost = self._delivered = self.told = False
        self.told_before = ended_at is not None  # perhaps, by who died of it
        if ended_at is not None:
            self._ended.set()

    @property
    def id(self) -> str:
        """Of its row."""
        return self._write.id

    @property
    def facts(self) -> Mapping[str, object]:
        """For the log: the row, and what was started."""
        done = self.outcome or Outcome()
        started = {"pipeline": done.pipeline_id, "number": done.number, "workflow": done.workflow_id}
        return {"write": self.id, "state": self._write.state.value, **started}

    async def send(self, call: WriteCall[_Answer], exact: Line | None = None, target: str = "") -> _Answer:
        """What a command calls as ``ctx.send``: commit ``sent``, then make the call, once."""
        if self._sent:
            raise RuntimeError("a command sends once")
        if call.permission is not self._write.permission:
            raise RuntimeError(f"{self._write.words} was not granted {call.permission}")
        self._write = await self._writes.sent(self._write, exact, target)
        self._sent = True
        return await call.call(self._services.clients[self._write.workspace])

    async def carry_out(self, command: Command[Any, Any], args: object, context: Context) -> object:
        """Run the command, or look for what it started before a crash; record how it ended.

        Raises the `Fault` or `CircleCIError` that the asker is to read, and `bot.store.writes.LeaseLost`
        where another process has taken the row over.
        """
        try:
            result = await (self._look if self._sent else self._run)(command, args, context)
            outcome = _outcome(command, result)
        except OutcomeUnknown:
            self._end(await self._writes.unknown(self._write))
            raise
        except (Fault, CircleCIError) as error:
            self._end(await self._writes.failed(self._write, _why(error)))
            raise
        except Exception as error:
            if not isinstance(error, LeaseLost):
                await self.abandon()
            raise
        self._end(await self._writes.done(self._write, outcome))
        self.outcome = outcome
        return result

    async def abandon(self) -> None:
        """It goes no further: what was sent may have acted, what was not has not."""
        try:
            if self._sent:
                self._end(await self._writes.unknown(self._write))
            else:
                self._end(await self._writes.failed(self._write, "abandoned"))
        except LeaseLost:
            self.lost = True

    def _end(self, write: Write) -> None:
        self._write = write
        self._ended_at = self._services.now()
        self._ended.set()

    @asynccontextmanager
    async def delivery(self) -> AsyncIterator[None]:
        """Around what says its answer: it is told once Slack took it; else it stays owed for an hour."""
        try:
            try:
                yield
            except Undeliverable as error:
                await self._untold(error)
            except Exception as error:  # it is said as a bug of ours, or tried again for as long
                await self._untold(Undeliverable(type(error).__name__, Remedy.AGAIN))
                raise
            else:
                await self._owed.told(self._write)
                self.told = True
            self._delivered = True
        except LeaseLost:
            log.warning("another process may have told it, too", write=self.id)
        except StoreUnavailable as error:
            log.warning("an answer stays owed", write=self.id, error=str(error))

    async def waits_for_another(self) -> bool:
        """Whether it is put off, since what was asked before in its thread is: each is told in its turn."""
        if self.told_before or self._write.place.thread is None:
            return False
        with suppress(StoreUnavailable):
            if await self._owed.hasten_earlier(self._write):
                await self.wait()
                return True
        return False

    async def begins_telling(self) -> bool:
        """Count a try to say its answer; False where that can't be now: it stays owed, or is another's."""
        try:
            await self._owed.begin(self._write)
        except (LeaseLost, StoreUnavailable) as error:
            log.warning("an answer stays owed", write=self.id, error=type(error).__name__)
            return False
        return True

    async def wait(self) -> None:
        """Put its answer off: another of its thread comes before it."""
        async with self.delivery():
            raise Undeliverable("another comes first", Remedy.AGAIN)

    async def _untold(self, refused: Undeliverable) -> None:
        """Trouble passes, and a token can be mended; a way that is closed stays so."""
        at = self._services.now()
        waited = at - (self._ended_at or at)
        known = {"write": self.id, "reason": refused.reason, "user": self._write.actor.id}
        if refused.remedy in (Remedy.AGAIN, Remedy.REPAIR) and waited < _PATIENCE:
            pause = min(max(waited.total_seconds() / _SHARE, _LEAST_PAUSE), _LONGEST_PAUSE)
            log.warning("an answer is put off", **known)
            await self._owed.put_off(self._write, at.timestamp() + max(pause, refused.after or 0.0))
        else:
            log.error("an answer is told to nobody", **known)
            await self._owed.give_up(self._write)

    async def _run(self, command: Command[Any, Any], args: object, context: Context) -> object:
        await self._services.require_named(self._write.place)
        guest = await self._services.guest(self._write.actor.id)
        if guest is not False:
            raise GuestRefused(sure=guest is True)
        try:
            return await command.run(args, context)
        except AlreadyRecorded as error:
            raise await already_asked(error.write, self._services, context.access) from error
        except CircleCIError as error:
            if not (self._sent and error.may_have_acted):
                raise
            said = without_quotes(str(error), self._write.line)
            log.warning("answer lost", write=self.id, error=type(error).__name__, text=said)
            _, exact = parse(self._write.line, (command.syntax,))
            return await self._look(command, exact, context)

    async def _look(self, command: Command[Any, Any], args: object, context: Context) -> object:
        for pause in _LOOKS:
            if command.recover is None:
                break
            await self._services.sleep(pause)
            try:
                found = await command.recover(args, context, self._write.created_at)
                if found is not None and not await self._is_of_another(_outcome(command, found)):
                    return found
                if self._sent_long_ago:
                    break
            except (CircleCIError, Fault, StoreUnavailable) as error:
                log.warning(
                    "could not look",
                    write=self.id,
                    error=type(error).__name__,
                    text=without_quotes(str(error), self._write.line),
                )
        raise unknown_outcome(self._write, context.access)

    async def _is_of_another(self, outcome: Outcome) -> bool:
        """Whether what was found is known to be another wish's: then it tells nothing of this one."""
        return outcome != Outcome() and await self._writes.is_of_another(self._write, outcome)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Keep the row's lease for as long as the work takes, and the telling after it."""
        renewing = asyncio.create_task(self._renew())
        try:
            with self._owed.at_hand(self._write):
                yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing

    async def _renew(self) -> None:
        while True:
            await self._pause()
            telling = self._ended.is_set()
            if self.lost or self._delivered:
                return
            try:
                await (self._owed if telling else self._writes).renew(self._write)
            except StoreUnavailable as error:
                log.warning("a lease was not renewed", write=self.id, error=str(error))
            except LeaseLost:  # while it is open, the next step tells whoever works on it
                self.lost = telling

    async def _pause(self) -> None:
        """Until the lease is to be renewed: a shorter one, once it has ended."""
        if not self._ended.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(LEASE.total_seconds() / 3):
                    await self._ended.wait()
        else:
            await asyncio.sleep(TELLING_LEASE.total_seconds() / 3)


def unknown_outcome(write: Write, access: Access) -> OutcomeUnknown:
    """What is told of what was sent and not found; ``access`` knows what the project is called."""
    called = access.called(ProjectSlug.parse(write.project)) if write.project else ""
    return OutcomeUnknown(write.line, called, write.permission)


def _why(error: Fault | CircleCIError) -> str:
    """For the row, which people read: the kind, and CircleCI's words where it has some."""
    words = str(error) if isinstance(error, CircleCIError) else ""
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _outcome(command: Command[Any, Any], result: object) -> Outcome:
    """What was started, for the row."""
    if command.started_thing is None:
        return Outcome()
    shown = command.started_thing(result)
    if shown.noun is Noun.WORKFLOW:
        return Outcome(workflow_id=shown.id)
    return Outcome(pipeline_id=shown.id, number=shown.number)
