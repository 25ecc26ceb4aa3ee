"""Channels' default projects."""

from bot.circleci.slug import ProjectSlug
from bot.store import Store
from bot.store.channels import Channels

WEB, API = ProjectSlug("gh", "acme", "web"), ProjectSlug("gh", "acme", "api")


async def test_a_default_is_known_at_once(store: Store) -> None:
    assert store.channels.default("T0ACME", "C0WEB") is None
    await store.channels.set_default("T0ACME", "C0WEB", WEB, by="U0ANA")
    await store.channels.set_default("T0ACME", "C0WEB", API, by="U0BEN")
    assert store.channels.default("T0ACME", "C0WEB") == API
    assert store.channels.default("T0ACME", "C0OTHER") is None
    assert store.channels.default("T0OTHER", "C0WEB") is None


async def test_another_process_learns_of_it_when_it_refreshes(store: Store) -> None:
    other = Channels(store._database)
    await other.refresh()
    await store.channels.set_default("T0ACME", "C0WEB", WEB, by="U0ANA")
    assert other.default("T0ACME", "C0WEB") is None
    await other.refresh()
    assert other.default("T0ACME", "C0WEB") == WEB
