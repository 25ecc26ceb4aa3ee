"""What the conversations about approving, canceling and rerunning share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.timeline import Run
from bot.playground.circleci.world import Pipeline
from bot.playground.demo import POLICY
from bot.playground.slack.cast import User
from bot.playground.slack.workspace import Message
from tests.world import ANA, BEN, CHO, DEPLOYS, WEB, World, read, world

DEE, ELI = "U0DEE", "U0ELI"
FIVE = (ANA, BEN, CHO, DEE, ELI)


def states(here: World) -> list[str]:
    """The states of all actions, the oldest first."""
    return [str(row["state"]) for row in here.actions()]


def posts(here: World) -> list[str]:
    """What CircleCI was asked to do."""
    return [asked for asked in here.asked_of_circleci() if asked.startswith("POST")]


def asked(here: World, message: Message, label: str) -> str:
    """What Slack asks before a button counts: title and text, within the lengths that Slack takes.

    https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
    """
    [confirm] = [each.confirm for each in here.slack.controls(message) if each.label == label]
    assert confirm is not None
    title, text = confirm["title"]["text"], confirm["text"]["text"]
    assert len(title) <= 100
    assert len(text) <= 300
    assert all(len(confirm[each]["text"]) <= 30 for each in ("confirm", "deny"))
    return f"{title}\n{text}"


def labels(here: World, message: Message) -> list[str]:
    return [each.label for each in here.slack.controls(message)]


async def card(here: World, reference: str, channel: str = DEPLOYS) -> Message:
    """A pipeline's card, which Ana asked for."""
    return (await here.types(f"pipeline {reference}", channel=channel)).only


@asynccontextmanager
async def five_may(tmp_path: Path) -> AsyncIterator[World]:
    """A world in which five people may do everything to main."""
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.read_text().replace("who: [release]", f"who: [{', '.join(FIVE)}]"))
    async with world(tmp_path, policy_file=policy) as here:
        for id, handle in ((DEE, "dee"), (ELI, "eli")):
            here.slack.workspace.users[id] = User(id, handle, handle.title(), "Developer", "475569")
            for channel in (DEPLOYS, WEB):
                here.slack.workspace.channels[channel].members.add(id)
        yield here


async def twenty_clicks(here: World, message: Message, label: str) -> None:
    """Five people click four times each, all at once: nineteen learn who was first."""
    await asyncio.gather(*(here.slack.click(message.ts, label, user) for user in FIVE * 4))
    await here.idle()
    told = [read(each) for user in FIVE for each in here.slack.ephemerals(user)]
    assert len(told) == 19
    first = here.actions()[-1]["actor"]
    assert all(each.startswith(f"<@{first}> already ") for each in told)


def hold(here: World) -> Pipeline:
    """main's newest pipeline, which waits for an approval."""
    pipeline = here.circleci.newest(WEB_SLUG)
    assert here.circleci.hold(pipeline) == ["hold-for-production"]
    return pipeline


def status(here: World, pipeline: Pipeline, job: str) -> str:
    jobs = here.circleci.world.state(pipeline.runs[-1]).jobs
    return next(each.status for each in jobs if each.job.script.name == job)


def add_main(here: World, subject: str) -> None:
    """A newer pipeline of main."""
    here.circleci.add_branch(WEB_SLUG, "main", subject=subject)
    here.circleci.add_pipeline(WEB_SLUG)


def run_of(here: World, number: int, workflow: str, project: str = WEB_SLUG) -> Run:
    """The newest attempt at a workflow of a pipeline."""
    of_project = here.circleci.world.of_project(here.circleci.project(project))
    [pipeline] = [each for each in of_project if each.number == number]
    return [each for each in pipeline.runs if each.name == workflow][-1]
