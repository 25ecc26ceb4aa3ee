"""What stands around a line and within its words: courtesies, marks, people; apostrophes and quotes."""

import pytest

from bot.playground.circleci.acme import WEB as WEB_SLUG
from tests.world import BEN, DEPLOYS, WEB, World, read

AROUND = [
    *(": status web", ", status web", "- status web", "> status web", "/ci status web", "ci status web"),
    *("*status web*", "status *web*", "status `web`", "`status web`", "_status_ ~web~", "`/ci status web`"),
    *("status web?", "status web!", "status web.", "status: web", "🚨 status web", "status web :pray:"),
    *("status web please", "please status web 🙏", "Hey, can you status web, thanks!", "*status web*, pls"),
    *("status web\nIt looks odd since noon.", "```\nstatus web\n```"),
]


@pytest.mark.parametrize("line", AROUND)
async def test_what_stands_around_a_line_is_no_part_of_it(here: World, line: str) -> None:
    for shown in (await here.types(line), await here.mentions(line)):
        assert not shown.whispered
        assert "web #813" in shown.text


@pytest.mark.parametrize(
    "line",
    [
        "status #web",
        "@ben status web",
        "status web @ben, @cho!",
        "\n:wave:\nstatus web",
        "@ben please status #web",
    ],
)
async def test_people_who_are_addressed_are_no_part_and_a_channel_is_its_name(here: World, line: str) -> None:
    for shown in (await here.types(line), await here.mentions(line)):
        assert "web #813" in shown.text


@pytest.mark.parametrize(
    "said", ["hey @ringmaster status web please", "status web, @ringmaster!", "status web @ringmaster :pray:"]
)
async def test_a_mention_may_stand_anywhere(here: World, said: str) -> None:
    message = await here.slack.say(WEB, BEN, said)
    await here.idle()
    assert "web #813" in read(here.slack.thread(WEB, message.ts)[-1])


@pytest.mark.parametrize("noisy", ["help please", "*help*", "help!", "hi, help :wave:"])
async def test_a_command_alone_stays(here: World, noisy: str) -> None:
    assert (await here.types(noisy)).text == (await here.types("help")).text


@pytest.mark.parametrize(
    ("line", "parameters"),
    [
        (
            "trigger web note=don't dry-run=true by=it's",
            {"note": "don't", "dry-run": True, "by": "it's"},
        ),
        ("trigger web note=don’t by=it’s", {"note": "don't", "by": "it's"}),
        ('trigger web config={"a":1}', {"config": '{"a":1}'}),
        ('trigger web version="5" shards=5', {"version": "5", "shards": 5}),
        ("trigger web note='\"x\"' empty=", {"note": '"x"', "empty": ""}),
        ('trigger web note="hello world" please', {"note": "hello world"}),
        ("trigger web note=hello! thanks!", {"note": "hello!"}),
        ("trigger web note=*x* by=it's.", {"note": "*x*", "by": "it's."}),
    ],
)
async def test_what_is_sent_is_what_was_typed(here: World, line: str, parameters: dict[str, object]) -> None:
    for typed in (here.types, here.mentions):
        asked = await typed(line, channel=DEPLOYS)
        shown = await here.clicks(asked.only, "Trigger anyway") if asked.whispered else asked
        assert here.circleci.newest(WEB_SLUG).parameters == parameters
        for value in parameters.values():
            assert str(value).lower() in shown.text.lower()
        here.clock.advance(3600)


async def test_a_quote_that_stays_open_is_told_with_its_word(here: World) -> None:
    for typed in (here.types, here.mentions):
        shown = await typed('trigger web note="hello world', channel=DEPLOYS)
        assert 'note="hello' in shown.text
        assert "world" not in shown.text
    assert here.actions() == []


async def test_a_line_that_is_recorded_is_read_again_as_it_was(here: World) -> None:
    asked = await here.types("trigger web note='*x*' by='thanks!' reason='it''s' please", channel=DEPLOYS)
    await here.clicks(asked.only, "Trigger anyway")
    again = here.actions()[-1]["line"]
    await here.types(again, channel=DEPLOYS)
    assert here.circleci.newest(WEB_SLUG).parameters == {"note": "*x*", "by": "thanks!", "reason": "it''s"}
