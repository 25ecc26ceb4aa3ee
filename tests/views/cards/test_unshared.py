"""A file that Slack did not take."""

from bot.model.message import Audience
from bot.views.cards.unshared import UnsharedCard, unshared_card
from tests.commands.desk import lines


def test_why_slack_did_not_take_it_and_where_it_is() -> None:
    message = unshared_card(UnsharedCard("web #812, compiled", "missing_scope", "https://circleci.test/812"))

    assert lines(message) == [
        "Slack didn't accept the file (missing_scope).",
        "web #812, compiled is in CircleCI.",
    ]
    assert message.audience is Audience.THREAD


def test_without_a_page_its_name_tells_what_it_was() -> None:
    message = unshared_card(UnsharedCard("output", "HTTP 503"))

    assert lines(message) == ["Slack didn't accept the file (HTTP 503).", "output"]
