"""A button that somebody pressed, where that changes its message."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Press:
    """``label``: of the button. ``choice``: it was one of several, of which one is taken.

    ``remains``: its message without what can be done once, as Slack has it, for when that is done.
    """

    label: str
    choice: bool = False
    remains: Mapping[str, object] | None = field(default=None, repr=False)
