"""What the bot advises works: every offer that a wrong line gets is followed, once."""

from itertools import cycle, product
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.model.permission import Permission
from bot.model.request import Actor, Place
from bot.playground.demo import POLICY
from bot.playground.slack import cast
from bot.policy.access import Access
from bot.policy.file import load_policy
from tests.conversations.crawling import GOES_ON, Crawler, Said, crawler
from tests.conversations.slips import slips
from tests.world import ANA, BEN, CHO, DEPLOYS, GUS, RANDOM, WEB, ZOE, World

#: Why something may be refused that nobody could know before it was asked.
#: A job's steps are known when they are read.
UNKNOWABLE = frozenset({"AlreadyAsked", "Busy", "NoSuchStep", "OutcomeUnknown"})
CHANNELS = (WEB, DEPLOYS, RANDOM)
PEOPLE = (ANA, BEN, CHO, GUS, ZOE)


def test_there_are_some_hundred_wrong_lines() -> None:
    assert len(slips()) >= 300
    assert len(set(slips())) == len(slips())


def _rights(user: str, channel: str) -> tuple[object, ...]:
    """What somebody may do in a channel, as a guest or not."""
    person, members = cast.users()[user], {it.id: frozenset(it.users) for it in cast.usergroups().values()}
    access = Access(load_policy(POLICY), members, Actor(user, person.team), Place(cast.TEAM, channel))
    asked = product(Permission, access.policy.projects.values(), ("main", "fix/a", "release/1"))
    verdicts = [access.decide(may, project, branch=branch).verdict for may, project, branch in asked]
    return (person.guest, person.team, *verdicts)


def _alike(channel: str) -> list[list[str]]:
    """People, those together who may do the same in the channel."""
    found = dict[object, list[str]]()
    for user in PEOPLE:
        found.setdefault(_rights(user, channel), []).append(user)
    return [*found.values()]


@pytest.mark.parametrize(
    ("channel", "people"),
    [
        pytest.param(channel, people, id=f"{channel}-{'-'.join(people)}")
        for channel in CHANNELS
        for people in _alike(channel)
    ],
)
async def test_every_offer_works_for_who_gets_it_where_it_is_made(channel: str, people: list[str]) -> None:
    """Who may do the same takes turns."""
    wrong: dict[str, str] = {}
    followed: dict[str, Said] = {}
    async with crawler(people[0], channel) as first:
        for line, user in zip(slips(), cycle(people), strict=False):
            one = first.as_who(user)
            sent = len(one.posts)
            said = await one.says(line)
            if said.outcome in ("bug", "nothing") or len(one.posts) > sent:
                wrong[line] = f"{said.outcome}, sent {one.posts[sent:]}"
            for offer in said.offers:
                if problem := await _followed(one, said, offer, followed):
                    wrong[f"{line} → {offer}"] = problem
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(f"{offer}: {why}" for offer, why in wrong.items())


async def _followed(one: Crawler, said: Said, offer: str, followed: dict[str, Said]) -> str:
    """What is wrong with an offer. What acts asks first."""
    if offer == said.line:
        return "the same line again"
    if offer not in followed:
        sent = len(one.posts)
        followed[offer] = await one.takes(offer)
        if len(one.posts) > sent:
            return f"sent {one.posts[sent:]}"
    then = followed[offer]
    if then.outcome not in GOES_ON | UNKNOWABLE:
        return then.outcome
    if offer in then.offers or (then.offers and then.offers == said.offers):
        return "offers the same again"
    return ""


#: Ways to name a project that isn't there, or something in it.
NOT_THERE = ("gh/globex/nope", "gh/globex/nope@main", "gh/globex/nope#812", "last failed gh/globex/nope")


async def test_of_a_project_that_is_not_there_nothing_is_advised_that_says_so_again(tmp_path: Path) -> None:
    (policy := tmp_path / "policy.yml").write_text(
        f"channels: {{{WEB}: {{allow: [{{do: [{', '.join(Permission)}], projects: ['*/*/*']}}]}}}}"
    )
    rest = {"artifact": " a.txt"}
    verbs = [command.words for command in COMMANDS]
    lines = [f"{verb} {name}{rest.get(verb, '')}" for verb in verbs for name in NOT_THERE]
    wrong: dict[str, str] = {}
    followed: dict[str, Said] = {}
    async with crawler(ANA, WEB, policy) as one:
        for line in ("pipelines gh/globex/nope --mine", *lines):
            said = await one.says(line)
            for offer in said.offers:
                if problem := await _followed(one, said, offer, followed):
                    wrong[f"{line} → {offer}"] = problem
    # A job's number is looked for without the project.
    assert wrong == {"cancel job gh/globex/nope#812 → pipelines gh/globex/nope": "NothingHere"}


@pytest.mark.parametrize(
    ("line", "verb", "path"),
    [
        ("rerun failed", "rerun", "/rerun"),
        ("retry #812", "rerun", "/rerun"),
        ("trigger web fix/cart-badge", "trigger", "/project/gh/acme/web/pipeline"),
        ("trigger fix/cart-badge shards=3", "trigger", "/project/gh/acme/web/pipeline"),
    ],
)
async def test_the_button_of_a_question_does_what_was_asked_about(
    here: World, line: str, verb: str, path: str
) -> None:
    shown = await here.types(line)
    assert _posts(here) == []
    for _ in ("what is offered", "the question"):
        if not _posts(here):
            [pressed, *_] = [each.value for each in here.slack.controls(shown.only) if each.value]
            assert pressed.startswith(verb)
            shown = await here.clicks(shown.only, pressed)
    [post] = _posts(here)
    assert post.endswith(path)


def _posts(here: World) -> list[str]:
    return [each for each in here.asked_of_circleci() if each.startswith("POST")]
