"""Writing: suggestions by keyboard, sending, and lines said before."""

import asyncio

from playwright.async_api import Page, expect

from tests.playground.page.conftest import Visit
from tests.playground.page.fake import FakeWorkspace


async def suggested(page: Page, *labels: str) -> None:
    await expect(page.locator("#say-list .label")).to_have_text(list(labels))


async def type_(page: Page, text: str) -> None:
    await page.locator("#say").press_sequentially(text)


async def send(page: Page) -> None:
    """Enter, until the workspace has the line."""
    async with page.expect_response("**/playground/say"):
        await page.keyboard.press("Enter")


async def test_enter_sends_and_shift_enter_makes_a_new_line(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await visit()
    await expect(page.locator("#say")).to_be_focused()
    await type_(page, "one")
    await page.keyboard.press("Shift+Enter")
    await type_(page, "two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".body").last).to_have_text("one\ntwo")
    assert workspace.said == [{"channel": "C0WEB", "user": "U0ANA", "text": "one\ntwo"}]
    await expect(page.locator("#say")).to_have_value("")


async def test_tab_completes_a_command_and_its_usage_is_explained(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await visit()
    await type_(page, "/ci tri")
    await suggested(page, "/ci trigger [project][@branch] [--tag TAG] [name=value …]")
    await expect(page.get_by_role("option", name="Start a pipeline")).to_have_attribute(
        "aria-selected", "true"
    )
    await page.keyboard.press("Tab")
    await expect(page.locator("#say")).to_have_value("/ci trigger ")
    await expect(page.locator("#say-list .explains")).to_contain_text("Start a pipeline")
    await type_(page, "web")
    await send(page)
    await expect(page.locator("#say")).to_have_value("")
    assert workspace.said[0]["text"] == "/ci trigger web"


async def test_arrows_choose_and_enter_takes_what_is_chosen(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await visit()
    await type_(page, "/ci ")
    await expect(page.get_by_role("option")).to_have_count(6)
    field = page.locator("#say")
    assert await field.get_attribute("aria-activedescendant") is None
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 5), ("ArrowDown", 0)):
        await page.keyboard.press(key)
        await expect(field).to_have_attribute("aria-activedescendant", f"say-option-{chosen}")
        assert await page.locator("[role=option][aria-selected=true]").count() == 1
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("/ci help ")
    assert workspace.said == []


async def test_a_command_that_is_typed_whole_is_sent_at_once(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await visit()
    await type_(page, "/ci pipeline")
    await suggested(page, "/ci pipelines [project][@branch] [--mine]", "/ci pipeline <ref>")
    await send(page)
    await expect(page.locator("#say")).to_have_value("")
    assert workspace.said[0]["text"] == "/ci pipeline"


async def test_escape_closes_the_suggestions_and_keeps_the_line(visit: Visit) -> None:
    page = await visit()
    await type_(page, "/")
    await suggested(page, "/ci")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await expect(page.locator("#say")).to_have_value("/")
    await expect(page.locator("#say")).to_be_focused()


async def test_a_mention_completes_to_the_same_lines(visit: Visit) -> None:
    page = await visit()
    await type_(page, "@ri")
    await suggested(page, "@ringmaster")
    await page.keyboard.press("Tab")
    await page.keyboard.insert_text("art")
    await expect(page.locator("#say-list .label")).to_have_text(["/ci artifacts <job> [--match GLOB]"])
    await page.keyboard.press("Tab")
    await expect(page.locator("#say")).to_have_value("@ringmaster artifacts ")


async def test_a_suggestion_can_be_clicked(visit: Visit) -> None:
    page = await visit()
    await type_(page, "/ci st")
    await page.get_by_role("option", name="How the newest pipeline is doing").click()
    await expect(page.locator("#say")).to_have_value("/ci status ")
    await expect(page.locator("#say")).to_be_focused()


async def test_up_recalls_the_lines_said_before(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await visit()
    for line in ("first", "second"):
        await type_(page, line)
        await page.keyboard.press("Enter")
    field = page.locator("#say")
    for key, line in (
        ("ArrowUp", "second"),
        ("ArrowUp", "first"),
        ("ArrowUp", "first"),
        ("ArrowDown", "second"),
    ):
        await page.keyboard.press(key)
        await expect(field).to_have_value(line)
    await page.keyboard.press("ArrowDown")
    await expect(field).to_have_value("")


async def test_a_line_that_could_not_be_sent_comes_back_with_the_reason(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    workspace.answer = {"ok": False, "error": "operation_timeout"}
    page = await visit()
    await type_(page, "/ci status web")
    await page.keyboard.press("Enter")
    await expect(
        page.get_by_role("alert").filter(has_text="Ringmaster didn't respond within 3 seconds")
    ).to_be_visible()
    await expect(page.locator("#say")).to_have_value("/ci status web")
    workspace.answer = {"ok": True}
    await page.keyboard.press("Enter")
    await expect(page.locator(".problem")).to_have_count(0)
    await expect(page.locator("#say")).to_have_value("")


async def test_what_is_typed_while_an_answer_is_awaited_stays(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.gate = asyncio.Event()
    workspace.answer = {"ok": False, "error": "dispatch_failed"}
    page = await visit()
    await type_(page, "one")
    await page.keyboard.press("Enter")
    await type_(page, "two")
    workspace.gate.set()
    await expect(page.locator(".problem")).to_be_visible()
    await expect(page.locator("#say")).to_have_value("two")


async def test_a_line_of_the_greeting_is_sent_by_a_click(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await visit()
    lines = page.locator("#greeting button")
    assert await lines.count() == 3
    await lines.first.click()
    await expect(page.locator("#say")).to_have_value("")
    await expect(page.locator(".message")).to_have_count(1)
    await lines.last.focus()
    await send(page)
    assert [said["text"] for said in workspace.said] == [
        "@ringmaster why last failed",
        "/ci red",
    ]


async def test_the_field_grows_with_its_text_and_the_newest_message_stays_in_sight(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    for number in range(30):
        workspace.post(f"message {number}", "U0BEN")
    page = await visit()
    before = await page.locator("#say").bounding_box()
    await page.locator("#say").fill("\n".join("abcdef"))
    after = await page.locator("#say").bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"] * 2
    await expect(page.get_by_text("message 29")).to_be_in_viewport(ratio=1)


async def test_enter_never_takes_a_suggestion_for_what_was_typed_before(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await visit()
    await type_(page, "/")
    await suggested(page, "/ci")
    await page.route("**/playground/complete?*", lambda _: None)
    await type_(page, "ci status")
    await send(page)
    await expect(page.locator("#say")).to_have_value("")
    assert workspace.said[0]["text"] == "/ci status"
