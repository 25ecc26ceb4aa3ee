"""`reject`: what is held, and how it is left."""

import pytest

from bot.model.deeds import SeveralRejections
from tests.commands.acting import started, waits
from tests.commands.desk import Desk, lines, offered

pytestmark = pytest.mark.usefixtures("all_allowed")


async def test_reject_of_several_workflows_is_a_choice_that_changes_nothing(desk: Desk) -> None:
    started(desk, waits("eu", "hold"), waits("us", "hold"))
    with pytest.raises(SeveralRejections) as caught:
        await desk.ask("reject new#1")
    choices = offered(caught.value)
    assert [each.label for each in choices] == ["eu, held by hold", "us, held by hold"]
    message = await desk.ask(choices[0].line or "")
    assert "hold is waiting in eu (new #1 on main)." in lines(message)
    assert desk.asked("POST") == []
