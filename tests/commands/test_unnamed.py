"""A project without a short name, whose slug is made of ids, is called what CircleCI calls it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.fault import Ambiguous, UnknownProject
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import MOBILE
from bot.playground.circleci.faults import entry_with
from tests.commands.desk import Desk, desk, lines, plain, told

POLICY = """
projects: {web: gh/acme/web}
channels:
  C0QUIET: {allow: [{do: [trigger], projects: [web]}]}
  C0WEB: {allow: [{do: [read, trigger], projects: ["circleci/*/*"]}]}
"""


async def said(asked: Desk, line: str) -> str:
    """All that is shown of the answer."""
    message = await asked.ask(line)
    return "\n".join([plain(message.text), *lines(message)])


@pytest.mark.parametrize(
    "line",
    [
        f"pipelines {MOBILE}",
        f"status {MOBILE}",
        f"status {MOBILE}@main",
        f"why last failed {MOBILE}",
        f"logs last failed {MOBILE}",
        f"artifacts last failed {MOBILE}",
        f"tests last failed {MOBILE}",
        f"insights {MOBILE}",
        f"deploys {MOBILE}",
        f"config {MOBILE}",
        f"help trigger {MOBILE}",
        f"flaky {MOBILE}",
        "projects",
        "approvals",
        "red",
    ],
)
async def test_every_answer_says_its_name_and_no_ids(tmp_path: Path, line: str) -> None:
    async with desk(tmp_path, POLICY) as asked:
        shown = await said(asked, line)

        assert MOBILE not in shown
        assert "mobile" in shown


async def test_its_name_can_be_typed_once_it_was_read_and_means_it_only_where_it_may_be_seen(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path, POLICY) as asked:
        with pytest.raises(UnknownProject) as caught:
            await asked.ask("status mobile@main")
        assert "/ci projects" in "\n".join(told(caught.value))

        await asked.ask("projects")

        for line in ("status Mobile@main", "pipelines mobile", "trigger mobile@main --definition Checks"):
            assert "mobile" in await said(asked, line)
        asked.place = replace(asked.place, channel="C0QUIET")
        with pytest.raises(UnknownProject):
            await asked.ask("status mobile@main")


async def test_a_project_is_called_by_its_own_name_and_not_by_its_repositorys(tmp_path: Path) -> None:
    odd = entry_with(0, trigger_parameters={"git": {"repo_name": "app", "branch": "main"}})
    async with desk(tmp_path, POLICY) as asked:
        asked.small.faults.add(Fault(f"/project/{MOBILE}/pipeline", times=None, oddity=odd))

        assert "app #" in await said(asked, f"why last failed {MOBILE}")
        await asked.ask(f"project {MOBILE}")
        assert "mobile #" in await said(asked, f"why last failed {MOBILE}")


async def test_the_slug_is_there_on_request(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        assert MOBILE in await said(asked, f"project {MOBILE}")


async def test_choices_are_told_as_lines_that_people_can_type(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        with pytest.raises(Ambiguous) as caught:
            await asked.ask(f"artifacts {MOBILE}@main")

    shown = "\n".join(told(caught.value))
    assert "artifacts mobile#" in shown
    assert MOBILE not in shown
