"""Lines that can't be carried out: the asker alone gets a short sentence that says what to type."""

import pytest

from tests.world import BEN, WEB, World, read


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Type what you want to know or do"),
        ("deploy", "There is no command"),
        ("status web extra words", "is more than status takes"),
        ("use", "needs"),
        ("status --branhc main", "has no --branhc"),
        ('status "web', "A quotation mark stays open"),
        ("x" * 10_000, "10,000 characters"),
        ("pipeline ???", "is not a pipeline"),
        ("status nope", "No project is called nope"),
        ("pipeline deadbeef", "starts with deadbeef"),
        ("pipeline #99999", "There is no pipeline"),
        ("artifact", "needs"),
        ("can fly", "No project is called fly"),
    ],
    ids=lambda value: value[:30] or "empty",
)
async def test_what_can_not_be_read_is_answered_with_what_to_type(here: World, line: str, said: str) -> None:
    shown = await here.types(line)
    assert shown.whispered
    assert said in shown.text
    assert any(next_ in shown.text for next_ in ("/ci", "Type it again", "It looks like"))


async def test_a_refusal_of_a_mention_is_whispered_where_it_can_be_seen(here: World) -> None:
    outside = await here.mentions("stauts web")
    assert outside.whispered
    assert outside.only.thread_ts is None
    assert "@ringmaster status web" in outside.text
    await here.types("status web")
    card = here.slack.messages(WEB)[-1]
    await here.mentions("status api", thread=card.ts)
    inside = await here.mentions("stauts web", thread=card.ts)
    assert inside.only.thread_ts == card.ts


@pytest.mark.parametrize(
    "line",
    [
        "Status web",
        "  status   web  ",
        "status “web”",
        "status\u00a0web",
        "sta\u200btus web",
        "status \u202eweb",
        "pipelines web —mine",
    ],
)
async def test_what_keyboards_do_to_a_line_is_undone(here: World, line: str) -> None:
    shown = await here.types(line)
    assert not shown.whispered
    assert "web" in shown.text


async def test_an_edited_mention_another_bots_and_its_own_are_not_answered(here: World) -> None:
    said = await here.slack.mention(WEB, BEN, "status web")
    await here.idle()
    before = len(here.slack.workspace.messages)
    await here.slack.edit(said, "@ringmaster status api")
    await here.slack.bot_says(WEB, "status web")
    await here.slack.bot_says(WEB, "status web", own=True)
    await here.idle()
    assert len(here.slack.workspace.messages) == before + 2


async def test_nobody_learns_whether_a_project_exists(here: World) -> None:
    hidden = await here.types("status gh/globex/secret")
    absent = await here.types("status gh/globex/absent")
    assert hidden.text.replace("secret", "absent") == absent.text
    here_first = here.circleci.pipelines[0]
    secret = next(each for each in here.circleci.pipelines if each.project.slug == "gh/globex/secret")
    assert here_first is not secret
    by_id = await here.types(f"pipeline {secret.id}")
    nobody = await here.types("pipeline 00000000-0000-4000-8000-000000000000")
    assert by_id.text.replace(secret.id, "ID") == nobody.text.replace(
        "00000000-0000-4000-8000-000000000000", "ID"
    )


async def test_what_comes_from_outside_can_not_mention_link_or_format(here: World) -> None:
    evil = "<!channel> <https://evil.example|safe> *bold* `code` :x: <@U0ANA> @here"
    here.circleci.add_branch("gh/acme/web", "fix/evil", subject=evil)
    here.circleci.add_pipeline("gh/acme/web", "fix/evil")
    shown = await here.types("status web@fix/evil")
    assert evil[:40] in read(shown.only)
    assert "<!channel>" not in shown.only.text
    kinds = {
        element["type"]
        for block in shown.only.blocks
        if block["type"] == "rich_text"
        for section in block["elements"]
        for element in section["elements"]
    }
    assert not kinds & {"broadcast", "user", "channel"}
