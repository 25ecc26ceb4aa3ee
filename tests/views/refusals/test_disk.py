"""What the disk of the bot's own machine refuses."""

import pytest

from bot.model.fault import DiskFull, DiskUnwritable, Fault
from bot.model.reply import Audience
from tests.commands.desk import told
from tests.views.refusals.samples import typed


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (DiskFull(), "The bot's disk is full. Its admin needs to free some space."),
        (
            DiskUnwritable(),
            "The bot can't write to its disk. Its admin can run ringmaster doctor to see what's wrong.",
        ),
    ],
)
def test_who_asked_is_told_whose_disk_it_is_and_who_can_help(fault: Fault, said: str) -> None:
    message = typed(fault)
    assert (told(fault), message.audience) == ([said], Audience.ASKER)
