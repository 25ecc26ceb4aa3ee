"""Tells again of approvals that wait longer than a channel wants, once, who can give them."""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.following.endings import Endings
from bot.following.redrawing import thread_of
from bot.model.message import Message, picture
from bot.model.news import approval_key
from bot.model.outbox import PostedMessage, Remedy, Undeliverable, Watch
from bot.model.permission import Permission
from bot.model.reply import Surface
from bot.model.request import Place
from bot.model.run import Run
from bot.model.subscription import Subscription, overdue_approvals, reminder_key
from bot.policy.access import Access
from bot.services import Services
from bot.views.cards.reminder import ReminderCard, reminder_card
from bot.views.scene import Scene

log = structlog.get_logger()


class Reminders:
    """The approvals of this process's workspaces."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._endings = Endings(services)

    async def remind(self, subscription: Subscription, run: Run, access: Access, here: list[Watch]) -> bool:
        """Gives whether Slack took all of it. It comes to ``here``, the messages of the run in the channel.

        Raises `StoreUnavailable`.
        """
        pipeline = run.pipeline
        about = pipeline.project_slug, pipeline.branch, pipeline.tag
        told = {key for each in here for key in each.told}
        overdue = overdue_approvals(subscription, run, self._services.now(), told)
        if not overdue or not access.reads(*about):
            return True
        groups, who = access.policy.groups, access.who_can(Permission.APPROVE, *about)
        named = None if who is None else tuple(id for each in who for id in sorted(groups.get(each, (each,))))
        elsewhere = () if named is None or named else access.where_any_can(Permission.APPROVE, *about)
        called = replace(run, called=access.called(pipeline.project_slug))
        scene = Scene(self._services.clients[subscription.place.workspace].web, self._services.now(), "")
        cards = [ReminderCard(each, called, scene, named, elsewhere) for each in overdue]
        roots = [each.posted for each in here if each.line and each.surface is not Surface.NEWS]
        try:
            await self._say(subscription, cards, roots[-1] if roots else None, here)
        except Undeliverable as error:
            log.warning("not reminded", reason=error.reason, channel=subscription.place.channel)
            await self._endings.refused(subscription.place, error)
            if error.remedy is Remedy.ANOTHER_WAY:
                await self._endings.end(subscription, error.reason)
            return error.remedy not in (Remedy.AGAIN, Remedy.REPAIR)
        return True

    async def _say(
        self,
        subscription: Subscription,
        cards: Sequence[ReminderCard],
        root: PostedMessage | None,
        here: list[Watch],
    ) -> None:
        """Beneath the run's first message there, its ``root``; where it has none, the first becomes that."""
        store = self._services.store
        place = replace(subscription.place, thread=None)
        for card in cards:
            message = replace(reminder_card(card), key=reminder_key(card.approval))
            said = await self._said(place, root, message)
            root = root if thread_of(said) else said
            await store.memory.remember(said, message)
            if message.drawn_by and message.run:
                told, look = (reminder_key(card.approval), approval_key(card.approval)), picture(message)
                watch = Watch(
                    said, message.drawn_by, subscription.asker, Surface.NEWS, message.run, told, None, look
                )
                await store.watches.keep(watch)
                here.append(watch)

    async def _said(self, place: Place, root: PostedMessage | None, message: Message) -> PostedMessage:
        """Beneath the ``root``, or in the channel where there is none any more. Raises `Undeliverable`."""
        outbox = self._services.outbox
        if root is not None:
            try:
                return await outbox.post(root, message)
            except Undeliverable as error:
                if error.remedy in (Remedy.AGAIN, Remedy.REPAIR):
                    raise
        return await outbox.say(place, message)
