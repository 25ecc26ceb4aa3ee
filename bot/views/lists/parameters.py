"""What a pipeline can be given."""

from dataclasses import dataclass

from bot import lines
from bot.grammar import line
from bot.model.message import Audience, Block, Lines, Message, Small
from bot.model.parameters import Declaration, DeclaredParameter, ParameterType
from bot.model.reference import Reference
from bot.model.spans import Bold, Code, Link, Text, TypedLine
from bot.views.parts.commit import on_ref
from bot.views.parts.text import bullets, join_facts, one_line
from bot.views.scene import Scene

#: How many parameters are listed, and how many values of one.
_MOST, MOST_VALUES = 40, 10


@dataclass(frozen=True, slots=True)
class ParametersHelp:
    """What a project's newest configurations declare, by the names of the pipeline definitions, if there are.

    ``startable``: by the asker, here.
    """

    called: str
    declarations: tuple[tuple[str, Declaration], ...]
    scene: Scene
    startable: bool = False


def parameters_help(result: ParametersHelp) -> Message:
    """Said to the asker alone: each parameter with its type, its default and what it is for."""
    called = result.called
    blocks = [each for name, known in result.declarations for each in _declared(result, name, known)]
    declares = any(known.parameters for _, known in result.declarations)
    said = f"{called}'s parameters" if declares else f"{called} takes no parameters."
    return Message((said,), tuple(blocks), Audience.ASKER)


def _declared(result: ParametersHelp, definition: str, declaration: Declaration) -> list[Block]:
    """What one configuration declares, and as of which pipeline."""
    called, pipeline, several = result.called, declaration.pipeline, declaration.parameters
    page = result.scene.web.pipeline(pipeline.project_slug, pipeline.number)
    as_of = Small(("As of ", Link(page, f"{called} #{pipeline.number}"), on_ref(pipeline)))
    within = f", {one_line(definition, 60)}" if definition else ""
    if not several:
        return [Lines(((f"{called}{within} takes no parameters.",),)), as_of]
    listed: list[Text] = [(Bold(f"{called}'s parameters{within}"),), *bullets(map(_entry, several[:_MOST]))]
    if len(several) > _MOST:
        listed.append((f"+ {len(several) - _MOST:,} more",))
    blocks: list[Block] = [Lines(tuple(listed))]
    example = _example(several) if result.startable else None
    if example:
        target = Reference.of_project(called, pipeline.branch)
        args = lines.TriggerArgs(target, (example,), pipeline.tag, definition or None)
        blocks.append(Lines((("For example ", TypedLine(line(lines.TRIGGER, args))),)))
    return [*blocks, as_of]


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
