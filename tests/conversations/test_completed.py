"""Nothing acts on a reading that was completed: it asks first, or offers the line; exact lines act."""

import pytest

from tests.conversations.crawling import crawler
from tests.world import ANA, BEN, DEPLOYS, WEB

SYNONYMS = (
    *("retry last failed", "restart #812", "redo web@fix/tax-label", "rebuild #812"),
    *("stop #813", "abort web@main", "kill web", "halt", "end #813", "ship it", "deploy web"),
    *("build web", "run web@fix/cart-badge", "start web", "launch api@fix/timeouts"),
    *("accept #810", "confirm web@release/2.5", "lgtm", "unblock #810", "decline #810"),
    "revert web production",
)
SLIPS = (
    *("rerrun #812 --failed", "rerun #812 --faild", "retun #812", "cnacel #813", "cancle web#813"),
    *("cancl web@main", "triger web@fix/cart-badge", "trigger wbe@fix/cart-badge"),
    *("trigger web@fix/cart-badge shrads=3", "trigger web@fix/cart-badge environment=prod"),
    *("aprove web@release/2.5", "approve web@release/2.5 aprove-eu", "rejct web#810"),
    *("rolback web production --reason x", "rollback web prodution --reason x"),
)
REORDERED = (
    *("rerun web last failed", "rerun failed web last", "rerun --failed in web"),
    *("rerun e2e of #812", "cancel main of web", "cancel web main", "cancel last web", "cancel newest"),
    *("trigger main of web", "trigger fix/cart-badge web", "trigger web fix/cart-badge shards=3"),
    *("trigger shards=3 web@fix/cart-badge", "trigger #812", "trigger web --branch fix/cart-badge"),
    *("approve approve-eu release/2.5 web", "approve approve-eu", "reject last of web on release/2.5"),
    *("rollback production web --reason x", "rollback production --reason x"),
)
UNNAMED = (
    *("rerun", "rerun --failed", "rerun failed", "rerun last", "cancel", "cancel last"),
    *("cancel web", "cancel web@main", "approve", "approve last", "approve web@release/2.5", "reject"),
    *("rerun api@main --failed", "reject web@release/2.5", "rerun e2e", "cancel build-test-deploy"),
)
ADDRESSES = (
    "trigger https://app.circleci.com/pipelines/github/acme/web/812",
    "trigger https://github.com/acme/web/pull/316",
    "trigger https://app.circleci.com/pipelines/github/acme/web/813",
)


@pytest.mark.parametrize(("user", "channel"), [(ANA, DEPLOYS), (ANA, WEB), (BEN, WEB)])
@pytest.mark.parametrize(
    "lines",
    [SYNONYMS, SLIPS, REORDERED, UNNAMED, ADDRESSES],
    ids=["synonyms", "slips", "reordered", "unnamed", "addresses"],
)
async def test_a_completed_reading_sends_nothing(user: str, channel: str, lines: tuple[str, ...]) -> None:
    sent = []
    async with crawler(user, channel) as one:
        for line in lines:
            before = len(one.posts)
            said = await one.says(line)
            if len(one.posts) > before or not said.messages:
                sent.append(f"{line}: {said.outcome}, sent {one.posts[before:]}")
    assert sent == []


@pytest.mark.parametrize(
    ("line", "channel", "end"),
    [
        ("rerun web#812 --failed", WEB, "/rerun"),
        ("rerun #812 --jobs e2e", WEB, "/rerun"),
        ("trigger web@fix/cart-badge shards=3", WEB, "/project/gh/acme/web/pipeline"),
        ("cancel web#813", DEPLOYS, "/cancel"),
        ("approve web#810 approve-eu", DEPLOYS, "/approve/"),
    ],
)
async def test_an_exact_line_acts_at_once(line: str, channel: str, end: str) -> None:
    async with crawler(ANA, channel) as one:
        await one.says(line)
        [post] = one.posts
    assert end in post
