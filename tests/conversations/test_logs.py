"""What steps print, in Slack: nothing in it mentions, links, breaks a message or gives a secret away."""

import json

import pytest

from bot.playground.circleci import Fault, logs
from tests.world import RANDOM, WEB, World, read

API = "gh/acme/api"
LINE = "logs last api@chaos/logs"


@pytest.fixture
def chaos(here: World) -> World:
    """A branch whose one job prints what nobody wishes."""
    here.circleci.add_branch(API, "chaos/logs")
    here.circleci.finish(here.circleci.add_pipeline(API, "chaos/logs", scripts=logs.SCRIPTS))
    return here


async def test_the_output_of_what_failed_comes_into_a_thread(here: World) -> None:
    shown = await here.mentions("logs last failed")
    root = here.slack.messages(WEB)[-1]
    assert shown.only.thread_ts == root.ts
    assert shown.text.startswith(":x: Run tests  ·  parallel run 2 of 2  ·  e2e, job")
    assert "2 failed" in shown.text


async def test_a_hostile_output_is_only_text(chaos: World) -> None:
    shown = await chaos.types(f"{LINE} --tail 100")
    said = json.dumps(shown.only.blocks)
    assert '"type": "rich_text_preformatted"' in said
    *told, _ = shown.only.blocks  # the last one says who asked
    for kind in ("broadcast", "user", "channel", "usergroup", "mrkdwn"):
        assert f'"type": "{kind}"' not in json.dumps(told)
    assert "https://evil.example" not in [link["url"] for link in _links(shown.only.blocks)]
    text = read(shown.only)
    assert "<!channel> <!here> <!everyone> @here @channel <@U0ANA>" in text
    assert "```\n*bold* _italic_" in text
    assert text.count("Run <!channel>") == 1
    assert "<!channel>" not in shown.only.text
    for secret in logs.SECRETS:
        assert secret not in said
        assert secret not in shown.only.text


async def test_no_secret_gets_into_the_file(chaos: World) -> None:
    shown = await chaos.types(f"{LINE} 'one line'")
    answer, file = shown.messages
    assert file.thread_ts == (answer.thread_ts or answer.ts)
    (stored,) = chaos.slack.files
    assert stored.name.endswith("-one-line-run-1.log")
    assert stored.content is not None
    assert len(stored.content) > 9_000_000
    assert logs.SECRETS[0].encode() not in stored.content


async def test_several_steps_are_a_choice_by_buttons(chaos: World) -> None:
    shown = await chaos.types(f"{LINE} run")
    assert shown.whispered
    again = await chaos.clicks(shown.only, "Run tests, step 106")
    assert "never reached" in again.text


async def test_an_address_that_has_expired_is_said_and_not_shown(chaos: World) -> None:
    chaos.circleci.faults.add(Fault(path="/action-output/*", status=403, body="<Error>x</Error>"))
    shown = await chaos.types(LINE)
    assert shown.whispered
    assert "action-output" not in shown.text


async def test_who_may_not_read_here_reads_no_output(here: World) -> None:
    here.circleci.add_project("gh/other/hidden", logs.SCRIPTS)
    here.circleci.finish(here.circleci.add_pipeline("gh/other/hidden"))
    shown = await here.types("logs last gh/other/hidden", channel=RANDOM)
    assert shown.whispered
    assert not [line for line in here.asked_of_circleci() if "v1.1" in line or "output" in line]


def _links(node: object) -> list[dict[str, str]]:
    if isinstance(node, list):
        return [link for each in node for link in _links(each)]
    if not isinstance(node, dict):
        return []
    mine = [node] if node.get("type") == "link" else []
    return mine + [link for each in node.values() for link in _links(each)]
