"""Which of a project's pipeline definitions is meant."""

from collections.abc import Callable, Sequence

from bot.circleci.models import Definition
from bot.model.fault import Ambiguous, NameKind, NoDefinition, UnknownName
from bot.model.line import Line


def named_definition(
    several: Sequence[Definition], name: str | None, called: str, again: Callable[[str], Line]
) -> Definition:
    """The one of this name, whatever its case, or the only one; never a guess.

    ``again`` says the line with another name in it.
    """
    if not several:
        raise NoDefinition(called)
    fit = several if name is None else [each for each in several if _is(each, name)]
    if not fit:
        names = tuple(each.name for each in several)
        raise UnknownName(NameKind.DEFINITION, name or "", names, "definition", called)
    if len(fit) == 1:
        return fit[0]
    distinct = len({each.name.casefold() for each in fit}) == len(fit)
    choices = tuple((each.name, again(each.name if distinct else each.id)) for each in fit)
    raise Ambiguous("pipeline definition", name or "", choices)


def _is(candidate: Definition, name: str) -> bool:
    return name.casefold() in (candidate.name.casefold(), candidate.id)
