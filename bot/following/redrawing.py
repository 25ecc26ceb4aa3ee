"""How a message of a run is to look: by the line that drew it, for who asked for it."""

from dataclasses import replace
from datetime import datetime

import structlog

from bot.grammar import Syntaxes, parse
from bot.model.grammar_fault import GrammarFault
from bot.model.message import Message, with_prefix
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import UNASKED_SURFACES, Reply
from bot.model.request import Actor
from bot.model.run import Run
from bot.policy.access import Access
from bot.services import Services
from bot.views.cards.pipeline import PipelineCard
from bot.views.scene import Scene

log = structlog.get_logger()


class Redrawing:
    """It reads nothing of CircleCI."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._syntaxes = Syntaxes(command.syntax for command in services.commands.values())

    def may_see(self, watch: Watch, run: Run) -> bool:
        """Whether who asked for the message may see the run there now."""
        about = run.pipeline
        return self._access(watch).reads(about.project_slug, about.branch, about.tag)

    async def message(
        self, watch: Watch, run: Run, earlier: object, at: datetime | None = None
    ) -> Message | None:
        """None where its line is read no more, or its asker may not see it now. Raises `StoreUnavailable`.

        ``earlier``: the result that was drawn first, where it is known; ``at``: as of then, if not as of now.
        """
        services = self._services
        if not self.may_see(watch, run):
            return None
        try:
            syntax, args = parse(watch.line, self._syntaxes)
        except GrammarFault as fault:
            which = {"channel": watch.posted.place.channel, "ts": watch.posted.ts, "run": watch.run}
            log.warning("message not drawn again", fault=type(fault).__name__, **which)
            return None
        command = services.commands[syntax.words]
        if command.redraw is None:
            return None
        [known] = await services.store.askers.known(watch.posted.place, [run])
        known = replace(known, called=self.called(watch, run))
        result = command.redraw(args, known, self.scene(watch, at), earlier)
        if result is None:
            return None
        if watch.remark is not None and isinstance(result, PipelineCard):
            result = replace(result, remark=watch.remark)
        prefix = Reply(watch.surface).prefix(services.prefixes, thread_of(watch.posted))
        return with_prefix(command.view(result), prefix)

    def scene(self, watch: Watch, at: datetime | None = None) -> Scene:
        """For who asked for it."""
        web = self._services.clients[watch.posted.place.workspace].web
        asker = "" if watch.surface in UNASKED_SURFACES else watch.asker
        return Scene(web, at or self._services.now(), asker)

    def called(self, watch: Watch, run: Run) -> str:
        """What the run's project is called where the message stands."""
        return self._access(watch).called(run.pipeline.project_slug)

    def _access(self, watch: Watch) -> Access:
        place = watch.asked_place
        return self._services.access(Actor(watch.asker, place.workspace), place)


def thread_of(posted: PostedMessage) -> str | None:
    """The thread in which it stands, if it stands in one."""
    return posted.place.thread if posted.place.thread != posted.ts else None
