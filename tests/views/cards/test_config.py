from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import PipelineConfig
from bot.slack.drawing.blocks import payload
from bot.views.cards import config
from tests.views.facts import SCENE, pipeline


def test_a_configuration_is_a_file_with_a_name_of_its_pipeline(drawn: SnapshotAssertion) -> None:
    facts = PipelineConfig(
        source="version: 2.1\n", compiled="version: 2\njobs: {}\n", compiled_setup_config="setup: true\n"
    )
    result = config.ConfigCard(pipeline(), "web", facts, False, SCENE)

    assert [each.name for each in config.config_card(result).files] == [
        "web-812-compiled.yml",
        "web-812-setup-compiled.yml",
    ]
    assert payload(config.config_card(result)) == drawn
    assert config.config_card(replace(result, source=True)).files[0].content == b"version: 2.1\n"
