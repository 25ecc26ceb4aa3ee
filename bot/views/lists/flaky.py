"""Flaky tests, the worst first."""

from dataclasses import dataclass

from bot.circleci.models import FlakyTest
from bot.circleci.slug import ProjectSlug
from bot.model.message import Message, Small
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Code, Link, Text, Timestamp
from bot.views.parts.list_page import ListPage
from bot.views.parts.text import join_facts, one_line, times
from bot.views.scene import Scene

#: https://support.circleci.com/hc/en-us/articles/5721637241499
_WHAT = "Flaky: passed and failed on the same commit in the last 14 days."


@dataclass(frozen=True, slots=True)
class FlakyList(ListPage):
    """One page of ``total`` flaky tests."""

    slug: ProjectSlug
    called: str
    tests: tuple[FlakyTest, ...]
    total: int
    scene: Scene


def flaky_list(result: FlakyList) -> Message:
    """One line a test."""
    total = result.total if result.tests else 0
    return result.listing(
        result.title(result.called, "flaky test", total, ", worst first"),
        result.scene.web.insights(result.slug),
        [_line(each, result) for each in result.tests],
        *((Small((_WHAT,)),) if result.first else ()),
        result.scene.footer(),
        shows=tuple(
            ShownThing(Noun.JOB, str(result.slug), number=each.job_number)
            for each in result.tests
            if each.job_number is not None
        ),
    )


def _line(test: FlakyTest, result: FlakyList) -> Text:
    where = one_line(test.file or test.classname or "", 60)
    return join_facts(
        (Bold(one_line(test.test_name, 80)),),
        (Code(where),) if where else "",
        f"flaked {times(test.times_flaked)}" if test.times_flaked else "",
        _last(test, result),
    )


def _last(test: FlakyTest, result: FlakyList) -> Text:
    """The job in which it was flaky last, and its pipeline."""
    name = one_line(test.job_name, 40)
    web, number, job = result.scene.web, test.pipeline_number, test.job_number
    if number is None:
        return ("last in ", name) if name else ()
    at: Text = (", ", Timestamp(test.workflow_created_at)) if test.workflow_created_at else ()
    pipeline = Link(web.pipeline(result.slug, number), f"#{number}")
    if job is None or test.workflow_id is None:
        return ("last in ", pipeline, *((f" ({name})",) if name else ()), *at)
    link = Link(web.job(result.slug, number, test.workflow_id, job), name or f"job {job}")
    return ("last in ", pipeline, " (", link, ")", *at)
