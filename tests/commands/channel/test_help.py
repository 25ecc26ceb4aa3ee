"""`help`: every command, and one of them."""

import pytest

from bot.model.grammar_fault import UnknownCommand
from tests.commands.desk import Desk, lines


async def test_help_lists_every_command_and_explains_each(desk: Desk) -> None:
    everything = lines(await desk.ask("help"))
    for words in desk.context("help").commands:
        assert any(line.startswith(f"/ci {words}") for line in everything)
        assert "For example" in lines(await desk.ask(f"help {words}"))


async def test_help_for_a_word_that_is_no_command_asks_what_was_meant(desk: Desk) -> None:
    with pytest.raises(UnknownCommand) as caught:
        await desk.ask("help triger")

    assert caught.value.suggestions == ("help trigger",)
