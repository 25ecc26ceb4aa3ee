"""A list is read entry by entry: whatever stands in place of one, all others are told."""

import gc
import json
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.circleci import models, wire
from bot.circleci.models.lenient import ReadingContext
from bot.circleci.slug import ProjectSlug
from tests.circleci.oddities import odd_entries
from tests.circleci.test_recordings import FILES, LISTS
from tests.circleci.wires import a_client, answers
from tests.shared import SHARED, needs_shared

WEB = ProjectSlug("gh", "acme", "web")
RECORDED = [
    (path, kind)
    for path in FILES
    for pattern, kind in LISTS.items()
    if fnmatch(path.stem, pattern) and json.loads(path.read_text()).get("items")
]
PIPELINE = {"id": "p", "number": 8, "project_slug": "gh/acme/web", "created_at": "2026-11-01T10:00:00Z"}
WORKFLOW = {"id": "w", "name": "build", "status": "failed", "created_at": "2026-11-01T10:00:00Z"}


def a_page(*items: object) -> wire.Response:
    return wire.Response(200, {}, json.dumps({"items": items}).encode(), "/api/v2/some/list")


def test_a_thing_that_is_read_again_as_it_was_is_the_same_value() -> None:
    [first], [again] = (wire.read_page(a_page(WORKFLOW), models.Workflow).items for _ in range(2))
    [changed] = wire.read_page(a_page(WORKFLOW | {"status": "success"}), models.Workflow).items
    [later] = wire.read_page(a_page(WORKFLOW | {"status": "success"}), models.Workflow).items
    [job] = wire.read_page(a_page({"id": "w", "name": "build", "status": "success"}), models.Job).items

    assert again is first
    assert (first.status, changed.status) == ("failed", "success")
    assert later is changed
    assert isinstance(job, models.Job)


def test_what_nobody_holds_any_more_is_not_kept_for_others() -> None:
    items = wire.read_page(a_page(WORKFLOW | {"id": "let go"}), models.Workflow).items
    held = ref(items[0])
    del items
    gc.collect()
    assert held() is None


@needs_shared
@pytest.mark.parametrize(("path", "kind"), RECORDED, ids=lambda it: getattr(it, "stem", ""))
def test_whatever_one_entry_of_a_recorded_list_is_all_others_are_told(path: Path, kind: Any) -> None:
    items = json.loads(path.read_text())["items"]
    whole = wire.read_page(a_page(*items), kind).items

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def replaced(data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(items) - 1))
        odd = data.draw(odd_entries(items[at]))
        page = wire.read_page(a_page(*items[:at], odd, *items[at + 1 :]), kind)

        others = whole[:at] + whole[at + 1 :]
        assert [each for each in page.items if each in others] == list(others)
        assert len(page.items) + len(page.unread) >= len(items)
        for part in page.unread:
            assert (part.position, part.path, part.noun) == (at, "/api/v2/some/list", kind.noun)
            assert part.reason

    replaced()


@needs_shared
def test_whatever_one_entry_of_a_list_within_an_answer_is_all_others_are_told() -> None:
    answer = json.loads((SHARED / "data/circleci/v2/fixtures/insights_flaky_tests.json").read_text())
    items = answer["flaky_tests"]

    @settings(max_examples=15, deadline=None, database=None)
    @given(st.data())
    def replaced(data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(items) - 1))
        odd = data.draw(odd_entries(items[at]))
        body = {**answer, "flaky_tests": [*items[:at], odd, *items[at + 1 :]]}
        reading = ReadingContext()
        found = wire.read_answer(
            wire.Response(200, {}, json.dumps(body).encode()), models.FlakyTests, reading=reading
        )
        names = [each.test_name for each in found.flaky_tests]
        assert [each["test_name"] for each in items[:at] + items[at + 1 :]] == [
            name for name in names if name in {each["test_name"] for each in items[:at] + items[at + 1 :]}
        ]
        assert len(found.flaky_tests) + len(reading.unread) == len(items)

    replaced()


def test_what_is_known_of_a_workflow_that_can_not_be_read_is_kept() -> None:
    page = wire.read_page(a_page(WORKFLOW, {**WORKFLOW, "id": None}, None), models.Workflow)

    assert [(each.lost, each.name, each.status) for each in page.items] == [
        (False, "build", "failed"),
        (True, "build", "failed"),
        (True, "", "lost"),
    ]
    assert [(each.name, each.position) for each in page.unread] == [("build", 1), (None, 2)]


def test_the_order_of_a_pages_entries_is_kept() -> None:
    page = wire.read_page(
        a_page(PIPELINE, None, {**PIPELINE, "number": 7}, {**PIPELINE, "number": 6, "project_slug": ""}),
        models.Pipeline,
    )
    shown = [getattr(each, "number", None) or getattr(each, "position", None) for each in page.entries]
    assert shown == [8, 1, 7, 3]
    assert [each.name for each in page.unread] == [None, "#6"]


@pytest.mark.parametrize(
    ("odd", "read"),
    [
        ({"run_time": "fast"}, {"run_time": 0}),
        ({"run_time": float("nan")}, {"run_time": 0}),
        ({"run_time": 1e300}, {"run_time": 0}),
        ({"message": ["a", "b"]}, {"message": ""}),
        ({"name": None, "file": 7}, {"name": "", "file": "7"}),
    ],
)
def test_an_odd_field_that_nobody_needs_is_as_if_it_were_not_there(
    odd: dict[str, object], read: dict[str, object]
) -> None:
    [test] = wire.read_page(a_page({"result": "failure", **odd}), models.Test).items
    assert test.result == "failure"
    assert {name: getattr(test, name) for name in read} == read


def test_fractions_of_credits_are_rounded_and_fractions_of_numbers_are_none() -> None:
    [measured] = wire.read_page(
        a_page({"name": "build", "metrics": {"total_credits_used": 1203.5, "total_runs": 4}}),
        models.Measurement,
    ).items
    assert (measured.metrics.total_credits_used, measured.metrics.total_runs) == (1204, 4)
    assert not wire.read_page(a_page({**PIPELINE, "number": 7.5}), models.Pipeline).items
    assert not wire.read_page(a_page({**PIPELINE, "number": True}), models.Pipeline).items


def test_a_job_needs_no_id_and_a_project_no_name() -> None:
    [job] = wire.read_page(a_page({"id": None, "name": "e2e", "job_number": 7}), models.Job).items
    assert (job.id, job.job_number) == ("", 7)
    project = wire.read_answer(
        wire.Response(200, {}, b'{"slug": "gh/acme/web", "name": null}'), models.Project
    )
    assert project.name is None


async def test_the_client_notes_what_is_left_out_of_all_pages() -> None:
    first = {"items": [{"path": "a", "url": "u"}, "odd"], "next_page_token": "x"}
    client, _ = a_client(answers(first), answers({"items": [None]}))
    noted: list[tuple[str, int | None]] = []

    found = await client.noting(lambda it: noted.append((it.noun, it.position))).list_artifacts(WEB, 7)

    assert [each.path for each in found] == ["a"]
    assert noted == [("artifact", 1), ("artifact", 0)]
