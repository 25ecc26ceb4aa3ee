"""Whether what the policy names is there: projects in CircleCI, people, groups and channels in Slack."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import circleci_client
from bot.circleci.errors import CircleCIError, Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.operating.doctor.finding import Finding, FindingState, bad, good, note
from bot.operating.doctor.patterns import check_patterns
from bot.policy.cut_off import limits
from bot.policy.file import PolicyError, load_policy, policy_text
from bot.policy.rules import Policy, Rule
from bot.policy.yaml import says_beginning
from bot.settings import Settings
from bot.slack.clients import NOT_REACHED, reason, slack_client

_T = TypeVar("_T")
_Look = Callable[[str], Awaitable[Finding | str]]

_UNENDING = note(
    "Policy's end",
    "a copy that was cut off could allow more when the bot starts with it",
    "Begin the file with --- and end it with ..., each in a line of its own: then it is refused.",
)
_FIX = "Fix the file; the bot reloads it within two seconds."
#: Slack's words for what isn't there.
_ABSENT = frozenset({"channel_not_found", "user_not_found", "no_such_subteam", "subteam_not_found"})


async def check_policy(settings: Settings, *, circleci: bool, slack: bool) -> list[Finding]:
    """``circleci`` and ``slack``: whether these can be asked."""
    path = settings.policy_file
    if not _may_be_there(path):
        remedy = "Copy policy.example.yml to policy.yml, or set POLICY_FILE."
        if settings.names_policy:
            remedy = "Put the file there, or change POLICY_FILE."
            return [bad("Policy", f"{path} isn't there, so nothing is allowed", remedy)]
        return [bad("Policy", f"no {path}: everyone can read, nobody can do more", remedy)]
    try:
        policy = load_policy(path)
    except PolicyError as error:
        return [bad("Policy", str(error), _FIX)]
    rules = [*policy.everywhere, *(rule for own in policy.channels.values() for rule in own.rules)]
    if not any(rule.do and _is_for_somebody(rule, policy) for rule in rules):
        remedy = "Add rules; policy.example.yml shows some."
        told = f"{path} has no rule for anybody, so nobody can do anything, not even read"
        return [bad("Policy", told, remedy)]
    return [
        good("Policy", f"{path}, {len(policy.channels)} channels, {len(rules)} rules"),
        *([] if says_beginning(policy_text(path)) or not limits(policy) else [_UNENDING]),
        *(await _projects(settings, policy, rules) if circleci else ()),
        *(await _of_slack(settings, policy) if slack else ()),
    ]


def _may_be_there(path: Path) -> bool:
    """What can't even be looked for is told when it is read."""
    try:
        return path.exists()
    except OSError:
        return True


def _is_for_somebody(rule: Rule, policy: Policy) -> bool:
    """Whether it isn't for groups alone that have nobody."""
    return rule.who is None or any(policy.groups.get(each, each) for each in rule.who)


def _only_in_rules(policy: Policy, rules: Sequence[Rule]) -> Mapping[ProjectSlug, str]:
    """What rules alone call by a slug. Its capitals are lost, which ids can't do without."""
    declared = {str(slug).lower() for slug in named_projects(policy)}
    slugs = dict[ProjectSlug, str]()
    for each in sorted({each for rule in rules for each in (*rule.projects.include, *rule.projects.exclude)}):
        with suppress(ValueError):
            slug = ProjectSlug.parse(each)
            if not (slug.opaque or each in declared or set("*?") & set(each)):
                slugs[slug] = each
    return slugs


async def _projects(settings: Settings, policy: Policy, rules: Sequence[Rule]) -> list[Finding]:
    several, in_rules = named_projects(policy), _only_in_rules(policy, rules)
    called = {**in_rules, **several}
    async with circleci_client(settings) as client:

        async def look(slug: ProjectSlug) -> Finding | str:
            project = await client.get_project(slug)
            now, name = project.slug, called[slug]
            if str(now).lower() == str(slug).lower():
                own = f" ({project.name})" if slug.opaque and project.name else ""
                return f"{name} is {now}{own}" if name != str(now) else name
            remedy = f"Change {slug} to {now} in the policy. {_FIX}"
            return bad("Projects", f"{name} was renamed in CircleCI", remedy)

        found = await _looked_up("Projects", several, look, _circleci_reason, "slug")
        others = await _looked_up("Projects in rules", in_rules, look, _circleci_reason, "slug")
        patterns = await check_patterns(client, policy, rules, called)
    noted = (replace(each, state=FindingState.NOTE) if _is_bad(each) else each for each in others)
    return [*found, *noted, *patterns]


