"""A channel hears what it asked to hear, and no more."""

import pytest

from bot.model.permission import Permission
from bot.playground.circleci.acme import MOBILE
from bot.playground.circleci.acme import WEB as WEB_PROJECT
from bot.playground.circleci.people import CHO as AUTHOR
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Rule
from tests.following.cards import beneath
from tests.world import ANA, BEN, CHO, DEPLOYS, RANDOM, WEB, World, read

BRANCH = "release/2.7"


def flaky_branch(here: World) -> None:
    e2e = {"e2e": ("failed", "success")}
    here.circleci.add_branch(WEB_PROJECT, BRANCH, subject="Prepare 2.7", author=AUTHOR, outcomes=e2e)


def posts(here: World, channel: str) -> list[str]:
    """What the bot has said in a channel, outside of threads and to all."""
    every = here.slack.workspace.messages.values()
    return [
        read(each)
        for each in every
        if each.channel == channel
        and each.bot_id
        and not each.ephemeral
        and each.thread_ts in (None, each.ts)
    ]


async def test_a_channel_hears_that_a_branch_failed_once_and_mentions_who_is_to_look(here: World) -> None:
    flaky_branch(here)
    said = await here.types(f"subscribe web@{BRANCH} --mention author", channel=WEB, user=BEN)
    assert f"failures and fixes of web on {BRANCH}, mentioning the author" in said.text
    before = len(posts(here, WEB))
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    [failed] = posts(here, WEB)[before:]
    assert failed.startswith(":x: Failed")
    assert f"<@{ANA}>" in failed


@pytest.mark.parametrize(
    "mention",
    ["--mention @release", "—mention @release.", "--mention=@release", "--mention @release --on failed"],
)
async def test_a_group_is_mentioned_wherever_it_stands_in_the_line(here: World, mention: str) -> None:
    flaky_branch(here)
    said = await here.types(f"subscribe web@{BRANCH} {mention}", channel=WEB)
    assert "mentioning <!subteam^S0RELEASE>" in said.text
    before = len(posts(here, WEB))
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    [failed] = posts(here, WEB)[before:]
    assert "<!subteam^S0RELEASE>" in failed


@pytest.mark.parametrize(
    "said",
    [
        "web@main --on failed, fixed",
        "web@main --on failed and fixed",
        "web@main --on failed , fixed --mention author",
        "web@main --on failures,fixes",
        "web main failures and fixes",
        "web for failures and fixes",
        "failures, fixes of web@main",
        "to web on failing and fixed only",
    ],
)
async def test_what_to_hear_of_is_listed_as_people_type_it(here: World, said: str) -> None:
    answer = await here.types(f"subscribe {said}", channel=WEB)
    assert "hears about failures and fixes of web on main" in answer.text


async def test_what_is_heard_has_more_names_than_one(here: World) -> None:
    every = "failures, fixes, passes, approvals, cancellations and starts of web on main"
    for said in ("all", "failure, fixes, success, on hold, cancelled and start"):
        assert every in (await here.types(f'subscribe web --on "{said}"', channel=WEB)).text
    assert "isn't one of" in (await here.types("subscribe web --on deploys", channel=WEB)).text


async def test_no_workflow_has_an_empty_name(here: World) -> None:
    assert (await here.types("subscribe web --workflow ''", channel=WEB)).whispered
    assert "no subscriptions" in (await here.types("subscriptions", channel=WEB)).text


async def test_who_can_not_be_mentioned_is_refused(here: World) -> None:
    for whom in ("@nogroup", "ana-lima", "@ben"):
        assert "isn't a user group" in (await here.types(f"subscribe web --mention {whom}", channel=WEB)).text
    assert "no subscriptions" in (await here.types("subscriptions", channel=WEB)).text


async def test_a_run_is_one_message_in_a_channel_whoever_asked_for_it(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH}", channel=DEPLOYS)
    before = len(posts(here, DEPLOYS))
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    assert len(posts(here, DEPLOYS)) == before + 1


