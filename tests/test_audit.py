"""What `make audit` makes of pip-audit's report."""

import json
from pathlib import Path

import pytest

from tests.audit import verdict

ROOT = Path(__file__).resolve().parents[1]

GOOD = {"name": "rich", "version": "15.0.0", "vulns": []}
SKIPPED = {"name": "typer", "skip_reason": "Dependency not found"}
HOLE = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["3.0"], "description": "…"}
BAD = {"name": "aiohttp", "version": "2.0", "vulns": [HOLE]}


@pytest.mark.parametrize(
    ("parts", "code", "told"),
    [
        ([GOOD], 0, ["1 of 1 packages looked up, 0 known holes."]),
        ([BAD, GOOD], 1, ["aiohttp 2.0: PYSEC-2026-1, CVE-2026-1; mended in 3.0", "2 of 2"]),
        ([SKIPPED], 0, ["NOT looked up, so nothing is known of them: typer.", "0 of 1"]),
        ([BAD, SKIPPED], 1, ["aiohttp", "typer", "1 of 2 packages looked up, 1 known holes."]),
        (None, 0, ["NOTHING was looked up"]),
    ],
    ids=["good", "a hole", "not looked up", "both", "no report"],
)
def test_known_holes_alone_end_it_with_1_and_what_was_not_looked_up_is_said(
    parts: list[object] | None, code: int, told: list[str]
) -> None:
    ended, said = verdict(None if parts is None else json.dumps({"dependencies": parts, "fixes": []}))
    assert ended == code
    assert [each for each in told if each not in said] == []


def test_what_the_program_and_its_tools_are_made_of_is_locked_by_hashes_and_names_no_host() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text()
        assert "://" not in text, path.name
        # A requirement is a line, and the lines with its hashes follow it.
        followed = [line.endswith("\\") for line in text.splitlines() if line[:1].isalnum()]
        assert len(followed) > 30
        assert all(followed), path.name