def _is_bad(finding: Finding) -> bool:
    return finding.state is FindingState.NO


def named_projects(policy: Policy) -> Mapping[ProjectSlug, str]:
    """What each project that the policy names is called."""
    defaults = [own.project for own in policy.channels.values() if own.project]
    by_slug = {str(slug): slug for slug in (*defaults, *policy.markers)}
    return {slug: short for short, slug in {**by_slug, **policy.projects}.items()}


async def _of_slack(settings: Settings, policy: Policy) -> list[Finding]:
    client = slack_client(settings.secret("slack_bot_token"), settings.slack_api_url)
    rules = [*policy.everywhere, *(rule for own in policy.channels.values() for rule in own.rules)]
    ids = {entry for rule in rules for entry in rule.who or ()} - policy.groups.keys()
    ids = ids.union(*policy.groups.values())
    people = {each: each for each in sorted({*ids, *policy.people.values()}) if not each.startswith("S")}
    rooms = {each: each for each in policy.channels if each.startswith(("C", "G"))}
    handles = await _handles(client) if policy.user_groups else {}
    kinds = (
        ("Channels", rooms, _channel(client), "id"),
        ("People", people, _person(client), "id"),
        ("User groups", {each: each for each in policy.user_groups}, _group(client, handles), "id"),
    )
    found = await asyncio.gather(
        *(_looked_up(kind, several, look, _slack_reason, word) for kind, several, look, word in kinds)
    )
    return [each for several in found for each in several]


def _channel(client: AsyncWebClient) -> _Look:
    async def look(id: str) -> Finding | str:
        channel = (await client.conversations_info(channel=id))["channel"]
        called = f"{id} is #{channel['name']}"
        if channel.get("is_member"):
            return called
        return note("Channels", f"{called}, and the bot isn't in it", "Run /invite @ringmaster there.")

    return look


def _person(client: AsyncWebClient) -> _Look:
    async def look(id: str) -> Finding | str:
        user = (await client.users_info(user=id))["user"]
        called = f"{id} is {user.get('real_name') or user['name']}"
        return note("People", f"{called}, who has left") if user.get("deleted") else called

    return look


async def _handles(client: AsyncWebClient) -> Mapping[str, str]:
    """How one types the user groups, by their ids."""
    with suppress(*NOT_REACHED):  # then they are told by their ids alone
        return {each["id"]: each["handle"] for each in (await client.usergroups_list())["usergroups"]}
    return {}


def _group(client: AsyncWebClient, handles: Mapping[str, str]) -> _Look:
    async def look(id: str) -> Finding | str:
        people = (await client.usergroups_users_list(usergroup=id))["users"]
        called = f"{id} is @{handles[id]}" if id in handles else id
        return f"{called} ({len(people)})" if people else note("User groups", f"{called} and has no members")

    return look


def _circleci_reason(error: Exception) -> str | None:
    return None if isinstance(error, NotFound | Forbidden) else str(error)


def _slack_reason(error: Exception) -> str | None:
    absent = isinstance(error, SlackApiError) and reason(error) in _ABSENT
    return None if absent else reason(error)


async def _looked_up(
    kind: str,
    several: Mapping[_T, str],
    look: Callable[[_T], Awaitable[Finding | str]],
    why: Callable[[Exception], str | None],
    word: str,
) -> list[Finding]:
    """What isn't there, what couldn't be looked up, what is odd about the rest, and what the rest is.

    ``several``: what each is called; ``why`` is None where there is no such thing.
    """
    tries = await asyncio.gather(*(_tried(look, each) for each in several))
    names = list(several.values())
    failed = {name: why(it) for name, it in zip(names, tries, strict=True) if isinstance(it, Exception)}
    absent = [name for name, reason in failed.items() if reason is None]
    unread = dict.fromkeys(reason for reason in failed.values() if reason is not None)
    found = [each for each in tries if isinstance(each, Finding)]
    if absent:
        found.append(
            bad(
                kind, f"not found, or hidden from the bot: {', '.join(absent)}", f"Correct the {word}. {_FIX}"
            )
        )
    if unread:
        found.append(note(kind, f"couldn't look them up: {', '.join(unread)}"))
    there = [each for each in tries if isinstance(each, str)]
    return [*found, *([good(kind, ", ".join(there))] if there else [])]


async def _tried(look: Callable[[_T], Awaitable[Finding | str]], it: _T) -> Finding | str | Exception:
    try:
        return await look(it)
    except (CircleCIError, *NOT_REACHED) as error:
        return error
