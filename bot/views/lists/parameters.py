"""What a pipeline can be given."""

from dataclasses import dataclass

from bot import lines
from bot.grammar import line
from bot.model.message import Audience, Block, Lines, Message, Small
from bot.model.parameters import Declaration, DeclaredParameter, ParameterType
from bot.model.reference import Reference
from bot.model.spans import Bold, Code, Link, Text, TypedLine
from bot.views.parts.commit import on_ref
from bot.views.parts.text import join_facts, one_line
from bot.views.scene import Scene

#: How many parameters are listed, and how many values of one.
_MOST, MOST_VALUES = 40, 10


@dataclass(frozen=True, slots=True)
class ParametersHelp:
    """What a project's newest configuration declares. ``startable``: by the asker, here."""

    called: str
    declaration: Declaration
    scene: Scene
    startable: bool = False


def parameters_help(result: ParametersHelp) -> Message:
    """Said to the asker alone: each parameter with its type, its default and what it is for."""
    called, pipeline, several = result.called, result.declaration.pipeline, result.declaration.parameters
    page = result.scene.web.pipeline(pipeline.project_slug, pipeline.number)
    as_of = Small(("As of ", Link(page, f"{called} #{pipeline.number}"), on_ref(pipeline)))
    if not several:
        said = f"{called} takes no parameters."
        return Message((said,), (Lines(((said,),)), as_of), Audience.ASKER)
    title = f"{called}'s parameters"
    listed: list[Text] = [_entry(each) for each in several[:_MOST]]
    if len(several) > _MOST:
        listed.append((f"+ {len(several) - _MOST:,} more",))
    blocks: list[Block] = [Lines(((Bold(title),), *listed))]
    example = _example(several) if result.startable else None
    if example:
        args = lines.TriggerArgs(Reference.of_project(called, pipeline.branch), (example,), pipeline.tag)
        blocks.append(Lines((("For example ", TypedLine(line(lines.TRIGGER, args))),)))
    return Message((title,), (*blocks, as_of), Audience.ASKER)


def accepted_values(declared: DeclaredParameter) -> str:
    """``staging or production``, ``a number``: what it can be."""
    match declared.type:
        case ParameterType.BOOLEAN:
            return "true or false"
        case ParameterType.INTEGER:
            return "a number"
        case ParameterType.STRING:
            return "text"
        case ParameterType.ENUM if declared.values:
            return _alternatives(declared.values)
    return "anything"


def _alternatives(values: tuple[str, ...]) -> str:
    """``a, b or 3 more``."""
    shown = [one_line(each, 40) for each in values[:MOST_VALUES]]
    shown += [f"{len(values) - MOST_VALUES:,} more"] if len(values) > MOST_VALUES else []
    return " or ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _entry(declared: DeclaredParameter) -> Text:
    default = f"default {one_line(declared.default, 60)}" if declared.default else ""
    if declared.default is None:
        default = "required"
    facts = (accepted_values(declared), default, one_line(declared.description, 120))
    return (Code(one_line(declared.name, 60)), "  ", *join_facts(*facts))


def _example(several: tuple[DeclaredParameter, ...]) -> tuple[str, int | bool | str] | None:
    """One parameter with a value that fits."""
    for each in several:
        match each.type:
            case ParameterType.ENUM if each.values:
                return each.name, each.values[-1]
            case ParameterType.BOOLEAN:
                return each.name, each.default != "true"
            case ParameterType.INTEGER:
                return each.name, 1
    return (several[0].name, "text") if several[0].type is ParameterType.STRING else None
