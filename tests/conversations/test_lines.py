"""Lines that can't be carried out: the asker alone gets a short sentence that says what to type."""

from pathlib import Path

import pytest

from bot.playground.circleci.acme import WEB as WEB_SLUG
from tests.world import BEN, DEPLOYS, RANDOM, WEB, World, read, world

#: What is offered for these acts: whether it works is looked for.
LOOKED_FOR = frozenset({"deploy", "trigger web note=hello world"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Type a command after /ci"),
        ("deploy", "There's no deploy command."),
        ("use", "Which project? For example /ci use web."),
        ("status --branhc main", "status doesn't have --branhc."),
        ('status "web', 'Unclosed quote in "web.'),
        ("x" * 10_000, "That line is too long (10,000 of 2,000 characters)."),
        ("artifact", "Which artifact? For example /ci artifact 5266 test-results/junit.xml."),
        ("can trigr", "No action called trigr. Did you mean /ci can trigger?"),
        ("pipeline 99999999999999999999", "has too many digits (the limit is 18)"),
        ("job #" + "9" * 30, "has too many digits (the limit is 18)"),
        ("workflow web#" + "9" * 30, "has too many digits (the limit is 18)"),
        (
            "trigger web note=hello world",
            'world isn\'t a parameter. Quote values with spaces: note="hello world".',
        ),
        ("trigger web a=1 a=2", "a is given twice."),
    ],
    ids=lambda value: value[:30] or "empty",
)
async def test_what_can_not_be_read_is_answered_with_what_to_type(here: World, line: str, said: str) -> None:
    shown = await here.types(line)
    assert shown.whispered
    assert said in shown.text
    assert here.actions() == []
    if line not in LOOKED_FOR:
        assert here.asked_of_circleci() == []
    assert all(each.startswith("GET ") for each in here.asked_of_circleci())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pipeline ???", "No pipeline ??? in web that you can see here."),
        ("status nope", "No branch nope in web that you can see here."),
        ("status web extra words", "No branch extra in web that you can see here."),
        ("pipeline deadbeef", "No pipeline deadbeef in web that you can see here."),
        ("pipeline #99999", "No pipeline #99999 in web that you can see here."),
        ("job #99999", "No job #99999 in web that you can see here."),
        ("workflow nope", "No workflow nope in web that you can see here."),
        ("pipeline last failed nope", "No pipeline nope in web that you can see here."),
        ("pipeline wbe", "Did you mean /ci pipeline web?"),
        ("status wbe", "Did you mean /ci status web?"),
        ("can wbe", "Did you mean /ci can web?"),
    ],
)
async def test_a_name_that_is_none_is_told_as_what_it_could_have_been(
    here: World, line: str, said: str
) -> None:
    shown = await here.types(line)
    assert shown.whispered
    assert said in shown.text
    assert here.actions() == []


@pytest.mark.parametrize(
    ("line", "said", "meaning"),
    [
        ("pipeline latest", "web #813", ""),
        ("pipeline newest", "web #813", ""),
        ("job failing", "e2e", ""),
        ("job e2e", "e2e", "Read as "),
        ("job #812", "web #812", "Read as /ci job web#812"),
        ("artifacts failed --match *.log", "e2e", ""),
        ("status main", "web #813", "Read as "),
    ],
)
async def test_what_was_completed_runs_at_once_and_says_as_what_it_was_read(
    here: World, line: str, said: str, meaning: str
) -> None:
    shown = await here.types(line)
    assert not shown.whispered
    assert said in shown.text
    assert meaning in shown.text.replace("`", "")


async def test_a_line_that_may_be_meant_is_a_button(here: World) -> None:
    refused = await here.types("can trigr")
    assert "What you can do in" in (await here.clicks(refused.only, "can trigger")).text


async def test_where_no_project_is_named_the_same_line_is_offered_with_those_that_work(here: World) -> None:
    shown = await here.types("trigger @main shards=3", channel=DEPLOYS)
    assert "For example /ci trigger web@main shards=3." in shown.text
    assert "/ci use web makes web the default here." in shown.text
    shown = await here.types("pipelines --mine", user=BEN, channel=DEPLOYS)
    assert "For example /ci pipelines web --mine." in shown.text
    assert "/ci use" not in shown.text
    assert "/ci pipeline web#812" in (await here.types("pipeline #812", channel=RANDOM)).text
    assert "/ci job last failed web." in (await here.types("job last failed", channel=RANDOM)).text


async def test_what_may_be_done_with_no_project_is_refused_without_asking_for_one(here: World) -> None:
    shown = await here.types("trigger", channel=RANDOM)
    assert "You can't trigger pipelines here" in shown.text
    assert here.actions() == []


async def test_a_pipeline_that_never_started_is_told_where_its_parts_are_asked_for(here: World) -> None:
    here.circleci.add_branch(WEB_SLUG, "broken", errors=(("config", "no such executor"),))
    number = here.circleci.add_pipeline(WEB_SLUG, "broken").number
    here.clock.advance(10)
    for line in ("workflow", "job", "artifacts"):
        shown = await here.types(f"{line} #{number}")
        assert f"web #{number} never started: its config has errors." in shown.text
        assert f"/ci pipeline web#{number} shows the errors" in shown.text
    assert "no such executor" in (await here.clicks(shown.only, f"pipeline web#{number}")).text
    assert "never started" in (await here.types("job @broken")).text


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


NARROW = """
projects: {web: gh/acme/web, hidden: gh/globex/secret}
channels:
  C0WEB: {project: web, allow: [{do: [read, trigger], projects: [web], branches: [main]}]}
  C0RANDOM: {allow: [{do: [read], projects: [web], branches: [main]}]}
  C0DEPLOYS: {allow: [{do: [read, configure], projects: [hidden]}]}
"""


async def test_no_hint_tells_of_what_may_not_be_seen(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text(NARROW)
    async with world(tmp_path, policy_file=policy) as here:
        here.circleci.add_branch(WEB_SLUG, "broken", errors=(("config", "no such executor"),))
        broken = here.circleci.add_pipeline(WEB_SLUG, "broken").number
        here.clock.advance(10)
        for seen, absent in (
            ("pipeline hidden", "pipeline absent"),
            ("pipeline hiden", "pipeline absnt"),
            ("can trigger hidden", "can trigger absent"),
            ("job #812", "job #99999"),
            (f"job #{broken}", "job #99999"),
            (f"workflow #{broken}", "workflow #99999"),
            (f"artifacts #{broken}", "artifacts #99999"),
        ):
            said = await here.types(seen)
            other = await here.types(absent)
            assert said.text.replace(seen.split()[-1], "X") == other.text.replace(absent.split()[-1], "X")
        shown = await here.types("status", channel=RANDOM)
        assert "/ci status web" in shown.text
        assert "hidden" not in shown.text
        assert "/ci use" not in shown.text


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
