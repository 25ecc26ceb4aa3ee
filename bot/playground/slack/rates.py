"""How many calls Slack takes a minute; what is more gets 429, and when to come back.

https://docs.slack.dev/apis/web-api/rate-limits
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil

from bot.playground.slack.arguments import Arguments
from bot.playground.slack.trouble import Planned

#: Seconds in which calls count.
_WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a minute; ``of``: of each value of this argument by itself."""

    calls: int
    of: str = ""


Rates = Mapping[str, tuple[Rate, ...]]

_TIER_2, _TIER_3, _TIER_4, _SPECIAL = (Rate(20),), (Rate(50),), (Rate(100),), (Rate(600),)

#: Where Slack says that it takes more than so many, or several hundred, it does not say how many more.
RATES: Rates = {
    "api.test": _TIER_4,
    "auth.test": _SPECIAL,
    "chat.delete": _TIER_3,
    "chat.getPermalink": _SPECIAL,
    "chat.postEphemeral": _TIER_4,
    "chat.postMessage": (Rate(60, of="channel"), Rate(300)),
    "chat.update": _TIER_3,
    "conversations.info": _TIER_3,
    "conversations.list": _TIER_2,
    "conversations.members": _TIER_4,
    "files.completeUploadExternal": _TIER_4,
    "files.getUploadURLExternal": _TIER_4,
    "usergroups.list": _TIER_2,
    "usergroups.users.list": _TIER_2,
    "users.info": _TIER_4,
    "users.list": _TIER_2,
    "users.lookupByEmail": _TIER_3,
}


class Traffic:
    """The calls that were taken in the last minute."""

    def __init__(self, rates: Rates, now: Callable[[], float]) -> None:
        self._rates = rates
        self._now = now
        self._taken: defaultdict[tuple[str, Rate, str], deque[float]] = defaultdict(deque)

    def refused(self, method: str, arguments: Arguments) -> Planned | None:
        """What is answered to one call too many; one that is not too many counts from now on."""
        at = self._now()
        lanes = [
            (rate, self._taken[method, rate, arguments.text(rate.of) if rate.of else ""])
            for rate in self._rates.get(method, ())
        ]
        for _, taken in lanes:
            while taken and taken[0] <= at - _WINDOW:
                taken.popleft()
        waits = [taken[0] + _WINDOW - at for rate, taken in lanes if len(taken) >= rate.calls]
        if waits:
            return Planned("ratelimited", 429, {"retry-after": str(max(1, ceil(max(waits))))})
        for _, taken in lanes:
            taken.append(at)
        return None
