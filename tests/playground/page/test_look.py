"""Readable, reachable by keyboard, and in one column on a phone."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.playground.page import scenes
from tests.playground.page.conftest import Visit
from tests.playground.page.fake import START, FakeWorkspace

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}

# Every text that is seen, with too little contrast to its ground (WCAG 2.2, 1.4.3).
PALE = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility({ checkOpacity: true })) continue;
    if (node.closest(".unseen, .skip, noscript, script")) continue;
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(ground(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push(`${node.className}: ${walker.currentNode.data} (${contrast.toFixed(2)})`);
  }
  return found;
}"""

# Everything that can be pressed and has no name.
NAMELESS = """() => [...document.querySelectorAll("button, a, textarea, [role=img], img, nav, aside")]
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.getAttribute("aria-label") ?? node.getAttribute("alt") ?? "").trim()
    && !node.getAttribute("aria-labelledby") && !node.textContent.trim())
  .map((node) => node.outerHTML)"""


def furnish(workspace: FakeWorkspace) -> None:
    workspace.post("morning, :eyes: `main` is red", "U0BEN")
    workspace.post("<@U0ANA> <@U0CHO> *look* at <#C0DEPLOYS>", "U0GUS")
    card = workspace.post("web #812 on main failed", blocks=scenes.failed(START))
    workspace.files["F1"] = (b"line\\n" * 30, "text/plain")
    file = {
        "id": "F1",
        "name": "log.txt",
        "title": "log.txt",
        "size": 150,
        "url": "",
        "mimetype": "text/plain",
    }
    workspace.post("the log", "U0ZOE", thread_ts=card["ts"], files=[file])
    workspace.post("runs", blocks=scenes.running(7))
    workspace.post("rates", blocks=[scenes.chart(build=(100, 50), deploy=(90, 80))])
    workspace.post("Refused", to="U0ANA", command="/ci trigger web@main")
    workspace.change(workspace.post("said", "U0CHO"), edited=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_can_be_read(visit: Visit, workspace: FakeWorkspace, scheme: str) -> None:
    furnish(workspace)
    workspace.answer = {"ok": False, "error": "operation_timeout"}
    page = await visit(color_scheme=scheme)
    workspace.post("news", "U0BEN", "C0RANDOM")
    await page.get_by_role("button", name="1 reply").click()
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator(".problem")).to_be_visible()
    await expect(page.locator(".count")).to_be_visible()
    assert await page.evaluate(PALE) == []
    await page.locator("#say").press_sequentially("/ci pi")
    await expect(page.get_by_role("option").first).to_be_visible()
    assert await page.evaluate(PALE) == []
    await page.get_by_role("button", name="You are").click()
    assert await page.evaluate(PALE) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Cancel", exact=True).click()
    assert await page.evaluate(PALE) == []
    assert await page.evaluate(NAMELESS) == []


async def test_the_page_is_dark_for_who_wants_it_dark(visit: Visit) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = await visit(color_scheme=scheme)
        grounds.append(
            await page.evaluate("getComputedStyle(document.querySelector('#conversation')).backgroundColor")
        )
    assert grounds == ["rgb(255, 255, 255)", "rgb(23, 26, 31)"]


async def test_the_first_tabs_skip_to_the_messages_and_to_writing(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    furnish(workspace)
    page = await visit()
    await page.evaluate("document.body.tabIndex = -1, document.body.focus()")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the messages")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages > .message").last).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#messages > .message").nth(-2)).to_be_focused()
    await page.keyboard.press("Home")
    await expect(page.locator("#messages > .message").first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#reply")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#messages > .message").first).to_be_focused()


async def test_tab_stays_within_a_message_and_arrows_move_between_them(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    for number in range(20):
        workspace.post("web #812 on main failed", blocks=scenes.failed(START + number))
    page = await visit()
    await page.locator("#messages > .message").last.focus()
    await page.keyboard.press("ArrowUp")
    before_last = page.locator("#messages > .message").nth(-2)
    await expect(before_last).to_be_focused()
    inside = await before_last.locator("a, button").count()
    for _ in range(inside):
        await page.keyboard.press("Tab")
        assert await before_last.evaluate("(node) => node.contains(document.activeElement)")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#messages > .message").last).to_be_focused()
    await page.keyboard.press("End")
    for _ in range(inside + 1):
        await page.keyboard.press("Tab")
    await expect(page.locator("#say")).to_be_focused()


async def test_a_long_label_is_cut_as_slack_cuts_it(visit: Visit, workspace: FakeWorkspace) -> None:
    long = "Roll back web in production to v2.4.0-802"
    workspace.post("w", blocks=[scenes.actions(scenes.button(long, "y"), scenes.button("Why?", "w"))])
    page = await visit()
    assert await page.locator(".actions .button").all_inner_texts() == [
        "Roll back web in production t…",
        "Why?",
    ]


async def test_arrows_move_between_the_channels(visit: Visit) -> None:
    page = await visit()
    await page.locator("#channels a[aria-current]").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#channels a").first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#channel-name")).to_have_text("#deploys")


async def test_what_has_the_focus_shows_it(visit: Visit, workspace: FakeWorkspace) -> None:
    furnish(workspace)
    page = await visit()
    await page.evaluate("document.body.tabIndex = -1, document.body.focus()")
    for _ in range(25):
        await page.keyboard.press("Tab")
        shown = await page.evaluate(
            """() => { const node = document.activeElement, style = getComputedStyle(node);
              return node === document.body || style.outlineStyle !== "none"
                || getComputedStyle(node.closest(".field") ?? node).boxShadow !== "none" }"""
        )
        assert shown, await page.evaluate("document.activeElement.outerHTML")


async def sideways(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > innerWidth"))


async def test_a_phone_shows_one_column_at_a_time(visit: Visit, workspace: FakeWorkspace) -> None:
    furnish(workspace)
    page = await visit(**PHONE)
    columns = [page.locator(name) for name in ("#sidebar", "#conversation", "#thread")]

    async def only(shown: int) -> None:
        for at, column in enumerate(columns):
            await expect(column).to_be_visible(visible=at == shown)
        assert not await sideways(page)

    await only(1)
    await page.get_by_role("button", name="1 reply").tap()
    await only(2)
    await page.get_by_role("button", name="Back to the channel", exact=True).tap()
    await only(1)
    await page.get_by_role("button", name="Back to the channels").tap()
    await only(0)
    await page.locator("#channels a[data-channel=C0RANDOM]").tap()
    await only(1)
    await expect(page.locator("#channel-name")).to_have_text("#random")


async def test_nothing_is_wider_than_a_phone(visit: Visit, workspace: FakeWorkspace) -> None:
    wide = "x" * 300
    workspace.post(wide, "U0BEN")
    workspace.post(
        "w", blocks=[scenes.rich((scenes.code(wide),)), scenes.preformatted(wide), scenes.small(wide)]
    )
    workspace.post(
        "w", blocks=[scenes.actions(scenes.button("y" * 75, "y"), *scenes.failed(START)[1]["elements"])]
    )
    page = await visit(**PHONE)
    assert not await sideways(page)
    scroller = page.locator("#scroller")
    assert await scroller.evaluate("(node) => node.scrollWidth <= node.clientWidth")


async def test_a_middling_window_gives_the_thread_the_conversations_place(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    furnish(workspace)
    page = await visit(viewport={"width": 900, "height": 700})
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#thread")).to_be_visible()
    await expect(page.locator("#conversation")).to_be_hidden()
    await expect(page.locator("#sidebar")).to_be_visible()
    await page.get_by_role("button", name="Close the thread").click()
    await expect(page.locator("#conversation")).to_be_visible()
