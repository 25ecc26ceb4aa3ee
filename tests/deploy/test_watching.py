"""The dashboard and the alarms: of metrics that the program has, with labels that they have."""

import importlib
import json
import pkgutil
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY, generate_latest

import bot
from bot.commands import COMMANDS
from bot.slack.signature import SignatureProblem
from tests.deploy.dockerfile import ROOT
from tests.world import world

RULES = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((ROOT / "deploy/dashboard.json").read_text())["panels"]
QUERIES = [rule["expr"] for rule in RULES] + [each["expr"] for panel in PANELS for each in panel["targets"]]

#: Of Prometheus, and of every process.
THEIRS = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
#: What Prometheus adds to each series, and what histograms have.
EVERYWHERE = {"job", "instance", "le"}


@pytest.fixture(scope="module")
def metrics() -> Mapping[str, frozenset[str]]:
    """The labels of each series that the program may give out, by its name."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if ".migrations." not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {
        name: frozenset(getattr(collector, "_labelnames", ()))
        for name, collector in REGISTRY._names_to_collectors.items()
    }


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_asks_for_a_metric_that_there_is_by_labels_that_it_has(
    query: str, metrics: Mapping[str, frozenset[str]]
) -> None:
    [name] = set(re.findall(r"\b(?:ringmaster_\w+|process_\w+|up)\b", query))
    assert name in metrics.keys() | THEIRS
    chosen = re.findall(r'(\w+)[!=]~?"', query)
    grouped = [each for found in re.findall(r"by \(([^)]*)\)", query) for each in re.split(r",\s*", found)]
    assert {*chosen, *grouped} <= metrics.get(name, frozenset()) | EVERYWHERE
    assert query.count("(") == query.count(")")


async def test_the_first_bug_and_the_first_refusal_increase_a_count_that_was_there(tmp_path: Path) -> None:
    """Prometheus sees no increase in a series that begins with what it is to count."""
    async with world(tmp_path):
        told = generate_latest().decode()
    for command in COMMANDS:
        assert f'ringmaster_asked_total{{command="{command.words}",outcome="bug"}} ' in told
    for why in SignatureProblem:
        assert f'ringmaster_signature_failures_total{{why="{why.name.lower()}"}} ' in told


def test_each_alarm_says_what_it_is_and_what_to_do_by_labels_that_its_query_leaves() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES) >= 5
    for rule in RULES:
        told = rule["annotations"]
        assert told["summary"]
        assert told["description"]
        assert rule["labels"]["severity"] in ("page", "ticket")
        shown = set(re.findall(r"\$labels\.(\w+)", json.dumps(told)))
        assert all(f"by ({each})" in rule["expr"] or each in EVERYWHERE for each in shown)


def test_panels_have_titles_and_places_of_their_own_and_legends_of_labels_that_are_left() -> None:
    assert len({panel["title"] for panel in PANELS}) == len(PANELS)
    assert len({(each["gridPos"]["x"], each["gridPos"]["y"]) for each in PANELS}) == len(PANELS)
    for panel in PANELS:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        for target in panel["targets"]:
            shown = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
            grouped = re.findall(r"by \(([^)]*)\)", target["expr"])
            assert shown <= {*EVERYWHERE, *(each.strip() for found in grouped for each in found.split(","))}
