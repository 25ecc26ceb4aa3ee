"""Keeps messages true: each run is read once, however many messages depict it, and each is drawn again.

This is the only place that does so. A message that can change is a row with the line that draws it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from bot.circleci.errors import CircleCIError
from bot.grammar import parse
from bot.model.grammar_fault import GrammarFault
from bot.model.message import Message, with_prefix, without_clock
from bot.model.outbox import PostedMessage, Undeliverable, Watch
from bot.model.reply import Reply
from bot.model.request import Actor
from bot.model.run import Run
from bot.reading.runs import fresh_run
from bot.services import Services
from bot.store import StoreUnavailable
from bot.views.scene import Scene

log = structlog.get_logger()

#: How many runs are read again at a time, and of how many messages it is known how they were drawn.
_MOST_RUNS, _PICTURES = 5, 500


class Follower:
    """Draws all messages that depict a run, in all channels of a workspace."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._syntaxes = tuple(command.syntax for command in services.commands.values())
        self._to_read = set[str]()
        self._reading = WeakValueDictionary[str, asyncio.Lock]()
        self._pictures = OrderedDict[tuple[str, str], Message]()

    async def look_again(
        self, workspace: str, runs: Sequence[str], besides: PostedMessage | None = None
    ) -> None:
        """Draw the messages again that depict what was just read: each run is read once."""
        try:
            watches = await self._services.store.watches.of_runs(workspace, runs)
        except StoreUnavailable as error:
            log.warning("messages not drawn again", error=str(error))
            return
        others = [each for each in watches if besides is None or _name(each.posted) != _name(besides)]
        for run in list(dict.fromkeys(each.run for each in others))[:_MOST_RUNS]:
            await self._redraw_run(workspace, run, [each for each in others if each.run == run])

    async def _redraw_run(self, workspace: str, id: str, watches: Sequence[Watch]) -> None:
        """One at a time for each run, so that what is read first is not drawn last."""
        if id in self._to_read:
            return  # who is about to read it sees what we have seen
        self._to_read.add(id)
        async with self._reading.setdefault(id, asyncio.Lock()):
            self._to_read.discard(id)
            try:
                run = await fresh_run(self._services.clients[workspace], id)
            except CircleCIError as error:
                log.info("messages not drawn again", error=repr(error))
                return
            for watch in watches:
                if (message := self._drawn(watch, run)) is not None:
                    await self._edit(watch.posted, message)

    async def _edit(self, posted: PostedMessage, message: Message) -> None:
        try:
            await self._services.outbox.update(posted, message)
        except Undeliverable as error:
            log.warning("not drawn again", reason=error.reason, channel=posted.place.channel)

    def _drawn(self, watch: Watch, run: Run) -> Message | None:
        """By the line that drew it; None where that is read no more, or its asker may not see it now."""
        place, pipeline = watch.posted.place, run.pipeline
        access = self._services.access(Actor(watch.asker, place.workspace), place)
        if not access.reads(pipeline.project_slug, pipeline.branch, pipeline.tag):
            return None
        try:
            syntax, args = parse(watch.line, self._syntaxes)
        except GrammarFault as fault:
            log.warning("message not drawn again", line=watch.line, fault=type(fault).__name__)
            return None
        command, services = self._services.commands[syntax.words], self._services
        if command.redraw is None:
            return None
        scene = Scene(services.clients[place.workspace].web, services.now(), watch.asker)
        result = command.redraw(args, replace(run, called=access.called(pipeline.project_slug)), scene)
        if result is None:
            return None
        prefix = Reply(watch.surface).prefix(services.prefixes, thread_of(watch.posted))
        return self._changed(watch.posted, with_prefix(command.view(result), prefix))

    def _changed(self, posted: PostedMessage, message: Message) -> Message | None:
        """None where it was drawn so already, but for the time."""
        name, picture = _name(posted), without_clock(message)
        if self._pictures.get(name) == picture:
            return None
        self._pictures[name] = picture
        self._pictures.move_to_end(name)
        if len(self._pictures) > _PICTURES:
            self._pictures.popitem(last=False)
        return message


def _name(posted: PostedMessage) -> tuple[str, str]:
    return posted.place.channel, posted.ts


def thread_of(posted: PostedMessage) -> str | None:
    """The thread in which it stands, if it stands in one."""
    return posted.place.thread if posted.place.thread != posted.ts else None
