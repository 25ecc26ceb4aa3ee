"""The spine: parse → authorize → record → acknowledge → run → view → post.

Whatever was typed, mentioned, clicked or typed into a terminal goes this way, so no command can forget
its permission or its row. Everything before the acknowledgement is in `Dispatcher.receive`, and needs
no network; everything after it in `Dispatcher._carry_out`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from time import perf_counter

import structlog
from prometheus_client import Counter, Histogram

from bot.circleci.errors import CircleCIError, NotFound, Unauthorized
from bot.command import AuthorizedLine, Context
from bot.following.follower import Follower
from bot.model.deeds import Busy, NotBegun
from bot.model.fault import Denied, Fault
from bot.model.message import Message, read_as, with_prefix
from bot.model.questions import WriteQuestion
from bot.model.reply import Surface
from bot.model.request import Request
from bot.model.subject import is_about_projects
from bot.model.write import Outcome, State, Write
from bot.output import without_quotes
from bot.pool import Pool, Work
from bot.services import Services
from bot.spine.answering import Answers
from bot.spine.authorization import LineReader
from bot.spine.completing import Completer, further_results
from bot.spine.delivery_log import BUG, UNKNOWN, Delivery, count_bugs_from_zero, denial, log_delivery
from bot.spine.offers import Offers, meant_error
from bot.spine.once import Once, unknown_outcome
from bot.spine.recording import Recorder
from bot.spine.slowness import told_when_slow
from bot.spine.teller import Teller
from bot.store.leases import LeaseLost
from bot.store.writes import AlreadyDelivered
from bot.views.refusals.refusal import bug, refusal, unshown_outcome, write_refusal

log = structlog.get_logger()

_ACKNOWLEDGE_SECONDS = Histogram(
    "ringmaster_acknowledge_seconds",
    "From a line to its acknowledgement",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3),
)
_BUSY = Counter("ringmaster_busy_total", "Lines that weren't taken, since too much was under way")
_ANSWER_SECONDS = Histogram("ringmaster_answer_seconds", "From a line to its first answer", ["command"])

#: How long after it was asked a write is still begun. Later than that nobody expects it any more.
_FRESH = timedelta(minutes=10)


class Dispatcher:
    """Takes requests, one at a time or many, and sees each to its answer."""

    def __init__(self, services: Services, pool: Pool, follower: Follower) -> None:
        self._services = services
        self._writes = services.store.writes
        self._reader = LineReader(services)
        self._offers = Offers(services, self._reader)
        self._answers = Answers(services)
        self._follower = follower
        self._teller = Teller(services, self._answers, pool)
        self._completer = Completer(services, self._answers, follower)
        self._pool = pool
        self._recorder = Recorder(services)
        count_bugs_from_zero(services.commands)

    # Before the acknowledgement

    async def receive(self, request: Request) -> Message | None:
        """Read, authorize, record; then set the work going.

        Returns what the acknowledgement itself says: a fault or a denial of a slash command. None where
        there is nothing to say yet. Costs no network.
        """
        begun = perf_counter()
        with Delivery(request):
            try:
                return await self._receive(request)
            except AlreadyDelivered:  # it is answered already, or by another process
                self._log(request, UNKNOWN, "repeated")
                return None
            finally:
                _ACKNOWLEDGE_SECONDS.observe(perf_counter() - begun)

    async def _receive(self, request: Request) -> Message | None:
        if not self._recorder.takes(request):
            raise AlreadyDelivered
        try:
            asked = await self._reader.read(request)
            permission, quick = asked.command.writes, asked.command.local
            if self._pool.full(request.actor.id, quick=quick, promised=permission is not None):
                _BUSY.inc()
                raise Busy
            if permission is None and not await self._recorder.comes_first(request):
                raise AlreadyDelivered
            write = await self._recorder.record(asked, permission) if permission else None
        except AlreadyDelivered:
            raise
        except Fault as fault:
            return await self._refused(request, fault)
        except Exception:  # noqa: BLE001  whatever it is, it is a bug, and the person is told so
            self._recorder.forget(request)
            told = self._bug(request)
            self._log(request, UNKNOWN, BUG)
            return self._refuse(request, told)
        begin = partial(self._begin, asked, write)
        self._pool.start(begin, promised=write is not None, person=request.actor.id, quick=quick)
        if request.press is not None and request.press.choice:
            self._pool.start(partial(self._answers.close_choice, request), promised=True)
        return None

    async def _refused(self, request: Request, fault: Fault) -> Message | None:
        if not await self._recorder.comes_first(request):
            raise AlreadyDelivered from None
        self._log(request, self._reader.words(request), type(fault).__name__, **denial(fault))
        fault = self._offers.allowed(request, fault)
        if not self._offers.unsure(request, fault):
            return self._refuse(request, self._told(fault, request))
        quick = isinstance(fault, Denied)  # of whom only Slack is asked whether that's a guest
        self._say_later(request, partial(self._say_refusal, request, fault), quick=quick)
        return None

    def _log(self, request: Request, command: str, outcome: str, **facts: object) -> None:
        seconds = (self._services.now() - request.received_at).total_seconds()
        log_delivery(request, command, outcome, seconds, **facts)

    def _refuse(self, request: Request, message: Message) -> Message | None:
        """In the acknowledgement where it carries an answer; else as a message, unless there are too many."""
        if request.reply.in_acknowledgement:
            return message
        self._say_later(request, partial(self._answers.answer, request, message))
        return None

    def _say_later(self, request: Request, saying: Work, *, quick: bool = True) -> None:
        try:
            self._pool.start(saying, person=request.actor.id, quick=quick)
        except Busy:
            _BUSY.inc()
            log.warning("too busy to refuse", user=request.actor.id, channel=request.place.channel)

    def _bug(self, request: Request, done: Outcome | None = None) -> Message:
        """One sentence with the reference for the person, the traceback under it for the log.

        ``done``: it went wrong after that, and so it is told.
        """
        log.exception("bug", reference=request.reference)
        return bug(request.reference) if done is None else unshown_outcome(done, request.reference)

    # After the acknowledgement

    async def resume(self) -> int:
        """Take over writes whose process died, to their end, and tell what is owed. Returns how many.

        Where this process is the only one, each that another began is a dead process's.
        """
        writes = await self._writes.claim(limit=20, adopt_all=self._services.store.alone)
        for write in writes:
            with Delivery(request := write.request()):
                found = {"state": write.state.value, "command": write.words, "project": write.project}
                log.info("resumed", write=write.id, **found)
                take_up = partial(self._take_up, request, write)
                self._pool.start(take_up, promised=True, person=write.actor.id)
        return len(writes) + await self._teller.turn()

    async def _take_up(self, request: Request, write: Write) -> None:
        once = Once(self._services, write)
        access = self._services.access(request.actor, request.place)
        async with once.held():
            try:
                if write.state is State.PENDING and self._services.now() - write.created_at > _FRESH:
                    raise NotBegun(write.line, write.created_at)
                asked = await self._reader.read(request)
            except Fault as fault:  # too late, or the policy has changed since
                await once.abandon()
                told = unknown_outcome(write, access) if write.state is State.SENT else fault
                self._log(request, write.words, type(told).__name__, **once.facts, **denial(told))
                await self._say_refusal(request, told, once=once)
            else:
                await self._carry_out(asked, once)

    async def _begin(self, asked: AuthorizedLine, write: Write | None) -> None:
        if write is None:
            await self._carry_out(asked, None)
            return
        once = Once(self._services, write)
        async with once.held():
            await self._carry_out(asked, once)

    async def _carry_out(self, asked: AuthorizedLine, once: Once | None) -> None:
        asked = self._reader.with_exactness(asked)
        request, command = asked.request, asked.command
        context = Context(self._services, asked, once)
        outcome, shown, posted = "answered", tuple[str, ...](), None
        facts: dict[str, object] = {"project": asked.project, "ref": asked.ref}
        try:
            async with told_when_slow(request, self._answers, reads=once is None):
                if once is not None:
                    result = await once.carry_out(command, asked.args, context)
                else:
                    if is_about_projects(command.permission, command.scope):
                        await self._services.require_named(request.place)
                    result = await command.run(asked.args, context)
            said = partial(_said, context)
            message = said(command.view(result))
            message, shown = self._prefixed(message, request), message.runs
            further = further_results(asked, result, context)
            whole = partial(self._completer.whole, asked, message, further, said) if further else None
            posted = await self._answers.answer(request, message, whole, once)
            if posted is not None:
                self._follower.editor.drew(posted, asked.command.kept(result), message)
            if posted is not None and further is not None:
                self._pool.linger(partial(self._completer.redraw, asked, posted, further, said))
            if once is not None and request.press is not None and request.press.remains:
                self._pool.start(partial(self._answers.leave, request), promised=True)
        except LeaseLost:
            outcome = "lost"  # another process has it, and answers
        except (Fault, CircleCIError) as error:
            outcome = type(error).__name__
            facts |= denial(error)
            told = await self._explained(meant_error(asked, error), request)
            words = refusal if once is None else write_refusal
            await self._say_refusal(request, told, words, context.with_unread, once)
        except Exception:  # noqa: BLE001  whatever it is, it is a bug, and the person is told so
            outcome = BUG
            told_bug = self._bug(request, once.outcome if once else None)
            await self._answers.answer(request, told_bug, once=once)
        if posted is None or once is None:  # a write looks again itself
            runs = tuple(dict.fromkeys((*context.seen_runs, *shown)))
            self._pool.linger(partial(self._follower.look_again, request.place.workspace, runs, posted))
        if request.reply.surface is Surface.BUTTON:
            self._pool.linger(partial(self._completer.mend, request))
        took = (self._services.now() - request.received_at).total_seconds()
        _ANSWER_SECONDS.labels(command.words).observe(took)
        if once is not None:
            facts |= {"rule": asked.rule, **once.facts}
        self._log(request, command.words, outcome, **facts)

    async def _explained(self, error: Fault | CircleCIError, request: Request) -> Fault | CircleCIError:
        """What CircleCI says is not there may only be out of a wrong token's sight: `/me` tells."""
        cause = error if isinstance(error, CircleCIError) else error.__cause__
        if isinstance(cause, CircleCIError) and (cause is error or not isinstance(cause, NotFound)):
            kind = type(cause).__name__
            text = without_quotes(str(cause), request.line)
            cause.reference = request.reference
            log.warning("ended", reference=request.reference, error=kind, path=cause.path, text=text)
        if any(isinstance(each, NotFound) for each in (error, error.__cause__)):
            client = self._services.clients[request.place.workspace]
            with suppress(CircleCIError):  # where it doesn't tell that either, the thing is not there
                return error if await client.token_works() else Unauthorized(401, "")
        return error

    async def _say_refusal(
        self,
        request: Request,
        error: Fault | CircleCIError,
        words: Callable[[Fault | CircleCIError], Message] = refusal,
        said: Callable[[Message], Message] = lambda message: message,
        once: Once | None = None,
    ) -> None:
        """With what works of all that it offers."""
        try:
            told = await self._offers.working(request, error) if isinstance(error, Fault) else error
            message = said(self._told(told, request, words))
        except Exception:  # noqa: BLE001  whatever it is, it is a bug, and the person is told so
            message = self._bug(request)
        await self._answers.answer(request, message, once=once)

    def _told(
        self,
        fault: Fault | CircleCIError,
        request: Request,
        words: Callable[[Fault | CircleCIError], Message] = refusal,
    ) -> Message:
        """In words; what is offered asks first."""
        message = words(fault)
        if not isinstance(fault, WriteQuestion):
            message = self._offers.asking_first(message)
        return self._prefixed(message, request)

    def _prefixed(self, message: Message, request: Request) -> Message:
        thread = request.reply.thread(message.audience, request.place.thread)
        return with_prefix(message, request.reply.prefix(self._services.prefixes, thread))


def _said(context: Context, message: Message) -> Message:
    """With what could not be read, and what a line that reads was read as, where it did not say so."""
    message = context.with_unread(message)
    reads = context.authorized_line.command.writes is None
    if reads and (meaning := context.meaning) is not None:
        return read_as(message, meaning, context.other_meaning)
    return message
