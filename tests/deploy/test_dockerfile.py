"""The image's recipe, as far as it can be tried without an engine."""

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.operating.readiness import Readiness
from bot.operating.serving import endpoints, serve
from tests.deploy.dockerfile import ROOT, Built, steps
from tests.town import free_port

RECIPE = steps(ROOT / "deploy/Dockerfile")
LAST = RECIPE[-1].stage


def _of(word: str) -> list[str]:
    return [step.rest for step in RECIPE if step.word == word and step.stage == LAST]


def test_what_is_copied_is_in_the_repository_and_is_sent_to_the_engine() -> None:
    ignored = [line for line in (ROOT / ".dockerignore").read_text().split() if not line.startswith("#")]
    sent = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        name
        for step in RECIPE
        if step.word == "COPY" and "from" not in step.flags
        for name in step.arguments[:-1]
    }
    assert copied == sent
    assert all((ROOT / name).exists() for name in copied)


def test_nothing_is_installed_from_elsewhere_without_its_hash() -> None:
    installs = [step.rest for step in RECIPE if step.word == "RUN" and "pip install" in step.rest]
    assert len(installs) == 2
    assert "--require-hashes --requirement requirements-otel.txt" in installs[0]
    assert installs[1].endswith("--no-deps .")


def test_it_runs_as_a_number_that_is_not_root_and_keeps_its_data_in_one_volume() -> None:
    words = [step.word for step in RECIPE if step.stage == LAST]
    user, _, group = _of("USER")[0].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert "RUN" not in words[words.index("USER") :]
    assert _of("VOLUME") == _of("WORKDIR") == ["/data"]
    assert any(f"--owner={user} --group={group}" in run and run.endswith("/data") for run in _of("RUN"))


def test_signals_reach_the_program_and_no_shell() -> None:
    assert _of("ENTRYPOINT") == ['["ringmaster"]']
    assert _of("CMD") == ['["socket"]']
    assert _of("STOPSIGNAL") == ["SIGTERM"]


async def test_the_health_check_asks_the_process_itself_wherever_health_is_and_whatever_proxy_is_set() -> (
    None
):
    _, check = _of("HEALTHCHECK")[0].split(" CMD ", 1)
    command = [sys.executable, *json.loads(check)[1:]]

    async def ended(**settings: str) -> int | None:
        proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY"), "http://127.0.0.1:9")
        environment = {"PATH": os.environ["PATH"], **settings, **proxies}
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
        await asyncio.wait_for(process.communicate(), 20)
        return process.returncode

    nothing = str(free_port())
    async with serve(endpoints(Readiness().report)) as url:
        port = url.rpartition(":")[2]
        admin = [{"PORT": nothing, "ADMIN_PORT": each} for each in (port, f":{port}", f"0.0.0.0:{port}")]
        asked = (ended(**each) for each in ({"PORT": port}, *admin))
        assert await asyncio.gather(*asked) == [0, 0, 0, 0]
    assert await ended(PORT=nothing) == 1


@pytest.mark.skipif("CI" not in os.environ, reason="installs every requirement anew, which CI does once")
@pytest.mark.timeout(300)
def test_its_steps_make_a_program_that_starts_and_writes_to_its_data_alone(tmp_path: Path) -> None:
    image = Built.of(RECIPE, tmp_path)
    before = set(image.root.rglob("*"))
    environment = image.settings({"PATH": os.environ["PATH"]})

    def ran(*words: str) -> subprocess.CompletedProcess[str]:
        program = image.root / "app/bin/ringmaster"
        return subprocess.run(
            [program, *words],
            cwd=image.directory,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert "Run CircleCI from Slack" in ran("--help").stdout
    assert ran("migrate").returncode == 0
    assert ran("socket").returncode == 2  # it lacks its tokens, and says so
    new = {path.relative_to(image.root).as_posix() for path in set(image.root.rglob("*")) - before}
    assert new == {"data/ringmaster.db"}
