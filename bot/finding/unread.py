"""What could not be read on the way to an answer."""

from dataclasses import dataclass, field, replace

import structlog

from bot.circleci.models.lenient import UnreadPart
from bot.policy.access import Access

log = structlog.get_logger()


@dataclass(slots=True)
class UnreadParts:
    """Of one line: each once, logged under the ``reference`` that its answer shows.

    What is not known to be of a branch that may be read has no name.
    """

    access: Access
    reference: str
    _parts: dict[UnreadPart, None] = field(default_factory=dict)

    def note(self, part: UnreadPart) -> None:
        """This is left out."""
        if part in self._parts:
            return
        self._parts[part] = None
        log.warning(
            "left out",
            reference=self.reference,
            noun=part.noun,
            path=part.path,
            position=part.position,
            reason=part.reason,
        )

    @property
    def told(self) -> tuple[UnreadPart, ...]:
        """Those that are told of."""
        return tuple(
            each
            if each.project is None or self.access.reads_every_branch(each.project)
            else replace(each, name=None)
            for each in self._parts
        )
