"""What several commands that only look do alike."""

import pytest

from bot.model.fault import Denied
from bot.model.grammar_fault import BadValue
from tests.commands.desk import Desk, buttons, plain

FIX = "fix/rounding-at-checkout"


async def test_a_page_that_nobody_gave_out_is_refused(desk: Desk) -> None:
    for line in ("pipelines --page x", "projects --page x", "artifacts last --page x"):
        with pytest.raises(BadValue):
            await desk.ask(line)


async def test_what_a_button_says_is_what_it_opens(desk: Desk) -> None:
    card = await desk.ask(f"status @{FIX}")
    job = await desk.ask(buttons(card)["Show e2e"] or "")
    artifacts = await desk.ask(buttons(job)["Artifacts"] or "")

    assert plain(artifacts.text) == "26 artifacts: e2e in web #812"


async def test_reading_sends_nothing(desk: Desk) -> None:
    for line in (
        "status",
        "pipelines",
        "pipeline last",
        "job last failed",
        "projects",
        "config last",
        "me",
        "can",
    ):
        await desk.ask(line)

    assert desk.sent == 0
    assert desk.asked("POST") == []


async def test_a_project_that_may_not_be_read_here_is_refused_before_circleci_is_asked(desk: Desk) -> None:
    for line in ("status", "pipelines", "project", "pipeline"):
        with pytest.raises(Denied):
            await desk.ask(f"{line} gh/globex/secret")

    assert desk.asked() == []
