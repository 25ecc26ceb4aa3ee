"""Buttons that are good for one time, on answers that are still being completed while one is pressed.

Slack tells with the press how the message stood, which is enough later, and for another process.
"""

from collections import OrderedDict
from dataclasses import replace

from bot.model.message import Message, has_once, without_once
from bot.model.outbox import PostedMessage

#: How many messages are remembered.
_MOST = 200


class UsedButtons:
    """What messages with such buttons were last drawn as, and without them, once one was used."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[tuple[str, str], Message] = OrderedDict()

    def drawn(self, posted: PostedMessage, message: Message) -> Message:
        """The message as it is drawn now."""
        key = (posted.place.channel, posted.ts)
        if (last := self._drawn.get(key)) is not None and not has_once(last):
            message = without_once(message)
        if last is not None or has_once(message):
            self._keep(key, message)
        return message

    def use(self, posted: PostedMessage) -> Message | None:
        """The message as it is to be drawn, where it is remembered."""
        key = (posted.place.channel, posted.ts)
        if (last := self._drawn.get(key)) is None:
            return None
        self._keep(key, without_once(last))
        return self._drawn[key]

    def _keep(self, key: tuple[str, str], message: Message) -> None:
        self._drawn[key] = replace(message, files=(), thread=())
        self._drawn.move_to_end(key)
        if len(self._drawn) > _MOST:
            self._drawn.popitem(last=False)
