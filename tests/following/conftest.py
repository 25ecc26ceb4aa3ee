"""The world in which messages are kept true."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """The demo's world, over signed HTTP requests."""
    async with world(tmp_path) as made:
        yield made
