"""Who can do what, and who can't: what is said to whom, and what is offered instead."""

from pathlib import Path

import pytest

from tests.world import ANA, BEN, CHO, DEPLOYS, GUS, RANDOM, WEB, World, read, world


@pytest.mark.parametrize(
    ("user", "channel", "line", "said"),
    [
        (
            BEN,
            DEPLOYS,
            "trigger web@main",
            f"Only the release group can trigger main of web here. Ask <@{ANA}> or <@{CHO}>.",
        ),
        (
            ANA,
            WEB,
            "trigger web@main",
            f"You can't trigger main of web here. "
            f"You can in <#{DEPLOYS}>, or here on any branch except main.",
        ),
        (
            BEN,
            WEB,
            "trigger web@main",
            "You can't trigger main of web here. You can on any branch except main.",
        ),
        (
            ANA,
            DEPLOYS,
            "trigger web@fix/x",
            f"You can't trigger fix/x of web here. You can in <#{WEB}>, or here on main or release/*.",
        ),
        (
            BEN,
            RANDOM,
            "use web",
            "You can't make web the default project here.\n/ci can shows what you can do here.",
        ),
        (ANA, RANDOM, "status gh/globex/secret", "You can't see gh/globex/secret here."),
    ],
)
async def test_a_refusal_says_who_can_and_where_the_asker_can(
    here: World, user: str, channel: str, line: str, said: str
) -> None:
    shown = await here.types(line, user=user, channel=channel)
    assert shown.whispered
    assert shown.text.startswith(said)
    assert here.asked_of_circleci() == []
    assert here.actions() == []


async def test_a_refusal_of_a_pull_requests_ref_says_what_a_rule_would_have_to_name(here: World) -> None:
    shown = await here.types("trigger web --branch pull/77/head", channel=WEB)
    assert shown.text.startswith(
        "You can't trigger pull/77/head of web here. "
        "It isn't a branch or tag, so a rule has to name it, like pull/*."
    )


async def test_a_guest_is_told_what_guests_can(here: World) -> None:
    shown = await here.types("trigger web@feature/checkout", user=GUS)
    assert shown.text == "Guests can look but can't start, stop or change anything. Ask a member."
    card = (await here.types("can", user=GUS)).text
    assert "Here: read.\nGuests can look but can't start, stop or change anything." in card
    assert (
        "Act  not here: trigger, rerun, approve, cancel, reject, rollback"
        in (await here.types("help", user=GUS)).text
    )


async def test_where_slack_does_not_say_whether_somebody_is_a_guest_that_is_said(here: World) -> None:
    here.slack.fail("users.info", "internal_error", times=3)
    shown = await here.types("trigger web@feature/checkout", user=BEN)
    assert shown.text == (
        "Nothing was started: Slack didn't say whether you're a guest. Try again in a minute.\n"
        "If that doesn't help, the bot's admin can run ringmaster doctor."
    )
    assert "Slack didn't say whether you're a guest" in (await here.types("can", user=BEN)).text
    assert here.asked_of_circleci() == []


async def test_can_is_told_to_the_asker_alone_in_few_lines(either: World) -> None:
    shown = await either.types("can", user=ANA, channel=DEPLOYS)
    assert shown.whispered
    assert shown.text.splitlines() == [
        f"What you can do in <#{DEPLOYS}>",
        "Here: read, follow (in web, api and mobile); trigger, rerun, cancel, approve, configure"
        " (main and release/*, in web, api and mobile).",
        "These rules come from the bot's policy file"
        " (`channels.C0DEPLOYS.allow[0]`, `channels.C0DEPLOYS.allow[1]`).",
    ]


@pytest.mark.parametrize(
    ("user", "channel", "line", "said"),
    [
        (ANA, DEPLOYS, "can I trigger web@main", "You can trigger here."),
        (BEN, DEPLOYS, "can I trigger web@main", "You can't trigger here."),
        (ANA, WEB, "can we deploy", "You can trigger here on every branch except main."),
        (ANA, DEPLOYS, "can rollback web", "You can roll back web here."),
        (ANA, WEB, "can I roll back", "You can't roll back web here."),
        (BEN, RANDOM, "can retry", "You can't rerun here."),
        (BEN, RANDOM, "can logs", "You can read here in web, api and mobile."),
        (ANA, WEB, "can stop web", "You can cancel here on every branch except main."),
        (
            ANA,
            WEB,
            "can anyone trigger web",
            "The bot can only show what you can do, not what anyone can.",
        ),
        (ANA, WEB, "can fly", "There's no action or project called fly here."),
    ],
)
async def test_can_answers_in_the_words_that_people_use(
    here: World, user: str, channel: str, line: str, said: str
) -> None:
    assert (await here.types(line, user=user, channel=channel)).text.startswith(said)


async def test_somebody_who_is_mentioned_is_named_and_the_askers_own_answer_is_a_button(here: World) -> None:
    shown = await here.mentions("can @ben trigger web")
    assert f"not what <@{BEN}> can" in shown.text
    answer = await here.clicks(shown.only, "can trigger web")
    assert "What you can do in" in answer.text


async def test_a_rollback_looks_up_the_default_branch_alone(here: World) -> None:
    await here.types("can rollback web")
    assert here.asked_of_circleci() == ["GET /api/v2/project/gh/acme/web"]


async def test_help_costs_no_permission_and_asks_circleci_nothing(here: World) -> None:
    for line in ("help", "help rollback", "help status web", "help rerun failed"):
        shown = await here.types(line, user=GUS, channel=RANDOM)
        assert shown.whispered
        assert "There is no command" not in shown.text
    assert here.asked_of_circleci() == []


async def test_each_button_of_the_help_works(here: World) -> None:
    shown = (await here.types("help")).only
    assert "web #813" in (await here.clicks(shown, "Status")).text
    assert "web #812" in read((await here.clicks(shown, "Last failure")).messages[0])
    assert "What you can do in" in (await here.clicks(shown, "What can I do here?")).text


async def test_the_help_of_a_command_that_is_no_command_never_leads_to_itself(here: World) -> None:
    shown = await here.types("help stauts web")
    answer = await here.clicks(shown.only, "help status")
    assert answer.text.startswith("/ci status")


async def test_me_says_who_is_who(here: World) -> None:
    shown = await here.types("me")
    assert shown.whispered
    assert f"You're <@{ANA}> ({ANA}), in T0ACME." in shown.text
    assert "In CircleCI, everything done through the bot shows as acme-ringmaster." in shown.text


@pytest.mark.parametrize("text", [None, "channels: ["])
async def test_where_no_policy_was_ever_right_people_are_told_so(tmp_path: Path, text: str | None) -> None:
    policy = tmp_path / "policy.yml"
    if text is not None:
        policy.write_text(text)
    async with world(tmp_path, policy_file=policy) as here:
        for line in ("status web", "trigger web@main", "logs gh/globex/secret#203"):
            shown = await here.types(line, user=GUS, channel=RANDOM)
            assert shown.whispered
            assert "policy file is missing or has a mistake" in shown.text
        assert here.asked_of_circleci() == []
