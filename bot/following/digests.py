"""Tells channels once a day how their projects stand: by the line that somebody could type for it."""

from dataclasses import replace

import structlog

from bot import lines
from bot.circleci.errors import CircleCIError
from bot.following.asking import ask_again
from bot.following.quiet import QuietTimes
from bot.grammar import line
from bot.model.digest import Digest
from bot.model.fault import Fault
from bot.model.message import Message, with_prefix
from bot.model.outbox import Remedy, Undeliverable
from bot.model.reply import Reply, Surface
from bot.services import Services
from bot.views.cards.digest import DigestEnded, digest_ended

log = structlog.get_logger()

#: How often it is looked whether one is due, and the pause after one could not be told, in seconds.
_EVERY, _PAUSE = 20.0, 300.0

#: How late one may be told, in seconds; later, the next one is.
LATEST = 4 * 3600.0


class DigestTeller:
    """The digests of this process's workspaces."""

    def __init__(self, services: Services, quiet: QuietTimes) -> None:
        self._services = services
        self._store = services.store
        self._quiet = quiet
        self._looked_at: dict[str, float] = {}
        self._not_before: dict[tuple[str, str], float] = {}

    async def tell(self, workspace: str) -> None:
        """Those that are due; a channel that is quiet gets its own afterwards. Raises `StoreUnavailable`."""
        if (at := self._at()) - self._looked_at.get(workspace, 0.0) < _EVERY:
            return
        self._looked_at[workspace] = at
        if not (due := await self._store.digests.due(workspace, at)):
            return
        muted = await self._store.subscriptions.muted(workspace, at)
        silent = {*await self._quiet.channels(workspace), *muted}
        for digest in due:
            key = workspace, digest.place.channel
            if at - digest.due > LATEST:
                await self._store.digests.move(digest, self._following(digest))
            elif digest.place.channel not in silent and at >= self._not_before.get(key, 0.0):
                self._not_before[key] = at + _PAUSE
                await self._tell(digest)

    async def _tell(self, digest: Digest) -> None:
        """At most once: that it is told is written down before."""
        try:
            message = await self._message(digest)
        except (Fault, CircleCIError) as error:
            log.warning("a digest can't be read", channel=digest.place.channel, error=type(error).__name__)
            return
        if message is None:
            await self._end(digest)
            return
        following = self._following(digest)
        if not await self._store.digests.move(digest, following):
            return
        try:
            posted = await self._services.outbox.say(digest.place, message)
            await self._store.memory.remember(posted, message)
        except Undeliverable as error:
            log.warning("a digest is untold", reason=error.reason, channel=digest.place.channel)
            if error.remedy in (Remedy.AGAIN, Remedy.REPAIR):
                await self._store.digests.move(replace(digest, due=following), digest.due)
            elif error.remedy is Remedy.ANOTHER_WAY:
                await self._end(digest, error.reason)

    async def _message(self, digest: Digest) -> Message | None:
        """None where the channel has nothing that it may hear of. Raises `Fault`, `CircleCIError`."""
        services, reply = self._services, Reply(Surface.NOTICE)
        said = line(lines.DIGEST, lines.DigestArgs(post=True))
        command, context, card = await ask_again(
            services, said, digest.asker, digest.place, reply, str(digest.due)
        )
        if not card.projects:
            return None
        message = command.view(replace(card, scene=replace(card.scene, user="")))
        return with_prefix(context.with_unread(message), reply.prefix(services.prefixes, None))

    async def _end(self, digest: Digest, reason: str = "") -> None:
        """And say so once: to who wanted it, where the channel is closed."""
        await self._store.digests.remove(digest.place)
        await self._tell_end(digest, reason, in_person=bool(reason))

    async def _tell_end(self, digest: Digest, reason: str, *, in_person: bool) -> None:
        place = digest.place
        where = replace(place, channel=digest.asker) if in_person else place
        try:
            await self._services.outbox.say(
                where, digest_ended(DigestEnded(place.channel, reason, in_person))
            )
        except Undeliverable as error:
            log.warning("the end of a digest is untold", reason=error.reason, channel=place.channel)
            if not in_person and error.remedy is Remedy.ANOTHER_WAY:
                await self._tell_end(digest, reason, in_person=True)

    def _following(self, digest: Digest) -> float:
        return digest.times.following(self._services.now()).timestamp()

    def _at(self) -> float:
        return self._services.now().timestamp()
