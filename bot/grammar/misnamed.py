"""Whole lines with another project in them, for one whose project can't be told."""

from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from bot.grammar import reference
from bot.grammar.syntax import Syntax
from bot.grammar.write import line
from bot.model.fault import UnknownProject, UnknownWord
from bot.model.target import ProjectName, Reference, Target

A = TypeVar("A")


def about_project(syntax: Syntax[A], args: A, project: str) -> str:
    """The line that says ``args``, about the project of this name."""
    name = ProjectName(project)
    for each in fields(cast(Any, args)):
        match getattr(args, each.name):
            case Target() as target:
                return line(syntax, args, **{each.name: replace(target, project=name)})
            case Reference() as meant:
                return line(syntax, args, **{each.name: replace(meant, said="", project=name)})
            case ProjectName():
                return line(syntax, args, **{each.name: name})
    return line(syntax, args)


def misnamed(syntax: Syntax[A], args: A, unknown: UnknownProject) -> UnknownProject | UnknownWord:
    """What to say of a name that is no project's here, with the lines that may be meant.

    A word that stands alone where a pipeline, a workflow or a job is asked for need not be a project.
    """
    unknown.lines = tuple(about_project(syntax, args, each) for each in unknown.suggestions)
    for parameter in syntax.parameters:
        value = getattr(args, parameter.name)
        if isinstance(value, Reference) and value.said == unknown.said:
            kind, last = parameter.arg.kind, Reference("last", last=True)
            likely = reference.meant(unknown.said)
            lines = [line(syntax, args, **{parameter.name: likely})] if likely else []
            example = line(syntax, args, **{parameter.name: last})
            return UnknownWord(unknown.said, kind.noun, kind.forms, example, (*lines, *unknown.lines))
    return unknown
