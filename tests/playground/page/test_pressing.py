"""Buttons, menus and questions in messages."""

import asyncio

from playwright.async_api import expect

from tests.playground.page import scenes
from tests.playground.page.conftest import Visit
from tests.playground.page.fake import FakeWorkspace


async def test_a_button_waits_until_it_is_answered(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.gate = asyncio.Event()
    card = workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    approve = page.get_by_role("button", name="Approve")
    await approve.click()
    await expect(approve).to_have_attribute("aria-busy", "true")
    await approve.click(force=True)
    workspace.gate.set()
    await expect(approve).not_to_have_attribute("aria-busy", "true")
    await expect(approve).to_be_focused()
    action = {
        "type": "button",
        "action_id": "line.approve 814",
        "block_id": "buttons",
        "value": "approve 814",
    }
    assert workspace.clicks == [{"channel": "C0WEB", "ts": card["ts"], "user": "U0ANA", "action": action}]


async def test_an_edit_does_not_end_the_waiting(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.gate = asyncio.Event()
    card = workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    approve = page.get_by_role("button", name="Approve")
    await approve.click()
    workspace.change(card, blocks=scenes.running(8))
    await expect(page.locator(".body")).to_contain_text("8 passed")
    await expect(approve).to_have_attribute("aria-busy", "true")
    workspace.gate.set()
    await expect(approve).not_to_have_attribute("aria-busy", "true")


async def test_a_click_that_fails_says_why_beside_the_button(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.answer = {"ok": False, "error": "operation_timeout"}
    workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    await page.get_by_role("button", name="Approve").click()
    problem = page.locator(".message").get_by_role("alert")
    await expect(problem).to_contain_text(
        "didn't respond within 3 seconds (operation_timeout). Press the button"
    )
    workspace.answer = {"ok": True}
    await page.get_by_role("button", name="Approve").click()
    await expect(problem).to_have_count(0)


async def test_a_sentence_of_the_workspace_is_shown_as_it_is(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.answer = {"ok": False, "error": "This button is no longer there."}
    workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator(".problem")).to_contain_text("This button is no longer there. Press the button")


async def test_a_dangerous_button_asks_first(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    cancel = page.get_by_role("button", name="Cancel", exact=True)
    dialog = page.get_by_role("dialog", name="Cancel web #814?")
    await cancel.click()
    await expect(dialog.get_by_role("button", name="Keep it running")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(cancel).to_be_focused()
    assert workspace.clicks == []
    await page.keyboard.press("Enter")
    async with page.expect_response("**/playground/click"):
        await dialog.get_by_role("button", name="Cancel it").click()
    await expect(dialog).to_have_count(0)
    await expect(cancel).not_to_have_attribute("aria-busy", "true")
    assert [click["action"]["value"] for click in workspace.clicks] == ["cancel 814"]


async def test_a_menu_opens_by_keyboard_and_its_choice_is_sent(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    entries = scenes.overflow(Artifacts="artifacts 4021", Configuration="config 812")
    workspace.post("card", blocks=[scenes.actions(entries)])
    page = await visit()
    more = page.get_by_role("button", name="More actions")
    await more.focus()
    await page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    await expect(items.nth(0)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(items).to_have_count(0)
    await expect(more).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(items.nth(1)).to_be_focused()
    async with page.expect_response("**/playground/click"):
        await page.keyboard.press("Enter")
    await expect(more).to_be_focused()
    option = entries["options"][1]
    assert workspace.clicks[0]["action"] == {
        "type": "overflow",
        "action_id": "more",
        "block_id": "buttons",
        "selected_option": option,
    }


async def test_a_menu_survives_an_edit_of_its_message(visit: Visit, workspace: FakeWorkspace) -> None:
    entries = scenes.overflow(Artifacts="artifacts 4021")
    card = workspace.post("card", blocks=[scenes.rich(("one",)), scenes.actions(entries)])
    page = await visit()
    await page.get_by_role("button", name="More actions").click()
    workspace.change(card, blocks=[scenes.rich(("two",)), scenes.actions(entries)])
    await expect(page.locator(".body")).to_contain_text("two")
    async with page.expect_response("**/playground/click"):
        await page.get_by_role("menuitem", name="Artifacts").click()
    await expect(page.get_by_role("menuitem")).to_have_count(0)
    assert len(workspace.clicks) == 1


async def test_a_select_shows_what_is_chosen_and_sends_another(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    options = [{"text": scenes.plain(word), "value": f"use {word}"} for word in ("web", "api")]
    select = {"type": "static_select", "action_id": "use", "options": options, "initial_option": options[0]}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Default project"}, "accessory": select}
    workspace.post("card", blocks=[section])
    page = await visit()
    await page.get_by_role("button", name="web", exact=True).click()
    await expect(page.get_by_role("menuitemradio", name="web")).to_have_attribute("aria-checked", "true")
    async with page.expect_response("**/playground/click"):
        await page.get_by_role("menuitemradio", name="api").click()
    await expect(page.get_by_role("menuitemradio")).to_have_count(0)
    assert workspace.clicks[0]["action"]["selected_option"] == options[1]
