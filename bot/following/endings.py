"""Ends what a channel wanted to hear of, where it may hear it no more or can't be told, and says so once."""

from dataclasses import replace

import structlog

from bot.model.outbox import Remedy, Undeliverable
from bot.model.request import Actor, Place
from bot.model.subscription import Subscription
from bot.services import Services
from bot.views.cards.notice import SubscriptionEnded, subscription_ended

log = structlog.get_logger()


class Endings:
    """The ends of the subscriptions of this process's workspaces."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._subscriptions = services.store.subscriptions

    async def refused(self, place: Place, error: Undeliverable) -> None:
        """What was to be said or drawn there was: all ends where the channel takes nothing any more.

        Raises `StoreUnavailable`.
        """
        if error.closed:
            for each in await self._subscriptions.of_channel(place):
                await self.end(each, error.reason)

    async def end(self, subscription: Subscription, reason: str = "") -> None:
        """``reason``: Slack's word for why the channel can't be told: then who subscribed is, else it is.

        Raises `StoreUnavailable`.
        """
        if await self._subscriptions.remove(subscription):
            await self._tell(subscription, reason, in_person=bool(reason))

    async def _tell(self, subscription: Subscription, reason: str, *, in_person: bool) -> None:
        place = subscription.place
        access = self._services.access(Actor(subscription.asker, place.workspace), place)
        ended = SubscriptionEnded(subscription, access.called(subscription.project), reason, in_person)
        where = replace(place, channel=subscription.asker) if in_person else place
        try:
            await self._services.outbox.say(replace(where, thread=None), subscription_ended(ended))
        except Undeliverable as error:
            log.warning("the end of a subscription is untold", reason=error.reason, channel=place.channel)
            if error.remedy in (Remedy.AGAIN, Remedy.REPAIR):  # it ends when this is met again
                await self._subscriptions.put(subscription)
            elif not in_person:
                await self._tell(subscription, reason, in_person=True)
