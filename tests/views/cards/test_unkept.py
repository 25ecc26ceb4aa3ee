"""A message that can't be kept true any more."""

from bot.model.run import Run
from bot.views.cards.unkept import UnkeptCard, unkept_card
from tests.commands.desk import buttons, lines
from tests.views.facts import SCENE, pipeline


def test_who_asked_learns_which_where_and_why() -> None:
    message = unkept_card(UnkeptCard(Run(pipeline(), "web"), "C0WEB", "is_archived", SCENE))

    assert lines(message)[0] == "web #812 is no longer updated in #C0WEB: Slack says is_archived."
    assert list(buttons(message)) == ["Pipeline"]
