from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Rollback
from bot.slack.drawing.blocks import payload
from bot.views.cards.triggered import RollbackCard, rollback_card, rollback_pipeline
from tests.views.facts import SCENE, WEB, identifier, pipeline

STARTED = RollbackCard(
    Rollback(id=identifier(814), rollback_type="PIPELINE"),
    WEB,
    "web",
    "shop",
    "production",
    "v1.2.1",
    "v1.2.0",
    "Checkout fails",
    SCENE,
)


def test_a_rollback_says_what_goes_back_and_what_does_it(drawn: SnapshotAssertion) -> None:
    message = rollback_card(STARTED)

    assert message.text == ("shop (web) in production is being rolled back to v1.2.0",)
    assert rollback_pipeline(STARTED) == message.depicts
    assert payload(message) == drawn


def test_its_pipeline_is_linked_as_soon_as_it_is_known(drawn: SnapshotAssertion) -> None:
    assert payload(rollback_card(replace(STARTED, pipeline=pipeline(814), recovered=True))) == drawn


def test_a_rollback_by_something_else_is_named_as_circleci_names_it() -> None:
    for rollback, said in (
        (
            Rollback(id="a1", rollback_type="COMMAND"),
            "'CircleCI accepted it', ' (', Code(text='COMMAND'), ', ', 'id ', Code(text='a1'), ')'",
        ),
        (Rollback(), "('CircleCI accepted it', '.')"),
    ):
        message = rollback_card(replace(STARTED, rollback=rollback))
        assert said in str(message.blocks[0])
        assert message.depicts is None
