"""Outbound webhooks: the noun of `bot.circleci.endpoints.webhooks`."""

from typing import ClassVar

from bot.circleci.models.lenient import Id, Model


class Webhook(Model):
    """Where CircleCI posts to when something of a project completes. The secret is never told."""

    noun: ClassVar[str] = "webhook"

    id: Id
    name: str = ""
    url: str = ""
    events: tuple[str, ...] = ()
