"""`ringmaster manifest`: the Slack app for other settings than the file in the repository has."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.operating.terminal import Terminal, a_terminal
from tests.shared import SHARED, needs_shared

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return a_terminal(tmp_path, monkeypatch, "manifest")


async def printed(terminal: Terminal, *words: str, **settings: str) -> Any:
    code, out, err = await terminal.ran(*words, **settings)
    assert code == 0, err
    return yaml.safe_load(out)


async def test_without_settings_it_is_the_file(terminal: Terminal) -> None:
    assert (await terminal.ran())[1] == (ROOT / "manifest.yml").read_text()


async def test_another_slash_command_is_all_that_differs(terminal: Terminal) -> None:
    usual, other = await printed(terminal), await printed(terminal, SLASH_COMMAND="/circle")
    [command] = other["features"]["slash_commands"]
    assert command["command"] == "/circle"
    command["command"] = "/ci"
    assert other == usual


@needs_shared
@pytest.mark.parametrize("url", ["https://ci.example.com", "https://ci.example.com/slack/events"])
async def test_for_http_slack_is_told_where_to_post_and_its_schema_takes_it(
    terminal: Terminal, url: str
) -> None:
    app = await printed(terminal, "--url", url)
    posted_to = "https://ci.example.com/slack/events"
    assert [each["url"] for each in app["features"]["slash_commands"]] == [posted_to]
    assert app["settings"]["interactivity"]["request_url"] == posted_to
    assert app["settings"]["event_subscriptions"]["request_url"] == posted_to
    assert app["settings"]["socket_mode_enabled"] is False
    schema = json.loads((SHARED / "data/slack/manifest/manifest.schema.2.0.0.json").read_text())
    jsonschema.validate(app, schema)


async def test_an_address_that_is_not_public_is_refused(terminal: Terminal) -> None:
    code, _, err = await terminal.ran("--url", "http://localhost:3000")
    assert (code, "public https:// address" in err) == (2, True)
