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


def test_a_configuration_is_shared_without_its_secrets_and_what_drives_terminals() -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    facts = PipelineConfig(source=f"a: 1\nenvironment:\n  GH_TOKEN: {token}\nname: \x1b[31mx\u202ey\n")
    [file] = config.config_card(config.ConfigCard(pipeline(), "web", facts, True, SCENE)).files
    assert file.content == b"a: 1\nenvironment:\n  GH_TOKEN: [masked]\nname: xy\n"
