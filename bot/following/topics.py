"""Draws messages again that tell of no run: by the line that drew them, as who asked may see it now."""

import structlog

from bot.circleci.errors import CircleCIError
from bot.following.asking import ask_again
from bot.following.editor import Editor, thread_of
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

    async def draw(self, workspace: str, topic: str) -> None:
        """Draw all messages of a topic that look different now. Raises `StoreUnavailable`."""
        for watch in await self._services.store.watches.of_runs(workspace, (topic,)):
            with self._editor.holding_up_no_other(watch):
                try:
                    result, message = await self._asked(watch)
                    if message.topic == topic:
                        self._editor.want_message(watch, result, message)
                except (Fault, CircleCIError) as error:
                    log.info("a message is not drawn again", topic=topic, error=type(error).__name__)

    async def _asked(self, watch: Watch) -> tuple[object, Message]:
        """Raises the `Fault` or `CircleCIError` that its asker would read."""
        reply = Reply(watch.surface)
        command, context, result = await ask_again(
            self._services, watch.line, watch.asker, watch.asked_place, reply, watch.posted.ts
        )
        message = context.with_unread(command.view(result))
        return result, with_prefix(message, reply.prefix(self._services.prefixes, thread_of(watch.posted)))
