"""Who may not."""

from dataclasses import dataclass

from bot.model.fault.root import Fault
from bot.model.permission import Permission


@dataclass(eq=False)
class Denied(Fault):
    """The policy says no.

    ``project`` is the asker's own word for it (None: in general), ``ref`` a branch or tag where that
    was what decided, ``who`` the groups or people who may here, ``elsewhere`` the channels in which the
    asker may. ``open_refs`` says that other branches are open to the asker here, ``branches`` which:
    patterns, of which those with a leading ``!`` exclude.
    """

    permission: Permission
    project: str | None = None
    ref: str | None = None
    who: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open_refs: bool = False
    branches: tuple[str, ...] = ()


@dataclass(eq=False)
class ForeignWorkspace(Fault):
    """The asker belongs to another workspace than the bot."""


@dataclass(eq=False)
class GuestRefused(Fault):
    """The asker is a guest, who may read but not change anything. ``sure`` False: Slack did not tell."""

    sure: bool = True
