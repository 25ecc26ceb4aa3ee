"""Threads, beside the conversation."""

from playwright.async_api import Page, expect

from tests.playground.page import scenes
from tests.playground.page.conftest import Visit
from tests.playground.page.fake import FakeWorkspace


async def opened(visit: Visit, workspace: FakeWorkspace) -> Page:
    root = workspace.post("web #812 on main failed", blocks=scenes.running(7))
    workspace.post("the log", thread_ts=root["ts"])
    page = await visit()
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#replies > .message")).to_have_count(2)
    return page


async def test_the_count_of_replies_opens_the_thread(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await opened(visit, workspace)
    await expect(page.locator("#messages > .message")).to_have_count(1)
    await expect(page.get_by_role("region", name="Thread")).to_be_visible()
    await expect(page.locator("#replies .body").last).to_have_text("the log")
    await expect(page.locator("#reply")).to_be_focused()


async def test_a_reply_goes_into_the_thread_and_is_counted(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await opened(visit, workspace)
    await page.locator("#reply").fill("@ringmaster why")
    await page.keyboard.press("Enter")
    await expect(page.locator("#replies .body").last).to_have_text("@ringmaster why")
    await expect(page.locator("#messages .replies strong")).to_have_text("2 replies")
    root = next(iter(workspace.messages))
    assert workspace.said == [
        {"channel": "C0WEB", "user": "U0ANA", "text": "@ringmaster why", "thread_ts": root}
    ]


async def test_an_edit_reaches_the_thread_as_well(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await opened(visit, workspace)
    workspace.change(next(iter(workspace.messages.values())), blocks=scenes.running(8))
    await expect(page.locator("#messages .body")).to_contain_text("8 passed")
    await expect(page.locator("#replies .body").first).to_contain_text("8 passed")


async def test_escape_closes_the_thread_and_gives_the_focus_back(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await opened(visit, workspace)
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()
    await expect(page.get_by_role("button", name="1 reply")).to_be_focused()


async def test_the_browsers_back_closes_the_thread(visit: Visit, workspace: FakeWorkspace) -> None:
    page = await opened(visit, workspace)
    await page.go_back()
    await expect(page.locator("#thread")).to_be_hidden()
    await page.go_forward()
    await expect(page.locator("#replies > .message")).to_have_count(2)


async def test_a_threads_address_opens_it(visit: Visit, workspace: FakeWorkspace) -> None:
    root = workspace.post("look", "U0BEN", "C0DEPLOYS")
    workspace.post("looking", "U0CHO", "C0DEPLOYS", thread_ts=root["ts"])
    page = await visit(f"/#/C0DEPLOYS/{root['ts']}")
    await expect(page.locator("#channel-name")).to_have_text("#deploys")
    await expect(page.locator("#replies .body")).to_have_text(["look", "looking"])


async def test_a_message_without_replies_can_be_answered_in_a_thread(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    workspace.post("hello", "U0BEN")
    page = await visit()
    await page.locator(".message").hover()
    await page.get_by_role("button", name="Reply in a thread").click()
    await page.locator("#reply").fill("hello yourself")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()


async def test_a_slash_command_in_a_thread_is_turned_into_advice(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await opened(visit, workspace)
    await page.locator("#reply").fill("/ci status web")
    await page.keyboard.press("Enter")
    await expect(page.locator("#thread .problem")).to_contain_text("Use @ringmaster status web")
    assert workspace.said == []


async def test_escape_closes_suggestions_first_and_keeps_what_was_begun(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await opened(visit, workspace)
    await page.locator("#reply").press_sequentially("@ringmaster pi")
    await expect(page.get_by_role("option").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)
    await expect(page.locator("#thread")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#reply")).to_have_value("@ringmaster pi")


async def test_a_thread_that_covers_the_conversation_gives_it_back_where_it_was(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    for number in range(30):
        root = workspace.post(f"web #{number}", blocks=scenes.running(number))
        if number == 3:
            workspace.post("the log", thread_ts=root["ts"])
    page = await visit(viewport={"width": 900, "height": 600})
    await page.get_by_role("button", name="1 reply").scroll_into_view_if_needed()
    place = await page.locator("#scroller").evaluate("(node) => node.scrollTop")
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#conversation")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(page.locator("#conversation")).to_be_visible()
    assert await page.locator("#scroller").evaluate("(node) => node.scrollTop") == place


async def test_the_channel_stays_at_its_end_when_a_thread_opens_beside_it(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    for number in range(30):
        workspace.post(
            f"{number} " + "a sentence that takes one line of a wide window, and two beside a thread " * 2
        )
    asked = workspace.post("why last failed", "U0ANA")
    workspace.post("because", thread_ts=asked["ts"])
    page = await visit()
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#replies > .message")).to_have_count(2)
    await expect(page.locator("#messages > .message").last).to_be_in_viewport(ratio=1)
