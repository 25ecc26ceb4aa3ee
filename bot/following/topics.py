"""Draws messages again that tell of no run: by the line that drew them, as who asked may see it now."""

import structlog

from bot.circleci.errors import CircleCIError
from bot.following.asking import ask_again
from bot.following.editor import Editor
from bot.following.redrawing import thread_of
from bot.model.fault import Fault
from bot.model.message import Message, with_prefix
from bot.model.outbox import Watch
from bot.model.reply import Reply
from bot.services import Services

log = structlog.get_logger()


class Topics:
    """What `bot.model.message.Message.topic` names. Their lines read, so they are asked once more."""

    def __init__(self, services: Services, editor: Editor) -> None:
        self._services = services
        self._editor = editor

    async def draw(self, workspace: str, topic: str) -> bool:
        """Draw all messages of a topic that look different now. Raises `StoreUnavailable`.

        Gives whether each could be read whole, and something has changed; or there is none.
        """
        watches = await self._services.store.watches.of_runs(workspace, (topic,))
        changed = [await self._draw(watch, topic) for watch in watches]
        return not watches or (None not in changed and any(changed))

    async def _draw(self, watch: Watch, topic: str) -> bool | None:
        """Whether it looks different now; None where it can't be read whole."""
        changed = None
        with self._editor.holding_up_no_other(watch):
            try:
                message, whole = await self._asked(watch)
                drawn = message.topic == topic and self._editor.want_message(watch, message)
                changed = drawn if whole else None
            except (Fault, CircleCIError) as error:
                log.info("a message is not drawn again", topic=topic, error=type(error).__name__)
        return changed

    async def _asked(self, watch: Watch) -> tuple[Message, bool]:
        """Its message, and whether all of it could be read.

        Raises the `Fault` or `CircleCIError` that its asker would read.
        """
        reply = Reply(watch.surface)
        command, context, result = await ask_again(
            self._services, watch.line, watch.asker, watch.asked_place, reply, watch.posted.ts
        )
        known = command.view(result)
        message = context.with_unread(known)
        prefix = reply.prefix(self._services.prefixes, thread_of(watch.posted))
        return with_prefix(message, prefix), message is known
