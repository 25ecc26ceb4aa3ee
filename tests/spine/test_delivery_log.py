"""Each delivery is one line, and all lines of it have the reference that people are shown."""

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.circleci.calls import ApiCall
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.playground.circleci import Fault
from bot.spine.delivery_log import CircleCIWaits, take_circleci_call
from tests.deploy.dockerfile import ROOT
from tests.world import ANA, WEB, World, world

#: What the guide says of a delivery's line: the first cells of its table.
[TABLE] = re.findall(
    r"<!-- delivery -->\n(.*?)<!-- /delivery -->", (ROOT / "deploy/README.md").read_text(), re.S
)
DOCUMENTED = {name for row in TABLE.splitlines() for name in re.findall(r"`(\w+)`", row.split(" | ")[0])}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def lines_of(here: World, line: str, **where: Any) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """The delivery's own, and all."""
    with capture_logs(processors=[merge_contextvars]) as logged:
        await here.types(line, **where)
    [own] = [each for each in logged if each["event"] == "delivery"]
    return own, list(logged)


async def test_the_line_tells_who_asked_for_what_and_what_came_of_it(here: World) -> None:
    own, logged = await lines_of(here, "status web")

    told = [own[name] for name in ("command", "outcome", "user", "channel", "surface", "project")]
    assert told == ["status", "answered", ANA, WEB, "command", "gh/acme/web"]
    calls = [each for each in logged if each["event"] == "circleci"]
    assert own["circleci_calls"] == len(calls) > 0
    assert own["milliseconds"] >= 0
    assert {each["endpoint"] for each in calls} >= {"/project/{slug}/pipeline", "/workflow/{id}/job"}
    assert {each["reference"] for each in logged} == {own["reference"]}


async def test_a_writes_line_leads_to_its_row_and_to_what_circleci_has(here: World) -> None:
    own, _ = await lines_of(here, "trigger web@fix/cart-badge")

    [row], [started] = here.actions(), here.circleci.started
    assert (own["write"], own["state"], own["rule"]) == (row["id"], "done", row["rule"])
    assert (own["pipeline"], own["number"], own["ref"]) == (started.id, started.number, "fix/cart-badge")


async def test_a_denials_line_has_what_the_policy_was_asked_and_whose_rule_would_do(here: World) -> None:
    own, _ = await lines_of(here, "trigger web@main", channel=WEB)
    assert (own["command"], own["outcome"], own["permission"]) == ("trigger", "Denied", "trigger")
    assert (own["project"], own["ref"]) == ("gh/acme/web", "main")
    assert own["rule"].startswith("channels.C0WEB") or own["rule"] == "none"


@pytest.mark.parametrize(
    ("line", "command", "outcome"),
    [
        ('status "web', "unknown", "UnclosedQuote"),
        ("status web --nope", "status", "UnknownFlag"),
        ("trigger nix@main", "trigger", "UnknownProject"),
    ],
)
async def test_what_is_refused_is_counted_by_its_command(
    here: World, line: str, command: str, outcome: str
) -> None:
    labels = {"command": command, "outcome": outcome}
    before = REGISTRY.get_sample_value("ringmaster_asked_total", labels) or 0
    own, _ = await lines_of(here, line)

    assert (own["command"], own["outcome"]) == (command, outcome)
    assert REGISTRY.get_sample_value("ringmaster_asked_total", labels) == before + 1


async def test_the_reference_that_people_read_is_on_every_line_of_it(
    here: World,
) -> None:
    here.circleci.faults.add(Fault("/project/gh/acme/web/pipeline", times=None, status=503, body=""))
    with capture_logs(processors=[merge_contextvars]) as logged:
        shown = await here.types("status web")

    [reference] = {each["reference"] for each in logged}
    assert reference in shown.text
    assert [each["status"] for each in logged if each["event"] == "circleci"].count("503") > 1


async def test_a_delivery_that_comes_again_is_a_line_that_says_so(here: World) -> None:
    place = Place("T0ACME", WEB)
    request = Request(
        "status web", Actor(ANA, "T0ACME"), place, Reply(Surface.COMMAND), "1", here.clock.now()
    )
    with capture_logs() as logged:
        for _ in range(2):
            await here.bot.core.dispatcher.receive(request)
        await here.idle()

    assert sorted(each["outcome"] for each in logged if each["event"] == "delivery") == [
        "answered",
        "repeated",
    ]


async def test_the_guide_has_the_fields_of_the_line(here: World) -> None:
    seen = set[str]()
    for line in ("status web", "trigger web@main", "trigger web@fix/cart-badge", "rerun web#812 --failed"):
        own, _ = await lines_of(here, line)
        seen |= own.keys()
    assert seen - {"log_level"} == DOCUMENTED - {"timestamp", "level"}


def test_of_waits_that_overlap_each_moment_counts_once() -> None:
    waits = CircleCIWaits()
    for begun, ended in ((0.0, 1.0), (2.0, 3.0), (2.5, 4.0), (0.5, 5.0), (6.0, 7.0)):
        waits.add(begun, ended)
    assert (waits.calls, waits.seconds) == (5, 6.0)


def test_calls_of_no_delivery_are_counted_too() -> None:
    labels = {"endpoint": "/me", "status": "ReadTimeout"}
    before = REGISTRY.get_sample_value("ringmaster_circleci_requests_total", labels) or 0
    with capture_logs() as logged:
        take_circleci_call(ApiCall("GET", "/me", "ReadTimeout", 5.0, "circleci.test", 443, "30"))
    assert REGISTRY.get_sample_value("ringmaster_circleci_requests_total", labels) == before + 1
    assert (logged[0]["log_level"], logged[0]["pause"]) == ("debug", "30")


def test_what_is_under_way_is_waited_for_as_well() -> None:
    waits = CircleCIWaits(spans=[(0.0, 2.0), (3.0, 5.0)])
    assert waits.seconds_by(9.0) == waits.seconds == 4.0
    waits.under_way += [4.0, 6.0]
    assert waits.seconds_by(9.0) == 2.0 + 1.0 + 5.0