async def test_a_muted_channel_hears_nothing_until_its_time_is_over(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --on started,failed", channel=WEB)
    muted = await here.types("mute 30m", channel=WEB)
    before = len(posts(here, WEB))
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    assert len(posts(here, WEB)) == before
    assert "Muted now" in (await here.types("subscriptions", channel=WEB)).text
    await here.clicks(muted.only, "Unmute")
    assert "Muted" not in (await here.types("subscriptions", channel=WEB)).text


async def test_what_ends_is_told_of_no_more(here: World) -> None:
    flaky_branch(here)
    said = await here.types(f"subscribe web@{BRANCH}", channel=WEB)
    await here.clicks(said.only, "Unsubscribe")
    before = len(posts(here, WEB))
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    assert len(posts(here, WEB)) == before
    assert "isn't subscribed" in (await here.types(f"unsubscribe web@{BRANCH}", channel=WEB)).text


async def test_a_channel_that_loses_the_right_is_told_once_and_hears_no_more(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH}", channel=WEB)
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    before = len(posts(here, WEB))
    policy = here.bot.core.services.policies.current
    assert policy.channels[WEB]
    del policy.channels[WEB]
    await here.passes(900)
    [ended] = posts(here, WEB)[before:]
    assert "have ended here" in ended


async def test_a_preview_says_which_of_the_last_runs_would_have_been_posted(here: World) -> None:
    preview = await here.types("subscribe web@main --preview", channel=WEB)
    assert preview.whispered
    assert "would have been posted here" in preview.text
    assert "fixed" in preview.text
    await here.clicks(preview.only, "Subscribe")
    assert "of web on main" in (await here.types("subscriptions", channel=WEB)).text


async def test_who_is_mentioned_is_known_by_the_logins_of_the_policy(here: World) -> None:
    by_ben = await here.types("subscribe web --by @ben", channel=DEPLOYS)
    assert "of web on main, by ben-okafor." in by_ben.text
    several = await here.types("subscribe web --by 'ana-lima, @cho-min-ji'", channel=DEPLOYS)
    assert "by ana-lima or cho-min-ji." in several.text
    wanted = await here.bot.core.services.store.subscriptions.of_workspace("T0ACME")
    assert wanted[0].login == "ana-lima,cho-min-ji"
    mine = await here.types("subscribe web --by me", user=CHO, channel=DEPLOYS)
    assert "of web on main, by cho-min-ji." in mine.text
    unknown = await here.types("subscribe web --by @gus --on started", channel=DEPLOYS)
    assert unknown.whispered
    assert "doesn't say which login <@U0GUS> has" in unknown.text
    assert "/ci subscribe web --on started --by ana-lima" in unknown.text


async def test_what_a_person_asked_the_bot_for_is_theirs(here: World) -> None:
    await here.types("subscribe web@fix/* --by @ben --on started", channel=DEPLOYS)
    for user in (BEN, ANA):
        before = len(posts(here, DEPLOYS))
        await here.types("trigger web@fix/cart-badge", user=user, channel=WEB)
        await here.passes(120)
        assert len(posts(here, DEPLOYS)) == before + (user == BEN)
    preview = await here.types("subscribe web@fix/* --by @ben --on started --preview", channel=DEPLOYS)
    assert "#814" in preview.text
    assert "#815" not in preview.text


async def test_a_word_may_name_an_organization_or_be_a_pattern_of_projects(here: World) -> None:
    for word, heard in (("acme", "gh/acme/*"), ("w*", "gh/acme/w*")):
        said = await here.types(f"subscribe {word} --on started", channel=DEPLOYS)
        assert f"hears about starts of {heard} on their default branches" in said.text
        assert heard in (await here.types(f"unsubscribe {word}", channel=DEPLOYS)).text
    assert "No project zz* that" in (await here.types("subscribe zz*", channel=DEPLOYS)).text
    assert "No project acme/w b* that" in (await here.types("subscribe 'acme/w b*'", channel=DEPLOYS)).text
    which = await here.types("subscribe *", channel=DEPLOYS)
    assert "Did you mean /ci subscribe gh/acme/*?" in which.text
    assert "no subscriptions" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_what_is_only_offered_for_a_slip_is_not_done(here: World) -> None:
    slip = await here.types("subscribe wbe", channel=DEPLOYS)
    assert "Did you mean web?" in slip.text
    assert "no subscriptions" in (await here.types("subscriptions", channel=DEPLOYS)).text
    await here.clicks(slip.only, "subscribe web")
    assert "Did you mean web?" in (await here.types("unsubscribe wbe", channel=DEPLOYS)).text
    assert "1 subscription" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_who_may_not_follow_there_is_told_where(here: World) -> None:
    assert "can't subscribe to web here" in (await here.types("subscribe web", channel=RANDOM)).text


async def test_who_can_approve_is_told_again_once_of_what_has_waited_for_long(here: World) -> None:
    flaky_branch(here)
    said = await here.types(f"subscribe web@{BRANCH} --on canceled --remind 2h", channel=DEPLOYS)
    assert "with a reminder after 2 h" in said.text
    card = (await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)).only
    await here.passes(600)
    await here.clicks(card, "Rerun failed")
    await here.passes(900)

    def told() -> list[str]:
        every = here.slack.workspace.messages.values()
        return [read(each) for each in every if each.channel == DEPLOYS and "can approve it" in read(each)]

    assert told() == []
    await here.passes(7200, step=120)
    [reminder] = told()
    assert "Waiting for approval" in reminder
    assert "<!subteam^S0RELEASE> can approve it." in reminder
    await here.passes(7200, step=600)
    assert len(told()) == 1


