"""A button's line as people type it: to ask again for what the button has done once."""

from bot.circleci.slug import ProjectSlug
from bot.command import AuthorizedLine
from bot.grammar import kinds, line
from bot.model.line import Line
from bot.model.reference import Reference
from bot.model.shown import Noun, ShownThing
from bot.store import Store, StoreUnavailable


async def repeat_line(asked: AuthorizedLine, store: Store) -> Line | None:
    """Without ids and commits, of the pipeline that the pressed message shows; None where that is unknown."""
    syntax, request = asked.command.syntax, asked.request
    typed: dict[str, object] = {
        each.name: each.default
        for each in syntax.parameters
        if each.arg.hidden or each.arg.kind == kinds.COMMIT
    }
    for each in syntax.parameters:
        match getattr(asked.args, each.name):
            case Reference(id=str()):
                try:
                    things = await store.memory.of_message(request.place, request.reply.message or "")
                except StoreUnavailable:
                    return None
                if (reference := _reference(asked, things)) is None:
                    return None
                typed[each.name] = reference
    return line(syntax, asked.args, **typed)


def _reference(asked: AuthorizedLine, things: tuple[ShownThing, ...]) -> Reference | None:
    """The only pipeline among ``things``."""
    match [each for each in things if each.noun is Noun.PIPELINE]:
        case [ShownThing(project=project, number=int(number))]:
            return Reference.of_number(asked.access.called(ProjectSlug.parse(project)), number)
    return None
