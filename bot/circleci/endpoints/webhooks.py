"""Outbound webhooks of a project. All of it takes an organization admin's token.

https://circleci.com/docs/api/v2/#tag/Webhook and
https://circleci.com/docs/guides/integration/outbound-webhooks/
"""

from bot.circleci import wire
from bot.circleci.endpoints import Endpoints
from bot.circleci.models import Webhook

#: All that there are. Nothing tells of what begins or waits.
WEBHOOK_EVENTS = ("workflow-completed", "job-completed")


class WebhookEndpoints(Endpoints):
    """The webhook endpoints. ``project_id`` is a UUID: none are an organization's."""

    async def of_project(self, project_id: str) -> tuple[Webhook, ...]:
        return await self._list(Webhook, "webhook", scope_id=project_id, scope_type="project")

    async def create(self, project_id: str, *, name: str, url: str, secret: str) -> Webhook:
        """For all events, to an ``https`` address whose certificate is checked. Never tried again.

        Raises Forbidden where the token's user is no organization admin.
        """
        body: dict[str, object] = {
            "name": name,
            "events": list(WEBHOOK_EVENTS),
            "url": url,
            "verify-tls": True,
            "signing-secret": secret,
            "scope": {"id": project_id, "type": "project"},
        }
        return await self._post(Webhook, "webhook", body=body)

    async def delete(self, webhook_id: str) -> None:
        await self._http.send(wire.delete("webhook", webhook_id))
