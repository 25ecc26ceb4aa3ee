from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.commands.acting import POLICY
from tests.commands.desk import Desk
from tests.commands.desk import desk as a_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path) as made:
        yield made


@pytest.fixture
def all_allowed(desk: Desk) -> None:
    """Reading, approving, canceling, rerunning and following, in every project of acme."""
    desk.policy.write_text(POLICY)
