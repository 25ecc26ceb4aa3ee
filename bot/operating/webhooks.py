"""`ringmaster webhook create|list|delete`: CircleCI's webhooks of a project, as its API manages them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx

from bot.app import checked_client
from bot.circleci.client import CircleCI
from bot.circleci.errors import (
    CircleCIError,
    Forbidden,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
    Unreachable,
)
from bot.circleci.models import Webhook
from bot.model.plain import printable
from bot.operating.projects import NoSuchProject, project_slug
from bot.settings import CannotStart, Settings
from bot.webhooks.intake import WEBHOOK_PATH

#: How many webhooks CircleCI lets a project have.
MOST_WEBHOOKS = 5

_NAME = "Ringmaster"
#: A host, a port and a path, as they are sent: in ASCII. https://www.rfc-editor.org/rfc/rfc3986#section-3
_PLAIN = re.compile(
    r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\])(?::\d+)?(?:/[\w.~!$&'()*+,;=:@%/-]*)?", re.ASCII
)


class WebhookRefused(Exception):
    """What was asked can't be done, and what to do instead: a sentence for a terminal."""


def webhook_address(url: str) -> str:
    """Where CircleCI posts to, from the bot's public address. Raises ValueError, saying why."""
    return posted_to(url, WEBHOOK_PATH)


def posted_to(url: str, path: str) -> str:
    """Where others post to, from the bot's public address, perhaps with that path behind it already.

    Raises ValueError, saying why.
    """
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:  # odd brackets, or a port that is no number
        good = False
    if not good:
        raise ValueError("must be the bot's public https:// address")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("can't have a user, a query or a fragment")
    if not _PLAIN.fullmatch(parts.netloc + parts.path):
        raise ValueError("has a character that no address has")
    below = parts.path.rstrip("/").removesuffix(path)
    return f"https://{parts.netloc.lower()}{below}{path}"


async def create_webhook(
    settings: Settings, project: str, address: str, transport: httpx.AsyncBaseTransport | None = None
) -> str:
    """Have CircleCI post there, signed with the first of the secrets; gives what to print.

    Raises `WebhookRefused` where that is not possible, `CannotStart` where the settings are wrong.
    """
    async with _asking(settings, project, transport) as client:
        id, webhooks = await _webhooks(settings, client, project)
        if same := [each for each in webhooks if _points_to(each, address)]:
            raise WebhookRefused(
                f"{project} already has a webhook for {address}. To replace it, delete it first: "
                f"ringmaster webhook delete {project} {same[0].id}"
            )
        if len(webhooks) >= MOST_WEBHOOKS:
            raise WebhookRefused(
                f"{project} already has {len(webhooks)} webhooks, and CircleCI allows {MOST_WEBHOOKS}. "
                f"Delete one first: `ringmaster webhook list {project}` shows them."
            )
        try:
            await client.webhooks.create(id, name=_NAME, url=address, secret=settings.webhook_secrets[0])
        except CircleCIError as error:
            if not error.may_have_acted:
                raise
            raise WebhookRefused(
                f"CircleCI didn't confirm it ({error}). "
                f"`ringmaster webhook list {project}` shows if it exists."
            ) from error
    return f"Created. CircleCI now posts to {address} when a workflow or job of {project} completes."


async def list_webhooks(
    settings: Settings, project: str, transport: httpx.AsyncBaseTransport | None = None
) -> str:
    """One line each: name, URL, events and id, with tabs between. Raises as `create_webhook` does."""
    async with _asking(settings, project, transport) as client:
        _, webhooks = await _webhooks(settings, client, project)
    rows = [(each.name, each.url, ", ".join(each.events), each.id) for each in webhooks]
    lines = ["\t".join(" ".join(printable(cell).split()) for cell in row) for row in rows]
    return "\n".join(lines) or f"{project} has no webhooks."


async def delete_webhook(
    settings: Settings, project: str, which: str, transport: httpx.AsyncBaseTransport | None = None
) -> str:
    """By its id or its URL, which may be the bot's public address. Raises as `create_webhook` does."""
    async with _asking(settings, project, transport) as client:
        _, webhooks = await _webhooks(settings, client, project)
        chosen = [each for each in webhooks if each.id == which or _points_to(each, which)]
        if not chosen:
            raise WebhookRefused(
                f"{project} has no webhook with that URL or id. "
                f"`ringmaster webhook list {project}` shows them."
            )
        if len(chosen) > 1:
            ids = ", ".join(each.id for each in chosen)
            raise WebhookRefused(f"{project} has {len(chosen)} webhooks for that URL. Give an id: {ids}")
        await client.webhooks.delete(chosen[0].id)
    return f"Deleted. CircleCI no longer posts to {chosen[0].url} for {project}."


def _points_to(webhook: Webhook, url: str) -> bool:
    """Whether it posts to that URL, or to the bot at that address."""
    return _normal(webhook.url) in {_normal(url), _normal(url.rstrip("/") + WEBHOOK_PATH)}


def _normal(url: str) -> str:
    parts = urlsplit(url.strip())
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl().rstrip("/")


@asynccontextmanager
async def _asking(
    settings: Settings, project: str, transport: httpx.AsyncBaseTransport | None
) -> AsyncIterator[CircleCI]:
    """A client whose errors are sentences."""
    async with checked_client(settings, transport) as client:
        try:
            yield client
        except NoSuchProject as error:
            raise WebhookRefused(str(error)) from error
        except CircleCIError as error:
            raise _refusal(error, project) from error


def _refusal(error: CircleCIError, project: str) -> Exception:
    match error:
        case Unauthorized():
            return CannotStart("CircleCI rejected CIRCLECI_TOKEN. Run `ringmaster doctor` for details.")
        case Forbidden():
            return WebhookRefused(
                f"Only an organization admin can manage {project}'s webhooks. "
                "Set CIRCLECI_TOKEN to an admin's token for this command."
            )
        case NotFound():
            return WebhookRefused(f"CircleCI doesn't have {project}, or the token can't see it.")
        case RateLimited() | ServerError() | Unreachable():
            return WebhookRefused(f"CircleCI isn't responding ({error}). Try again in a minute.")
    return WebhookRefused(f"CircleCI didn't accept it ({error}).")


async def _webhooks(settings: Settings, client: CircleCI, project: str) -> tuple[str, tuple[Webhook, ...]]:
    """The project's id, and the webhooks that it has."""
    id = (await client.get_project(project_slug(settings, project))).id
    if id is None:
        raise WebhookRefused(f"CircleCI didn't return the id of {project}. Try again in a minute.")
    return id, await client.webhooks.of_project(id)
