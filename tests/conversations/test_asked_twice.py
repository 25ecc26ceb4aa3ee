"""Who asks for what was asked already is told the lines to type, by numbers and names."""

import pytest

from bot.playground.circleci import Fault
from tests.conversations.operating import card
from tests.world import ANA, CHO, WEB, World

FAILED = "web@fix/rounding-at-checkout"


async def test_what_was_triggered_again_is_told_by_the_projects_short_name(here: World) -> None:
    shown = await card(here, FAILED, WEB)
    await here.clicks(shown, "Trigger again", user=ANA)
    second = await here.clicks(shown, "Trigger again", user=CHO)
    assert f"To do it again: /ci trigger {FAILED}." in second.text


@pytest.mark.parametrize(
    ("label", "path", "look"),
    [
        ("Rerun failed", "/workflow/*/rerun", "/ci pipeline web#812"),
        ("Trigger again", "/project/*/pipeline", f"/ci pipelines {FAILED}"),
    ],
)
async def test_what_is_lost_is_checked_by_what_it_is_called(
    here: World, label: str, path: str, look: str
) -> None:
    shown = await card(here, FAILED, WEB)
    here.circleci.faults.add(Fault(path, "POST", drop=True))
    await here.clicks(shown, label, user=ANA)
    second = await here.clicks(shown, label, user=CHO)
    assert f"Check whether it went through: {look}." in second.text
