"""Lines as people type them, of what was asked by ids."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.deeds import AlreadyAsked
from bot.model.message import Message
from bot.model.outbox import PostedMessage
from bot.model.shown import Noun, ShownThing
from bot.model.write import State
from bot.spine.repeated import already_asked
from bot.store.tables import recorded_write
from tests.commands.desk import Desk, desk
from tests.store.rows import PLACE, intent
from tests.views.facts import NOON, identifier

WEB = "gh/acme/web"
PIPELINE = ShownThing(Noun.PIPELINE, WEB, identifier(1), 812)
WORKFLOW = ShownThing(Noun.WORKFLOW, WEB, identifier(2))
ELSEWHERE = ShownThing(Noun.PIPELINE, WEB, identifier(3), 813)
COMMIT = "--commit a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk(tmp_path) as made:
        yield made


async def show(here: Desk, ts: str, *shown: ShownThing) -> None:
    message = Message(("…",), depicts=shown[0], shows=shown[1:])
    await here.store.memory.remember(PostedMessage(replace(PLACE, thread=None), ts), message)


async def asked(here: Desk, line: str, state: State = State.DONE) -> AlreadyAsked:
    context = here.context("status web")
    first = replace(recorded_write(intent(line=line, place=PLACE), "1", NOON.timestamp()), state=state)
    return await already_asked(first, context._services, context.access)


@pytest.mark.parametrize(
    ("line", "again", "look"),
    [
        (f"rerun {WORKFLOW.id} --failed {COMMIT}", "rerun web#812 --failed", "pipeline web#812"),
        (f"approve {WORKFLOW.id} hold {COMMIT}", "approve web#812 hold", "pipeline web#812"),
        (f"cancel {PIPELINE.id} --only {WORKFLOW.id} {COMMIT}", "cancel web#812", "pipeline web#812"),
        ("trigger gh/acme/web@main a=1", "trigger web@main a=1", "pipelines web@main"),
        ("cancel job gh/acme/web#155", "cancel job web#155", "job web#155"),
        ("rerun #812 --failed", "rerun #812 --failed", None),
        (f"rerun {identifier(9)} --failed", None, None),
    ],
)
async def test_ids_become_what_was_shown_here(
    here: Desk, line: str, again: str | None, look: str | None
) -> None:
    await show(here, "1.1", PIPELINE, WORKFLOW)
    await show(here, "1.2", WORKFLOW, PIPELINE)
    await show(here, "1.3", ELSEWHERE)
    told = await asked(here, line)
    assert (told.line, told.look) == (again, look)


async def test_what_was_shown_beside_several_pipelines_is_nobodys(here: Desk) -> None:
    await show(here, "1.1", PIPELINE, WORKFLOW, ELSEWHERE)
    assert (await asked(here, f"rerun {WORKFLOW.id}")).line is None


@pytest.mark.parametrize(
    ("state", "open", "lost"),
    [
        (State.PENDING, True, False),
        (State.SENT, True, False),
        (State.DONE, False, False),
        (State.UNKNOWN, False, True),
    ],
)
async def test_what_came_of_the_first_is_told(here: Desk, state: State, open: bool, lost: bool) -> None:
    told = await asked(here, "trigger web@main", state)
    assert (told.user, told.open, told.lost) == ("U0ANA", open, lost)