async def test_where_a_run_has_no_card_the_reminder_is_its_only_message(here: World) -> None:
    await here.types("subscribe web@release/2.5 --on canceled --remind 1m", channel=WEB)
    before = len(posts(here, WEB))
    await here.types("status web@release/2.5", channel=DEPLOYS)
    await here.passes(60)
    [reminder] = posts(here, WEB)[before:]  # of three that wait: the others stand beneath it
    assert "approve-staging" in reminder
    assert f"Nobody can approve it here. It can be approved in <#{DEPLOYS}>." in reminder
    assert "[Approve" not in reminder


def may_follow(here: World, channel: str, *projects: str) -> None:
    """All that a channel may do is to read and to follow these."""
    rule = Rule("a test", frozenset({Permission.READ, Permission.FOLLOW}), Globs.of(projects, parts=True))
    channels = here.bot.core.services.policies.current.channels
    assert isinstance(channels, dict)
    channels[channel] = ChannelRules((rule,))


async def test_a_channel_hears_of_all_projects_of_an_organization_and_of_new_ones(here: World) -> None:
    may_follow(here, DEPLOYS, "gh/acme/*")
    said = await here.types("subscribe acme/* --on started,failed", channel=DEPLOYS)
    assert "starts and failures of gh/acme/* on their default branches" in said.text
    assert "That's 2 projects now, and each new one that may be seen here." in said.text
    await here.passes(60)
    here.circleci.add_project("gh/acme/fresh", here.circleci.project(WEB_PROJECT).plan)
    before = len(posts(here, DEPLOYS))
    for project in (WEB_PROJECT, "gh/acme/api", "gh/acme/fresh"):
        here.circleci.add_pipeline(project)
        here.circleci.add_pipeline(project, "feature/x")
    await here.passes(60)
    told = posts(here, DEPLOYS)[before:]
    assert len(told) == 3
    assert any("fresh #1" in each for each in told)
    listed = (await here.types("subscriptions", channel=DEPLOYS)).text
    assert "starts and failures of gh/acme/* on their default branches" in listed
    assert "no longer hears about gh/acme/*" in (await here.types("unsubscribe acme/*", channel=DEPLOYS)).text
    assert "no subscriptions" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_of_an_organization_a_channel_hears_what_it_may_see_and_ends_when_that_is_nothing(
    here: World,
) -> None:
    may_follow(here, WEB, "gh/acme/web")
    said = await here.types("subscribe gh/acme@* --on started", channel=WEB)
    assert "That's 1 project now" in said.text
    await here.passes(60)
    before = len(posts(here, WEB))
    for project in (WEB_PROJECT, "gh/acme/api"):
        here.circleci.add_pipeline(project)
    await here.passes(60)
    [told] = posts(here, WEB)[before:]
    assert "web #" in told
    del here.bot.core.services.policies.current.channels[WEB]
    here.circleci.add_pipeline(WEB_PROJECT)
    await here.passes(60)
    assert "Notices of gh/acme/* on every branch and tag have ended here" in posts(here, WEB)[-1]


