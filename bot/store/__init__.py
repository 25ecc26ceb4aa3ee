"""What survives a restart: actions, what messages showed, channels' defaults. SQLite or PostgreSQL."""

from bot.store.engine import SecondWriter, Store, migrate, open_store

__all__ = ["SecondWriter", "Store", "migrate", "open_store"]
