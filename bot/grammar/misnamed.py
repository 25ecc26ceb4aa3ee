"""Whole lines with another project in them, for one whose project can't be told."""

from dataclasses import replace
from typing import TypeVar

from bot.grammar import reference
from bot.grammar.kinds import PROJECT_NAME
from bot.grammar.syntax import Syntax
from bot.grammar.write import line
from bot.model.fault import UnknownProject, UnknownWord
from bot.model.line import Line
from bot.model.reference import ProjectName, Reference, Target

_A = TypeVar("_A")


def about_project(syntax: Syntax[_A], args: _A, project: str) -> Line:
    """The line that says ``args``, about the project of this name."""
    name = ProjectName(project)
    for parameter in syntax.parameters:
        match getattr(args, parameter.name):
            case Target() as target:
                return line(syntax, args, **{parameter.name: replace(target, project=name)})
            case Reference() as meant:
                return line(syntax, args, **{parameter.name: replace(meant, said="", project=name)})
            case ProjectName() | None if parameter.arg.kind == PROJECT_NAME:
                return line(syntax, args, **{parameter.name: name})
    return line(syntax, args)


def unknown_name(syntax: Syntax[_A], args: _A, unknown: UnknownProject) -> UnknownProject | UnknownWord:
    """What to say of a name that is no project's here, with the lines that may be meant.

    A word that stands alone where a pipeline, a workflow or a job is asked for need not be a project.
    """
    unknown.lines = tuple(about_project(syntax, args, each) for each in unknown.suggestions)
    for parameter in syntax.parameters:
        value = getattr(args, parameter.name)
        if isinstance(value, Reference) and value.said == unknown.said:
            kind, last = parameter.arg.kind, Reference("last", last=True)
            likely = reference.likely_reference(unknown.said)
            lines = [line(syntax, args, **{parameter.name: likely})] if likely else []
            example = line(syntax, args, **{parameter.name: last})
            return UnknownWord(unknown.said, kind.noun, kind.forms, example, (*lines, *unknown.lines))
    return unknown
