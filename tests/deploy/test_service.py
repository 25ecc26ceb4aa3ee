"""The systemd unit: systemd itself reads it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.deploy.dockerfile import ROOT

UNIT = ROOT / "deploy/ringmaster.service"
ANALYZE = shutil.which("systemd-analyze") or ""
PROGRAM = "/opt/ringmaster/.venv/bin/ringmaster"

#: systemd's own figure for how exposed a service is, from 0 to 10; below 2 it calls "OK".
MOST_EXPOSED = 1.5

needs_systemd = pytest.mark.skipif(not ANALYZE, reason="systemd-analyze isn't installed here")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """It, with a program that is there."""
    path = tmp_path / UNIT.name
    path.write_text(UNIT.read_text().replace(PROGRAM, sys.executable))
    return path


def analyzed(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ANALYZE, *words], capture_output=True, text=True, timeout=30)


@needs_systemd
def test_systemd_has_nothing_to_say_against_the_unit(unit: Path) -> None:
    said = analyzed("verify", "--man=no", unit)
    assert (said.returncode, [line for line in said.stderr.splitlines() if unit.name in line]) == (0, [])


@needs_systemd
def test_systemd_would_name_a_line_that_it_does_not_know(unit: Path) -> None:
    unit.write_text(unit.read_text().replace("ProtectHome=", "ProtectHomes="))
    assert "ProtectHomes" in analyzed("verify", "--man=no", unit).stderr


@needs_systemd
def test_systemd_calls_its_exposure_ok(unit: Path) -> None:
    said = analyzed("security", "--offline=yes", f"--threshold={MOST_EXPOSED * 10:.0f}", "--no-pager", unit)
    assert said.returncode == 0, said.stdout


def test_its_environment_is_made_of_settings_and_its_state_is_where_it_works() -> None:
    lines = dict(re.findall(r"^(\w+)=(.*)$", UNIT.read_text(), re.MULTILINE))
    given = re.findall(r"^Environment=(.*)$", UNIT.read_text(), re.MULTILINE)
    names = {each.partition("=")[0].lower() for line in given for each in line.split()}
    of_glibc = {each for each in names if each.startswith("malloc_")}
    assert names - of_glibc <= Settings.model_fields.keys()
    assert lines["WorkingDirectory"] == f"/var/lib/{lines['StateDirectory']}"
    assert lines["ExecStart"] == f"{PROGRAM} socket"
    assert int(lines["TimeoutStopSec"]) > 10
