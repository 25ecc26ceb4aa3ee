"""axe-core finds nothing: in both schemes, on a phone, and whatever is open."""

import json
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.playground.page.conftest import Visit
from tests.playground.page.fake import FakeWorkspace
from tests.playground.page.test_look import PHONE, furnish

WIDE: dict[str, Any] = {}


async def violations(page: Page) -> list[str]:
    """What axe says is wrong with the page as it is, with its best practices and what it only tries out."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": tags}}
    found = await Axe().run(page, options=options)
    return [
        json.dumps({"rule": each["id"], "help": each["help"], "node": node["html"][:200]})
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["desktop", "phone"])
async def test_nothing_stands_in_anybodys_way(
    visit: Visit, workspace: FakeWorkspace, scheme: str, screen: dict[str, Any]
) -> None:
    furnish(workspace)
    page = await visit(color_scheme=scheme, **screen)
    found = {"conversation": await violations(page)}
    await page.locator("#say").press_sequentially("/ci pi")
    await expect(page.get_by_role("option").first).to_be_visible()
    found["completion"] = await violations(page)
    await page.get_by_role("button", name="You are").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    found["menu"] = await violations(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Cancel", exact=True).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found["dialog"] = await violations(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#replies > .message").first).to_be_visible()
    found["thread"] = await violations(page)
    assert not any(found.values()), found
