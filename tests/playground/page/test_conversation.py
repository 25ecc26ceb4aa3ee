"""A list of messages stays true, without blinking or jumping."""

from playwright.async_api import Page, expect

from bot.playground.circleci.contents import picture
from tests.playground.page import scenes
from tests.playground.page.conftest import Visit
from tests.playground.page.fake import FakeWorkspace

# What moves right now, and its text.
MOVING = """() => document.getAnimations().map((animation) => animation.effect.target.textContent)"""


async def top(page: Page, text: str) -> float:
    box = await page.get_by_text(text, exact=True).bounding_box()
    assert box
    return box["y"]


async def test_an_edit_changes_only_what_is_different(visit: Visit, workspace: FakeWorkspace) -> None:
    card = workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    approve = page.get_by_role("button", name="Approve")
    await approve.focus()
    await page.evaluate("document.querySelectorAll('.body *').forEach((node) => (node.here = true))")
    workspace.change(card, blocks=scenes.running(8))
    await expect(page.locator(".body")).to_contain_text("8 passed")
    assert await page.evaluate(MOVING) == [" build-test   8 passed"]
    assert await page.evaluate("[...document.querySelectorAll('.body *')].every((node) => node.here)")
    await expect(approve).to_be_focused()


async def test_an_edit_of_the_sign_and_word_keeps_the_lines_below(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    card = workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    await page.evaluate("document.querySelectorAll('.line').forEach((node) => (node.here = true))")
    workspace.change(card, blocks=scenes.running(7, sign="white_check_mark", word="Passed"))
    await expect(page.locator(".line").first).to_contain_text("Passed")
    assert "Passed" in await page.evaluate(MOVING)
    assert await page.evaluate("[...document.querySelectorAll('.line')].every((node) => node.here)")
    await expect(page.locator(".line").first.get_by_role("img", name="passed")).to_be_visible()


async def test_nothing_fades_where_motion_is_not_wanted(visit: Visit, workspace: FakeWorkspace) -> None:
    card = workspace.post("runs", blocks=scenes.running(7))
    page = await visit(reduced_motion="reduce")
    workspace.change(card, blocks=scenes.running(8))
    await expect(page.locator(".body")).to_contain_text("8 passed")
    assert await page.evaluate(MOVING) == []


async def test_what_one_reads_stays_in_place_when_a_message_above_grows(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    card = workspace.post("runs", blocks=scenes.running(7))
    for number in range(40):
        workspace.post(f"message {number}", "U0BEN")
    page = await visit()
    await page.locator("#scroller").hover()
    await page.mouse.wheel(0, -400)
    await expect(page.get_by_text("message 20", exact=True)).to_be_in_viewport()
    await page.wait_for_function(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
    )
    before = await top(page, "message 20")
    workspace.change(card, blocks=[*scenes.running(8), scenes.preformatted("a\nb\nc\nd\ne\nf")])
    await expect(page.locator(".body pre")).to_have_count(1)
    assert abs(await top(page, "message 20") - before) < 1


async def test_who_reads_the_newest_keeps_seeing_the_newest(visit: Visit, workspace: FakeWorkspace) -> None:
    for number in range(40):
        workspace.post(f"message {number}", "U0BEN")
    page = await visit()
    await expect(page.get_by_text("message 39", exact=True)).to_be_in_viewport(ratio=1)
    workspace.post("the newest", blocks=scenes.running(1))
    await expect(page.get_by_text("updates every few seconds")).to_be_in_viewport(ratio=1)
    await expect(page.locator(".below").first).to_be_hidden()


async def test_who_reads_above_is_told_of_news_and_can_go_there(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    for number in range(40):
        workspace.post(f"message {number}", "U0BEN")
    page = await visit()
    await page.evaluate("document.getElementById('scroller').scrollTop = 0")
    await expect(page.get_by_text("message 0", exact=True)).to_be_in_viewport()
    await page.wait_for_function(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
    )
    workspace.post("news", "U0CHO")
    workspace.post("more news", "U0CHO")
    await page.get_by_role("button", name="2 new messages").click()
    await expect(page.locator("#messages").get_by_text("more news")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="new messages")).to_have_count(0)


async def test_a_deleted_message_goes_and_its_follower_gets_a_head(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    first = workspace.post("first", "U0BEN")
    workspace.post("second", "U0BEN")
    page = await visit()
    await expect(page.locator(".message.following")).to_have_count(1)
    workspace.delete(first)
    await expect(page.locator(".message")).to_have_count(1)
    await expect(page.locator(".message .head")).to_contain_text("Ben Okafor")


async def test_ephemeral_messages_and_the_command_they_answer_are_marked(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    workspace.post("not for Ana", to="U0BEN")
    page = await visit()
    workspace.post("Ask there", to="U0ANA", command="/ci trigger web@main")
    message = page.locator(".message")
    await expect(message).to_have_count(1)
    await expect(message).to_contain_text("Only visible to you")
    await expect(message.locator(".note code")).to_have_text("/ci trigger web@main")
    await expect(message.get_by_role("button")).to_have_count(0)


async def test_an_edited_message_says_so(visit: Visit, workspace: FakeWorkspace) -> None:
    message = workspace.post("before", "U0BEN")
    page = await visit()
    workspace.change(message, text="after", edited=True)
    await expect(page.locator(".body")).to_have_text("after(edited)")


async def test_new_messages_are_told_politely_and_ones_own_are_not(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await visit()
    announcer = page.locator("#announcer")
    await expect(announcer).to_have_attribute("aria-live", "polite")
    workspace.post("mine", "U0ANA")
    card = workspace.post("web #814 runs", blocks=scenes.running(1))
    await expect(announcer.locator("p")).to_have_text(["Ringmaster: web #814 runs"])
    workspace.change(card, blocks=scenes.running(2))
    workspace.change(card, text="web #814 passed")
    await expect(announcer.locator("p")).to_have_text(
        ["Ringmaster: web #814 runs", "Ringmaster: web #814 passed"]
    )


async def test_what_was_missed_while_the_line_was_down_is_there_afterwards(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    card = workspace.post("runs", blocks=scenes.running(7))
    page = await visit()
    workspace.hang_up()
    workspace.change(card, blocks=scenes.running(9))
    workspace.post("missed", "U0BEN")
    await expect(page.get_by_text("missed")).to_be_visible()
    await expect(page.locator(".body").first).to_contain_text("9 passed")
    await expect(page.get_by_text("Reconnecting")).to_have_count(0)


async def test_another_channel_with_news_stands_out_until_it_is_read(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await visit()
    workspace.post("look", "U0BEN", "C0DEPLOYS")
    workspace.post("look again", "U0BEN", "C0DEPLOYS")
    deploys = page.locator("#channels a[data-channel=C0DEPLOYS]")
    await expect(deploys.locator(".count")).to_have_text("2")
    await deploys.click()
    await expect(page.get_by_text("look again")).to_be_visible()
    await expect(page.locator("#channel-name")).to_have_text("#deploys")
    await expect(page.locator("#channels .count")).to_have_count(0)


async def test_a_file_can_be_looked_into_and_fetched(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.files["F1"] = ("".join(f"line {n}\n" for n in range(25)).encode(), "text/plain")
    file = {
        "id": "F1",
        "name": "log.txt",
        "title": "The log",
        "size": 2048,
        "url": "",
        "mimetype": "text/plain",
    }
    workspace.post("", files=[file])
    page = await visit()
    await expect(page.locator(".file pre")).to_have_text("\n".join(f"line {n}" for n in range(10)))
    await page.get_by_role("button", name="Show 15 more lines").click()
    await expect(page.locator(".file pre")).to_contain_text("line 24")
    await expect(page.get_by_role("button", name="Show less")).to_be_focused()
    await expect(page.locator(".file-name")).to_contain_text("log.txt · 2 KB")
    assert await page.get_by_role("link", name="Download The log").get_attribute("download") == "log.txt"


async def test_the_look_into_a_file_ends_with_what_it_says(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.files["F1"] = (b"one\n\n\n\n\n\n\n\n\n\n\ntwelve\n", "text/plain")
    file = {"id": "F1", "name": "log.txt", "title": "", "size": 20, "url": "", "mimetype": "text/plain"}
    workspace.post("", files=[file])
    page = await visit()
    await expect(page.get_by_role("button", name="Show 2 more lines")).to_be_visible()
    assert await page.locator(".file pre").text_content() == "one"


async def test_a_picture_is_opened_as_large_as_it_is(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.files["F1"] = (picture(960, 600), "image/png")
    file = {"id": "F1", "name": "c.png", "title": "The chart", "size": 9, "url": "", "mimetype": "image/png"}
    workspace.post("", files=[file])
    page = await visit()
    shown = page.locator(".file img")
    await expect(shown).to_have_js_property("naturalWidth", 960)
    assert await shown.evaluate("(node) => node.clientWidth") < 960
    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name="The chart", exact=True).press("Enter")
    opened = await opening.value
    await expect(opened.locator("img")).to_have_js_property("clientWidth", 960)
