"""Many people who ask `ringmaster web`, in a process of its own, at the same time; and what that takes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from bot.playground.slack.small_slack import SmallSlack
from tests.bench.processes import forget_peak, memory, processor_seconds
from tests.world import ANA, WEB

#: Seconds after which it is looked whether the bot still does something, and the share of a core that is more
#: than it takes to look at what it follows.
_PAUSE, _BUSY = 5.0, 0.02


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes above what was resident before, at most and some time later, and files that were shared."""

    peak: float
    later: float
    files: int


def crowd(slack: SmallSlack, size: int) -> Sequence[str]:
    """So many that nobody's lines have to wait for their own others."""
    users, members = slack.workspace.users, slack.workspace.channels[WEB].members
    people = [f"U0PERSON{at}" for at in range(size)]
    for each in people:
        users[each] = replace(users[ANA], id=each, handle=each.lower())
        members.add(each)
    return people


async def held(
    slack: SmallSlack, pid: int, lines: Sequence[str], people: Sequence[str], later: float
) -> Held:
    """While they all ask, and so many seconds after."""
    forget_peak(pid)
    before = memory(pid)
    files = await asked(slack, pid, lines, people)
    peak = memory(pid, "VmHWM")
    await asyncio.sleep(later)
    return Held(peak - before, memory(pid) - before, files)


async def asked(slack: SmallSlack, pid: int, lines: Sequence[str], people: Sequence[str]) -> int:
    """How many files were shared until the bot had nothing more to do. ``lines``: in turn by person."""
    known = len(slack.files)
    told = zip(people, cycle(lines), strict=False)
    await asyncio.gather(*(slack.command(WEB, each, f"/ci {line}") for each, line in told))
    busy = True
    while busy:
        before = processor_seconds(pid)
        await asyncio.sleep(_PAUSE)
        busy = processor_seconds(pid) - before > _BUSY * _PAUSE
        for file in slack.files:
            file.content = b""  # of what Slack holds, nothing is looked at
    return len(slack.files) - known
