"""What is told to who asks again for what was asked already: with lines as people type them."""

from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.grammar import line, parse
from bot.model.deeds import AlreadyAsked
from bot.model.fault import Fault
from bot.model.line import Line
from bot.model.reference import ProjectName, Reference
from bot.model.write import State, Write
from bot.policy.access import Access
from bot.services import Services
from bot.store import StoreUnavailable

#: What only a button says: that things are still as it showed them.
_SHOWN = ("commit", "only", "live")


async def already_asked(first: Write, services: Services, access: Access) -> AlreadyAsked:
    """What came of the first, the line that does it again, and the one that shows how it went."""
    open = first.state in (State.PENDING, State.SENT)
    again, look = await _typed_lines(first, services, access)
    return AlreadyAsked(first.actor.id, first.created_at, open, first.state is State.UNKNOWN, again, look)


async def _typed_lines(first: Write, services: Services, access: Access) -> tuple[Line | None, Line | None]:
    """None where nobody could type them: an id that no message tells the number of."""
    try:
        syntax, args = parse(
            first.line, [it.syntax for it in services.commands.values()], access.project_names
        )
    except Fault:
        return None, None
    changes: dict[str, Any] = {each.name: None for each in fields(args) if each.name in _SHOWN}
    look = None
    for each in fields(args):
        match getattr(args, each.name):
            case Reference(project=ProjectName(slug=ProjectSlug() as slug), id=None) as named:
                meant = replace(named, project=ProjectName(access.called(slug)))
                changes[each.name] = meant
                look = _look(each.name, meant)
            case Reference(id=str() as id):
                if (reference := await _by_number(id, first, services, access)) is None:
                    return None, None
                changes[each.name] = reference
                look = line(lines.PIPELINE, lines.PipelineArgs(reference))
    return line(syntax, args, **changes), look


def _look(name: str, meant: Reference) -> Line | None:
    """The line that shows a job, or what was built of a branch."""
    if not meant.exact:
        return line(lines.PIPELINES, lines.PipelinesArgs(meant))
    return line(lines.JOB, lines.JobArgs(meant)) if name == "job" else None


async def _by_number(id: str, first: Write, services: Services, access: Access) -> Reference | None:
    """The pipeline that this is, or is of, as it was shown here."""
    with suppress(StoreUnavailable):
        shown = await services.store.memory.pipeline_of(first.place, id)
        if shown and shown.number is not None:
            return Reference.of_number(access.called(ProjectSlug.parse(shown.project)), shown.number)
    return None
