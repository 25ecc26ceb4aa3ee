"""Says the answers of writes that nobody is known to have heard: made from their rows.

Slack was in trouble, or whoever had the answer died before Slack took it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.circleci.errors import CircleCIError
from bot.circleci.slug import ProjectSlug
from bot.command import Command
from bot.grammar import about_reference, parse
from bot.model.fault import Fault
from bot.model.message import Message, with_prefix
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.request import Request
from bot.model.run import Run
from bot.model.write import OwedAnswer, State
from bot.pool import Pool
from bot.reading.runs import fresh_run
from bot.services import Services
from bot.spine.answering import Answers
from bot.spine.delivery_log import Delivery
from bot.spine.once import Once, unknown_outcome
from bot.tracing import tracer
from bot.views.cards.owed import OwedCard, owed_card, with_lateness
from bot.views.refusals.refusal import refusal
from bot.views.scene import Scene

log = structlog.get_logger()

#: How many are told a turn.
_A_TURN = 20

#: From when on it is said when the thing was done.
_LATE = timedelta(minutes=30)

#: For how long CircleCI is asked for what is to be shown, in seconds: one sentence is soon better than it.
_READING = 4.0


class Teller:
    """Tells what is owed, by whichever process."""

    def __init__(self, services: Services, answers: Answers, pool: Pool) -> None:
        self._services = services
        self._answers = answers
        self._pool = pool

    async def turn(self) -> int:
        """Begin to tell what is due. Returns how many. Raises `StoreUnavailable`."""
        store, at = self._services.store, self._services.now().timestamp()
        owed = await store.owed.claim(at, _A_TURN, adopt_all=store.alone)
        channels = defaultdict[str, list[OwedAnswer]](list)
        for each in owed:
            channels[each.write.place.channel].append(each)
        for several in channels.values():
            self._pool.start(partial(self._tell_each, several), promised=True)
        return len(owed)

    async def _tell_each(self, several: Sequence[OwedAnswer]) -> None:
        """Of a channel, in the order in which they were asked: in a thread none before the other."""
        waits = set[str | None]()
        async with AsyncExitStack() as stack:
            writes = [Once(self._services, each.write, each.ended_at) for each in several]
            for once in writes:
                await stack.enter_async_context(once.held())
            for owed, once in zip(several, writes, strict=True):
                if owed.write.place.thread in waits:
                    await once.wait()
                    continue
                with Delivery(request := owed.write.request()):
                    log.info("an owed answer is told", write=once.id, state=owed.write.state.value)
                    outcome = "owed"
                    try:
                        if await once.begins_telling():
                            await self._tell(request, owed, once)
                    except Exception:
                        log.exception("bug", write=once.id)
                        outcome = "bug"
                    tracer().answered(request.reply.surface.value, owed.write.words, outcome)
                    if not once.told:
                        waits.add(request.place.thread)

    async def _tell(self, request: Request, owed: OwedAnswer, once: Once) -> None:
        """It may stand there already, as it was then: so it is looked at, and what happened since is told."""
        message = replace(await self._message(owed), live=True, told=())
        thread = request.reply.thread(message.audience, request.place.thread)
        prefix = request.reply.prefix(self._services.prefixes, thread)
        await self._answers.answer(request, with_prefix(message, prefix), once=once)

    async def _message(self, owed: OwedAnswer) -> Message:
        """The card of what was done, where it can be read soon; else a sentence."""
        write = owed.write
        access = self._services.access(write.actor, write.place)
        if write.state is State.UNKNOWN:
            return self._dated(refusal(unknown_outcome(write, access)), owed)
        called = access.called(ProjectSlug.parse(write.project)) if write.project else ""
        done, number = write.state is State.DONE, owed.outcome.number
        sentence = OwedCard(owed.typed, owed.ended_at, done, called, number)
        if not done:
            return owed_card(sentence)
        try:
            command = self._services.commands[write.words]
            args, about = _meant(command, owed)
            sentence = replace(sentence, about=about)
            if about is not None and command.redraw is not None:
                async with asyncio.timeout(_READING):
                    result = command.redraw(args, *await self._read(owed, about), None)
                if result is not None:
                    return self._dated(command.view(result), owed)
        except (Fault, CircleCIError, TimeoutError) as error:
            log.info("told without its card", write=write.id, error=type(error).__name__)
        except Exception:
            log.exception("told without its card", write=write.id)
        return owed_card(sentence)

    def _dated(self, message: Message, owed: OwedAnswer) -> Message:
        late = self._services.now() - owed.ended_at >= _LATE
        return with_lateness(message, owed.ended_at) if late else message

    async def _read(self, owed: OwedAnswer, about: str) -> tuple[Run, Scene]:
        """The run as it is now, as who asked may see it. Raises `Denied`, `CircleCIError`."""
        write, services = owed.write, self._services
        await services.require_named(write.place)
        circleci, id = services.clients[write.workspace], owed.outcome.pipeline_id
        run = await fresh_run(circleci, id or (await circleci.get_workflow(about)).pipeline_id or about)
        pipeline, access = run.pipeline, services.access(write.actor, write.place)
        access.require(Permission.READ, pipeline.project_slug, branch=pipeline.branch, tag=pipeline.tag)
        [known] = await services.store.askers.known(write.place, [run])
        known = replace(known, called=access.called(pipeline.project_slug))
        return known, Scene(circleci.web, services.now(), write.actor.id)


def _meant(command: Command[Any, Any], owed: OwedAnswer) -> tuple[Any, str | None]:
    """The line's arguments, about what came of it, and the id of what they are about."""
    _, args = parse(owed.write.line, (command.syntax,))
    if (new := owed.outcome.workflow_id) is not None:
        _, args = parse(about_reference(command.syntax, args, Reference.of_id(new)), (command.syntax,))
    named = command.syntax.naming
    reference = getattr(args, named.name) if named else None
    return args, owed.outcome.pipeline_id or (reference.id if isinstance(reference, Reference) else None)
