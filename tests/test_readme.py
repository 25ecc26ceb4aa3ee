"""The README promises what works: each command in it is run by a test or by CI."""

import re
import shutil
from pathlib import Path

from tests.town import ran
from tests.warm import Warm

ROOT = Path(__file__).resolve().parents[1]
COMMAND = re.compile(r"^(?:make \w+|\.venv/bin/ringmaster [^#`]+|cp \S+ \S+)")

#: Every command of the README, and what runs it: a test of this suite, or a line of `.ci/run`.
RUN_BY = {
    "make demo": "test_the_demo_serves_its_page",
    "make test": "make test",
    "make venv": "make check",  # which begins with it
    ".venv/bin/ringmaster say --demo status web": "test_say_prints_the_answer_and_ends_with_0",
    ".venv/bin/ringmaster doctor": "test_doctor_finds_nothing_wrong_where_all_is_well",
    ".venv/bin/ringmaster socket": "test_a_real_process_answers_and_sigterm_ends_it_within_its_grace",
    "cp .env.example .env": "test_the_examples_are_a_start_that_doctor_understands",
    "cp policy.example.yml policy.yml": "test_the_examples_are_a_start_that_doctor_understands",
}


def test_every_command_of_the_readme_is_run_by_a_test_or_by_ci() -> None:
    text = (ROOT / "README.md").read_text()
    pieces = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"```console\n(.*?)```", text, re.DOTALL)]
    commands = {
        found[0].strip()
        for piece in pieces
        for line in piece.splitlines()
        if (found := COMMAND.match(line.strip()))
    }
    assert commands == RUN_BY.keys()
    written = "\n".join(path.read_text() for path in (ROOT / "tests").glob("test_*.py"))
    ci = (ROOT / ".ci/run").read_text()
    assert all(f"def {by}(" in written or by in ci for by in RUN_BY.values())


async def test_the_examples_are_a_start_that_doctor_understands(tmp_path: Path, warm: Warm) -> None:
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    shutil.copy(ROOT / "policy.example.yml", tmp_path / "policy.yml")
    code, out, err = await ran("doctor", cwd=tmp_path, warm=warm, SLACK_API_URL="http://127.0.0.1:9/api")
    assert code == 1
    assert "Traceback" not in err
    assert "CIRCLECI_TOKEN isn't set" in out
    assert "policy.yml, 2 channels" in out


def test_links_and_pictures_of_the_readme_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / target).exists(), target
