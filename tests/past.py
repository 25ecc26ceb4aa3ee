"""The past of the playground, played once and then copied: to play it takes a third of a world's start."""

import io
import pickle
from copy import copy
from datetime import datetime, timedelta
from types import FunctionType
from typing import Any

from bot.playground.circleci import history
from bot.playground.circleci.people import User
from bot.playground.circleci.projects import Head
from bot.playground.circleci.script import JobScript, WorkflowScript
from bot.playground.circleci.timeline import Job
from bot.playground.circleci.world import World

#: What never changes and knows no time, so that all worlds can share it; a job that is kept knows some.
_SHARED = (User, Head, JobScript, WorkflowScript, Job, FunctionType)

played = history.play
_pasts: dict[float, tuple[bytes, list[Any], list[Any]]] = {}


def play(world: World, start: datetime) -> None:
    """As `played`, but all that is played after the first time is a copy of that, moved to ``start``.

    Fails where a test before this one has changed what all of them share.
    """
    if world.speed not in _pasts:
        played(world, start)
        keeping = _Keeping(world, start)
        keeping.dump({name: value for name, value in vars(world).items() if name != "clock"})
        _pasts[world.speed] = keeping.to.getvalue(), keeping.shared, [*map(copy, keeping.shared)]
    else:
        past, shared, as_it_was = _pasts[world.speed]
        assert shared == as_it_was
        vars(world).update(_Copying(world, start, past, shared).load())


class _Keeping(pickle.Pickler):
    def __init__(self, world: World, start: datetime) -> None:
        self.to = io.BytesIO()
        super().__init__(self.to, pickle.HIGHEST_PROTOCOL)
        self.world, self.start, self.shared = world, start, list[Any]()
        self._places = dict[int, int]()

    def persistent_id(self, it: Any) -> Any:
        if it is self.world:
            return "world"
        if isinstance(it, datetime):
            return it - self.start
        if isinstance(it, _SHARED) and getattr(it, "kept", None) is None:
            if id(it) not in self._places:
                self._places[id(it)] = len(self.shared)
                self.shared.append(it)
            return self._places[id(it)]
        return None


class _Copying(pickle.Unpickler):
    def __init__(self, world: World, start: datetime, past: bytes, shared: list[Any]) -> None:
        super().__init__(io.BytesIO(past))
        self.world, self.start, self.shared = world, start, shared

    def persistent_load(self, known: "str | timedelta | int") -> Any:
        match known:
            case int():
                return self.shared[known]
            case timedelta():
                return self.start + known
        return self.world


history.play = play
