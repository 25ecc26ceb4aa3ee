"""What stays of a choice."""

from bot.model.message import Audience
from bot.views.cards.choice import ChoiceCard, choice_card
from tests.commands.desk import lines


def test_who_chose_alone_is_told_what_it_was() -> None:
    message = choice_card(ChoiceCard("e2e, failed"))

    assert lines(message) == ["You chose e2e, failed."]
    assert message.audience is Audience.ASKER


def test_where_others_see_it_they_are_told_who_chose() -> None:
    assert lines(choice_card(ChoiceCard("e2e", "U0BEN"))) == ["@U0BEN chose e2e."]
