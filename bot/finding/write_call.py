"""The one call that a permission grants, and the row by which it is made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.circleci.client import CircleCI
from bot.model.line import Line
from bot.model.permission import Permission

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class WriteCall(Generic[_Answer]):
    """A call with an effect, not made yet: only ``ctx.send`` makes it, for a command of this permission."""

    permission: Permission
    call: Callable[[CircleCI], Awaitable[_Answer]]


class WriteInHand(Protocol):
    """The row of what a command does: ``id``, and the one call that has an effect."""

    @property
    def id(self) -> str: ...

    async def send(
        self, call: WriteCall[_Answer], exact: Line | None = None, target: str = ""
    ) -> _Answer: ...
