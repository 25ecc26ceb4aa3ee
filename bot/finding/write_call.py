"""The one call that a permission grants."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.circleci.client import CircleCI
from bot.model.permission import Permission

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class WriteCall(Generic[_Answer]):
    """A call with an effect, not made yet: only ``ctx.send`` makes it, for a command of this permission."""

    permission: Permission
    call: Callable[[CircleCI], Awaitable[_Answer]]
