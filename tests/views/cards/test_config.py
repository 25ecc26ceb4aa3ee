from syrupy.assertion import SnapshotAssertion

from bot.model.spool import Spool
from bot.slack.drawing.blocks import payload
from bot.views.cards.config import ConfigCard, config_card
from tests.views.facts import SCENE, pipeline


def test_a_configuration_is_a_file_with_a_name_of_its_pipeline(drawn: SnapshotAssertion) -> None:
    files = ("compiled", Spool(100)), ("setup compiled", Spool(100))
    message = config_card(ConfigCard(pipeline(), "web", False, files, 2, SCENE))

    assert [each.name for each in message.files] == ["web-812-compiled.yml", "web-812-setup-compiled.yml"]
    assert [each.content for each in message.files] == [spool.file for _, spool in files]
    assert payload(message) == drawn
    for _, spool in files:
        spool.close()
