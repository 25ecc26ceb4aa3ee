"""What a message says is what is seen."""

import pytest
from playwright.async_api import Page, expect

from tests.playground.page import scenes
from tests.playground.page.conftest import Visit
from tests.playground.page.fake import START, FakeWorkspace

#: How far one can scroll beyond the newest message, in pixels.
BELOW = """() => {
  const scroller = document.querySelector("#scroller");
  const last = document.querySelector("#messages > :last-child");
  const end = scroller.getBoundingClientRect().top - scroller.scrollTop + scroller.scrollHeight;
  return end - last.getBoundingClientRect().bottom;
}"""

HOSTILE = "<img src=x onerror=alert(1)> <script>alert(2)</script> &amp; <!channel> javascript:alert(3)"


async def said(page: Page) -> str:
    """The body of the newest message, as it is read."""
    return (await page.locator("#messages > .message .body").last.inner_text()).strip()


async def test_a_card_shows_its_signs_words_and_buttons(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.post("web #812 on main failed", blocks=scenes.failed(START))
    page = await visit()
    assert (await said(page)).splitlines()[0] == "Failed · web #812 · main"
    assert await page.get_by_role("img", name="failed").count() == 2
    for label in ("Why?", "Rerun failed", "More actions"):
        await expect(page.get_by_role("button", name=label)).to_be_visible()
    link = page.get_by_role("link", name="web #812")
    assert await link.get_attribute("href") == scenes.PIPELINE
    assert await link.get_attribute("rel") == "noopener noreferrer"


async def test_every_kind_of_rich_text_is_drawn(visit: Visit, workspace: FakeWorkspace) -> None:
    def section(*elements: scenes.Json) -> scenes.Json:
        return {"type": "rich_text_section", "elements": list(elements)}

    def bullets(indent: int, style: str, *texts: str) -> scenes.Json:
        items = [section({"type": "text", "text": text}) for text in texts]
        return {"type": "rich_text_list", "style": style, "indent": indent, "elements": items}

    block = {
        "type": "rich_text",
        "elements": [
            section(
                {"type": "user", "user_id": "U0BEN"},
                {"type": "usergroup", "usergroup_id": "S0RELEASE"},
                {"type": "channel", "channel_id": "C0DEPLOYS"},
                {"type": "broadcast", "range": "here"},
                {"type": "text", "text": "gone", "style": {"strike": True, "italic": True}},
                {"type": "emoji", "name": "no_such_emoji"},
            ),
            bullets(0, "bullet", "one", "two"),
            bullets(1, "ordered", "inner"),
            bullets(0, "bullet", "three"),
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a\n  b"}]},
        ],
    }
    workspace.post("all", blocks=[block])
    page = await visit()
    body = page.locator(".body").last
    text = await body.inner_text()
    assert text.startswith("@Ben Okafor@release#deploys@heregone:no_such_emoji:")
    assert await body.locator("em > s").inner_text() == "gone"
    assert await body.locator("ul.depth-0 > li:nth-child(2) > ol > li").inner_text() == "inner"
    assert await body.locator("ul.depth-0 > li").count() == 3
    assert await body.locator("pre").inner_text() == "a\n  b"
    assert await body.locator("blockquote").inner_text() == "quoted"


async def test_slacks_markup_becomes_links_styles_and_names(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.post(
        "*bold* _it_ ~gone~ `a *b*` <https://example.com/?a=1&amp;b=2|a link> <@U0ANA> <#C0WEB> "
        "<!subteam^S0RELEASE> 2*3*4 snake_case_name &lt;b&gt; :eyes:\n&gt; quoted\n```pre\n*text*```"
    )
    page = await visit()
    body = page.locator(".body").last
    for selector, text in {
        "strong": "bold",
        "em": "it",
        "s": "gone",
        "code": "a *b*",
        "pre": "pre\n*text*",
        "blockquote": "quoted",
    }.items():
        assert await body.locator(selector).all_inner_texts() == [text]
    assert await body.locator("a").first.get_attribute("href") == "https://example.com/?a=1&b=2"
    text = await body.inner_text()
    assert "a link @Ana Lima #web @release 2*3*4 snake_case_name <b> 👀" in text


async def test_sections_fields_tables_and_markdown_are_drawn(visit: Visit, workspace: FakeWorkspace) -> None:
    fields = [{"type": "mrkdwn", "text": "*Branch*\nmain"}, {"type": "plain_text", "text": "*plain*"}]
    rows = [[{"type": "raw_text", "text": "job"}], [{"type": "raw_text", "text": "build"}]]
    workspace.post(
        "blocks",
        blocks=[
            {"type": "header", "text": scenes.plain("The header :x:")},
            {"type": "section", "fields": fields, "accessory": scenes.button("Look", "look")},
            {"type": "divider"},
            {"type": "table", "rows": rows},
            {"type": "markdown", "text": "# Title\n\n- **one** [two](https://example.com)\n\n```\ncode\n```"},
            {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart elsewhere"},
            {"type": "newest_thing"},
        ],
    )
    page = await visit()
    body = page.locator(".body").last
    await expect(body.get_by_role("heading", name="The header :x:")).to_be_visible()
    assert await body.locator(".fields .words").all_inner_texts() == ["Branch\nmain", "*plain*"]
    await expect(body.get_by_role("button", name="Look")).to_be_visible()
    assert await body.locator("th").all_inner_texts() == ["job"]
    assert await body.locator("td").all_inner_texts() == ["build"]
    assert await body.locator(".markdown li strong").inner_text() == "one"
    assert await body.locator("img").count() == 0
    await expect(body.get_by_role("img", name="a chart elsewhere")).to_be_visible()
    await expect(body.get_by_text("This page can't show a newest_thing block")).to_be_visible()


@pytest.mark.parametrize("where", ["rich text", "code", "small print", "button", "file", "person"])
async def test_hostile_text_stands_literally(visit: Visit, workspace: FakeWorkspace, where: str) -> None:
    files = [
        {"id": "F1", "name": HOSTILE, "title": HOSTILE, "size": 1, "url": "", "mimetype": "application/zip"}
    ]
    small = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    match where:
        case "rich text":
            workspace.post("x", blocks=[scenes.rich((HOSTILE,))])
        case "code":
            workspace.post("x", blocks=[scenes.preformatted(HOSTILE)])
        case "small print":
            workspace.post("x", blocks=[scenes.small(small)])
        case "button":
            workspace.post("x", blocks=[scenes.actions(scenes.button(HOSTILE, "x"))])
        case "file":
            workspace.post("", files=files)
        case "person":
            workspace.state["users"] = [
                *workspace.state["users"],
                {"id": "U0EVE", "name": HOSTILE, "handle": "eve"},
            ]
            workspace.post("hello", "U0EVE")
    page = await visit()
    message = page.locator("#messages > .message").last
    shown = HOSTILE[:29].rstrip() if where == "button" else HOSTILE  # as much as a button shows
    assert shown in await message.inner_text()
    assert await message.locator("img, script, a[href^=javascript]").count() == 0


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "nothing"]
)
async def test_only_web_addresses_become_links(visit: Visit, workspace: FakeWorkspace, address: str) -> None:
    element = {"type": "link", "url": address, "text": "click me"}
    button = {"type": "button", "action_id": "a", "text": scenes.plain("press me"), "url": address}
    workspace.post(f"<{address}|or me>", "U0BEN")
    workspace.post("x", blocks=[scenes.rich((element,)), scenes.actions(button)])
    page = await visit()
    await expect(page.get_by_text("click me")).to_be_visible()
    assert await page.locator("#messages a").count() == 0


async def test_moments_are_told_as_people_say_them(visit: Visit, workspace: FakeWorkspace) -> None:
    now = START + 3600
    workspace.now = now - 200
    workspace.post(f"small <!date^{int(now - 7200)}^since {{ago}}^https://example.com|then>", "U0BEN")
    workspace.post("card", blocks=[scenes.rich((scenes.when(now - 720), "; ", scenes.when(now - 5)))])
    page = await visit(at=now)
    assert await page.locator(".body").first.inner_text() == "small since 2 h ago"
    assert await said(page) == "12 min ago; just now"
    await page.clock.run_for(120_000)
    assert await said(page) == "14 min ago; 2 min ago"


async def test_messages_of_one_person_go_together_and_a_card_stands_alone(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    workspace.post("one", "U0BEN")
    workspace.post("two", "U0BEN")
    workspace.post("card", blocks=scenes.running(1))
    workspace.post("card", blocks=scenes.running(2))
    page = await visit()
    await expect(page.locator("#messages .head strong")).to_have_text(
        ["Ben Okafor", "Ringmaster", "Ringmaster"]
    )
    await expect(page.locator("#messages .day")).to_have_count(1)


async def test_a_chart_is_lines_for_the_eye_and_a_table_for_a_screen_reader(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    workspace.post("web on main", blocks=[scenes.chart(build=(100, 50, 0), deploy=(90, 90, 90.5))])
    page = await visit()

    figure = page.get_by_role("figure", name="web: success rate")
    assert await figure.locator("svg .series").count() == 4
    await expect(figure.locator("svg text", has_text="Nov 14")).to_be_visible()
    await expect(figure.locator(".keys")).to_have_text("builddeploy")
    rows = await figure.get_by_role("table", name="web: success rate").get_by_role("row").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["Day (UTC)", "build, %", "deploy, %"],
        ["Nov 14", "100", "90"],
        ["Nov 15", "50", "90"],
        ["Nov 16", "0", "90.5"],
    ]
    assert await figure.locator("svg circle").first.get_attribute("cy") == "12"
    assert await page.evaluate(BELOW) < 20
