"""What the doctor found."""

from dataclasses import dataclass
from enum import StrEnum

from bot.outgoing import proxies_set


class FindingState(StrEnum):
    """How it is: as it should be; not; or worth knowing, though it keeps nothing from working."""

    OK = "ok"
    NO = "no"
    NOTE = "--"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried, what came of it, and how to fix it where that is not good."""

    check: str
    state: FindingState
    result: str
    remedy: str = ""


def good(check: str, result: str) -> Finding:
    return Finding(check, FindingState.OK, result)


def bad(check: str, result: str, remedy: str) -> Finding:
    return Finding(check, FindingState.NO, result, remedy)


def note(check: str, result: str, remedy: str = "") -> Finding:
    return Finding(check, FindingState.NOTE, result, remedy)


def check_network(setting: str) -> str:
    """The remedy where a host isn't reached whose address is in ``setting``."""
    return f"Check {', '.join((setting, *proxies_set()))} and your network."
