from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import User
from bot.model.message import Audience
from bot.model.request import Actor, Place
from bot.slack.drawing.blocks import payload
from bot.views.cards import access
from tests.views.facts import identifier


def test_me_is_for_the_asker_alone(drawn: SnapshotAssertion) -> None:
    user = User(id=identifier(3), login="ringmaster-bot", name="Ringmaster")
    place = Place("T0ACME", "C0WEB")
    message = access.identity_card(access.IdentityCard(user, Actor("U0ANA", "T0ACME"), place))

    assert message.audience is Audience.ASKER
    assert payload(message) == drawn