async def test_a_preview_of_branches_by_a_pattern_shows_those_alone_that_may_be_seen(here: World) -> None:
    both, channels = (
        frozenset({Permission.READ, Permission.FOLLOW}),
        here.bot.core.services.policies.current.channels,
    )
    assert isinstance(channels, dict)
    channels[WEB] = ChannelRules((Rule("a test", both, branches=Globs.of(("!main",))),))
    for target in ("web@*", "acme/*@*"):
        preview = await here.types(f"subscribe {target} --on started --preview", channel=WEB)
        assert "Fix rounding at checkout" in preview.text  # of a branch
        assert "Say when a voucher has expired" not in preview.text  # of main


async def test_a_preview_leaves_out_a_project_of_whose_branch_nothing_may_be_heard(here: World) -> None:
    both = frozenset({Permission.READ, Permission.FOLLOW})
    channels = here.bot.core.services.policies.current.channels
    assert isinstance(channels, dict)
    web, api = (Globs.of((f"gh/acme/{each}",), parts=True) for each in ("web", "api"))
    channels[WEB] = ChannelRules((Rule("one", both, web, Globs.of(("!main",))), Rule("two", both, api)))
    preview = await here.types("subscribe acme/* --on started --preview", channel=WEB)
    assert "api #" in preview.text
    assert "web #" not in preview.text


async def test_a_preview_of_several_projects_looks_at_the_last_runs_of_each(here: World) -> None:
    asked = len(here.asked_of_circleci())
    preview = await here.types("subscribe gh/acme --preview", channel=DEPLOYS)
    assert "would have been posted here" in preview.text
    assert "web #" in preview.text
    assert len(here.asked_of_circleci()) - asked < 60
    await here.clicks(preview.only, "Subscribe")
    assert "of gh/acme/* on their default" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_what_names_no_project_is_said_to_name_none(here: World) -> None:
    assert "gh/nobody/*" in (await here.types("subscribe gh/nobody", channel=DEPLOYS)).text
    assert "nobody/*" in (await here.types("subscribe nobody/*@main", channel=DEPLOYS)).text
    assert "can't subscribe to" in (await here.types("subscribe gh/acme", channel=RANDOM)).text
    assert "no subscriptions" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_what_had_ended_before_a_channel_subscribed_is_not_told(here: World) -> None:
    flaky_branch(here)
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    await here.types(f"subscribe web@{BRANCH} --on failed,started", channel=WEB)
    before = len(posts(here, WEB))
    await here.passes(60)
    assert len(posts(here, WEB)) == before


@pytest.mark.parametrize("scope", [True, False])
async def test_an_author_whom_the_policy_does_not_name_is_mentioned_by_their_address(
    here: World, scope: bool
) -> None:
    if not scope:
        here.slack.fail("users.lookupByEmail", "missing_scope")
    fails = {"lint": ("failed",)}
    here.circleci.add_branch(MOBILE, "main", subject="Say so", author=AUTHOR, outcomes=fails)
    await here.types("subscribe mobile@main --mention author", channel=WEB)
    before = len(posts(here, WEB))
    here.circleci.add_pipeline(MOBILE)
    await here.passes(900)
    [told] = posts(here, WEB)[before:]
    assert told.startswith(":x: Failed")
    assert ("<@U0CHO>" in told) is scope


