"""The Kubernetes manifest: Kubernetes' own schemas, and what the program has of what it names."""

from typing import Any

import httpx
import kubernetes_validate
import pytest
import yaml

from bot.__main__ import app
from bot.operating.readiness import Readiness
from bot.operating.serving import endpoints
from bot.settings import Settings
from tests.deploy.dockerfile import ROOT, steps

OBJECTS = list(yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text()))
DEPLOYMENTS = [each for each in OBJECTS if each["kind"] == "Deployment"]
PODS = [each["spec"]["template"]["spec"] for each in DEPLOYMENTS]
PROBES = {"livenessProbe": "/healthz", "readinessProbe": "/readyz", "startupProbe": "/healthz"}
CONTAINERS = [each for pod in PODS for each in (*pod["initContainers"], *pod["containers"])]


@pytest.mark.parametrize("version", ["1.30", "1.37"])
@pytest.mark.parametrize("thing", OBJECTS, ids=lambda each: f"{each['kind']} {each['metadata']['name']}")
def test_kubernetes_takes_each_object_and_knows_each_field(thing: Any, version: str) -> None:
    kubernetes_validate.validate(thing, version, strict=True)


def test_each_container_runs_a_way_of_the_program_with_settings_that_there_are() -> None:
    ways = {(command.name or command.callback.__name__) for command in app.registered_commands}
    for container in CONTAINERS:
        [way] = container["args"]
        assert way in ways
        assert {each["name"].lower() for each in container["env"]} <= Settings.model_fields.keys()
    assert [(each["metadata"]["labels"]["mode"], each["spec"]["replicas"]) for each in DEPLOYMENTS] == [
        ("web", 2),
        ("worker", 1),
    ]


async def test_probes_and_prometheus_ask_where_health_and_metrics_are_served() -> None:
    transport = httpx.ASGITransport(endpoints(Readiness().report))
    async with httpx.AsyncClient(transport=transport, base_url="http://pod") as client:
        answered = {path: (await client.get(path)).status_code for path in set(PROBES.values())}
    assert 404 not in answered.values()
    for deployment, pod in zip(DEPLOYMENTS, PODS, strict=True):
        [container] = pod["containers"]
        ports = {each["name"]: str(each["containerPort"]) for each in container["ports"]}
        settings = {each["name"]: each["value"] for each in container["env"]}
        assert settings["ADMIN_PORT"] == f"0.0.0.0:{ports['admin']}"
        assert ports.get("http", settings["PORT"]) == settings["PORT"]
        scraped = deployment["spec"]["template"]["metadata"]["annotations"]
        assert scraped["prometheus.io/port"] == ports["admin"]
        for probe, path in PROBES.items():
            assert container[probe]["httpGet"] == {"path": path, "port": "admin"}


def test_only_what_others_post_to_has_a_service() -> None:
    [service] = [each for each in OBJECTS if each["kind"] == "Service"]
    assert [each["targetPort"] for each in service["spec"]["ports"]] == ["http"]


def test_it_runs_as_the_image_does_and_mounts_what_it_names() -> None:
    user = next(step.rest for step in steps(ROOT / "deploy/Dockerfile") if step.word == "USER")
    for pod in PODS:
        security = pod["securityContext"]
        assert f"{security['runAsUser']}:{security['runAsGroup']}" == user
        volumes = {each["name"] for each in pod["volumes"]}
        for container in (*pod["initContainers"], *pod["containers"]):
            assert {each["name"] for each in container["volumeMounts"]} == volumes
            assert container["securityContext"]["readOnlyRootFilesystem"]


def test_the_service_leads_to_web_alone_and_each_selector_finds_its_pods() -> None:
    [service] = [each for each in OBJECTS if each["kind"] == "Service"]
    [budget] = [each for each in OBJECTS if each["kind"] == "PodDisruptionBudget"]
    chosen = service["spec"]["selector"], budget["spec"]["selector"]["matchLabels"]
    assert [each["mode"] for each in chosen] == ["web", "web"]
    for deployment in DEPLOYMENTS:
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        assert deployment["spec"]["selector"]["matchLabels"] == labels
