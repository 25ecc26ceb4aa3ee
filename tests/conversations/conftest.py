"""The worlds in which people talk to the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import Mode, World, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """The demo's world, over signed HTTP requests."""
    async with world(tmp_path) as made:
        yield made


@pytest.fixture(params=["http", "socket"])
async def either(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The same world twice: over signed HTTP requests, and over Socket Mode."""
    mode: Mode = request.param
    async with world(tmp_path, mode) as made:
        yield made