@pytest.mark.parametrize(
    ("people", "known", "whom"),
    [
        ({"ana-lima": ANA, "cho-minji": BEN}, True, CHO),
        ({"ana-lima": ANA, "cho-minji": BEN}, False, BEN),
        ({"ana-lima": ANA, "cho min-ji": BEN}, False, BEN),
        ({"ana-lima": ANA}, False, None),
    ],
    ids=["their address", "their login in the policy", "their name in the policy", "nothing tells"],
)
async def test_the_commits_author_is_mentioned_and_not_who_started_it(
    here: World, people: dict[str, str], known: bool, whom: str | None
) -> None:
    map_ = here.bot.core.services.policies.current.people
    assert isinstance(map_, dict)
    map_.clear()
    map_ |= people
    if not known:
        here.slack.fail("users.lookupByEmail", "users_not_found", times=1000)
    fails = {"lint": ("failed",)}
    here.circleci.add_branch(MOBILE, "fix/sums", subject="Sums", author=AUTHOR, outcomes=fails)
    await here.types("subscribe mobile@fix/* --mention author --on started,failed", channel=WEB)
    card = (await here.types("trigger mobile@fix/sums --definition Checks", channel=WEB, user=ANA)).only
    await here.passes(900)
    [told] = [read(each) for each in beneath(here, card)]
    assert "lint failed" in told
    assert [id for id in (BEN, CHO) if f"<@{id}>" in told] == ([whom] if whom else [])


async def test_what_is_subscribed_to_and_was_never_built_is_said_so(here: World) -> None:
    slip = await here.types("subscribe web@MAIN", channel=WEB)
    assert "of web on MAIN." in slip.text
    assert "web has no pipeline on it so far. Did you mean main?" in slip.text
    assert "no pipeline" not in (await here.types("subscribe web@release/2.5", channel=WEB)).text
    assert "no pipeline" not in (await here.types("subscribe web@v2.4.1", channel=WEB)).text
    assert "no pipeline" not in (await here.types("subscribe web@coming/*", channel=WEB)).text


async def test_all_branches_but_one_are_heard_of(here: World) -> None:
    said = await here.types("subscribe web@!release/* --on started", channel=WEB)
    assert "of web on every branch and tag but release/*." in said.text
    flaky_branch(here)
    before = len(posts(here, WEB))
    here.circleci.add_pipeline("gh/acme/web", BRANCH)
    heard = here.circleci.add_pipeline("gh/acme/web", "fix/cart-badge")
    await here.passes(120)
    [started] = posts(here, WEB)[before:]
    assert f"web #{heard.number}" in started
    ended = await here.clicks(said.only, "Unsubscribe")
    assert "no longer hears about web on every branch and tag but release/*." in ended.text


@pytest.mark.parametrize(
    ("word", "cause"),
    [("scheduled", "schedule"), ("pushes", "push"), ("manual", "api"), ("nightly", "schedule")],
)
async def test_what_sets_runs_off_has_more_names_than_one(here: World, word: str, cause: str) -> None:
    assert f"started by {cause}." in (await here.types(f"subscribe web --event {word}")).text


async def test_this_branch_is_the_one_of_the_run_that_the_thread_is_about(here: World) -> None:
    card = (await here.types("trigger web@fix/cart-badge")).only
    said = await here.mentions("subscribe to this branch", thread=card.ts)
    assert "of web on fix/cart-badge." in said.text
    ended = await here.mentions("unsubscribe from this branch", thread=card.ts)
    assert "no longer hears about web on fix/cart-badge." in ended.text
