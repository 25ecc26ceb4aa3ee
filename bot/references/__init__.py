"""What is meant: ``last failed``, ``#812``, a URL, "this thread" → the pipeline, workflow or job itself.

Whatever was named, it ends with the permission for the actual project and branch. What CircleCI does not
know and what may not be read here look exactly alike.
"""

from bot.references.choice import begun
from bot.references.definition import definition
from bot.references.finder import Finder
from bot.references.found import Again, FoundJob, FoundPipeline, FoundProject, FoundWorkflow, FoundWorkflows
from bot.references.runs import glance, jobs_of, until_green, whole

__all__ = [
    "Again",
    "Finder",
    "FoundJob",
    "FoundPipeline",
    "FoundProject",
    "FoundWorkflow",
    "FoundWorkflows",
    "begun",
    "definition",
    "glance",
    "jobs_of",
    "until_green",
    "whole",
]
