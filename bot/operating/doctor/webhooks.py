"""Whether CircleCI's webhooks reach the bot: the secret, and what the projects' webhooks point to."""

import asyncio
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.app import circleci_client
from bot.circleci.client import CircleCI
from bot.circleci.endpoints.webhooks import WEBHOOK_EVENTS
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Webhook
from bot.circleci.slug import ProjectSlug
from bot.operating.doctor.finding import Finding, good, note
from bot.operating.doctor.policy import named_projects
from bot.operating.webhooks import posted_to
from bot.policy.file import PolicyError, load_policy
from bot.settings import Settings
from bot.webhooks.intake import WEBHOOK_PATH

_CHECK = "Webhooks"
_CREATE = "ringmaster webhook create PROJECT --url https://…"


async def check_webhooks(settings: Settings, *, circleci: bool) -> list[Finding]:
    """``circleci``: whether it can be asked. Without webhooks the bot polls, so nothing here is needed."""
    secret = bool(settings.webhook_secrets)
    off = note(_CHECK, "CIRCLECI_WEBHOOK_SECRET isn't set: the bot polls, which is slower and works too")
    try:
        projects = named_projects(load_policy(settings.policy_file)) if circleci else {}
    except (PolicyError, OSError):  # what is wrong with it is told elsewhere
        projects = {}
    found = await _of_projects(settings, projects) if projects else {}
    with_some = {name: hooks for name, hooks in found.items() if hooks}
    if not secret:
        if not with_some:
            return [off]
        remedy = "Set it to the secret with which the webhooks were made."
        told = f"CIRCLECI_WEBHOOK_SECRET isn't set, but CircleCI posts for {', '.join(with_some)}"
        return [note(_CHECK, told, remedy)]
    wrong = [each for name, hooks in with_some.items() for hook in hooks for each in _wrong(name, hook)]
    without = [name for name, hooks in found.items() if hooks == ()]
    unread = [name for name, hooks in found.items() if hooks is None]
    if without:
        told = f"the secret is set, but there's none for: {', '.join(without)}"
        wrong.append(note(_CHECK, told, f"Run {_CREATE} for each."))
    if unread:
        told = f"couldn't look them up for {', '.join(unread)}: that takes an organization admin's token"
        wrong.append(note(_CHECK, told))
    if with_some:
        return [*wrong, good(_CHECK, f"the secret is set; CircleCI posts for {', '.join(with_some)}")]
    return wrong or [note(_CHECK, "the secret is set; the policy names no project to look at")]


async def _of_projects(
    settings: Settings, projects: Mapping[ProjectSlug, str]
) -> Mapping[str, tuple[Webhook, ...] | None]:
    async with circleci_client(settings) as client:
        looked = await asyncio.gather(*(_of_bot(client, slug) for slug in projects))
    return dict(zip(projects.values(), looked, strict=True))


async def _of_bot(client: CircleCI, slug: ProjectSlug) -> tuple[Webhook, ...] | None:
    """The project's webhooks that post to a bot; None where CircleCI doesn't tell."""
    try:
        id = (await client.get_project(slug)).id
        hooks = await client.webhooks.of_project(id) if id is not None else None
    except CircleCIError:
        return None
    return hooks and tuple(each for each in hooks if urlsplit(each.url).path.endswith(WEBHOOK_PATH))


def _wrong(project: str, webhook: Webhook) -> list[Finding]:
    found = []
    if not _is_public(webhook.url):
        told = f"{project}'s posts to {webhook.url}, which isn't a public https:// address"
        remedy = f"Run ringmaster webhook delete {project} {webhook.id}, then {_CREATE}."
        found.append(note(_CHECK, told, remedy))
    if missing := ", ".join(each for each in WEBHOOK_EVENTS if each not in webhook.events):
        told = f"{project}'s doesn't tell of {missing}"
        found.append(note(_CHECK, told, "Add the events in CircleCI's Project Settings, Webhooks."))
    return found


def _is_public(url: str) -> bool:
    try:
        host = urlsplit(posted_to(url, WEBHOOK_PATH)).hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:  # a name
        return "." in host and not host.endswith((".local", ".internal", ".localhost"))
