"""What is remembered, as far as there is room for what it weighs."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Shelf(Generic[_Key, _Value]):
    """The values that were kept last, which weigh at most so much together; the very last in any case."""

    def __init__(self, weigh: Callable[[_Value], int], most: int) -> None:
        self._values = OrderedDict[_Key, tuple[_Value, int]]()
        self._weigh, self._most, self._weight = weigh, most, 0

    def get(self, key: _Key) -> _Value | None:
        """None where it was never kept, or let go."""
        value, _ = self._values.get(key, (None, 0))
        return value

    def keep(self, key: _Key, value: _Value) -> None:
        """In place of what was kept by this key; what was not kept anew for longest is let go."""
        self.forget(key)
        self._values[key] = value, (weight := self._weigh(value))
        self._weight += weight
        while self._weight > self._most and len(self._values) > 1:
            self.forget(next(iter(self._values)))

    def forget(self, key: _Key) -> None:
        _, weight = self._values.pop(key, (None, 0))
        self._weight -= weight
