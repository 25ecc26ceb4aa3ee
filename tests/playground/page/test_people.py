"""Being somebody else."""

from playwright.async_api import Page, expect

from tests.playground.page.conftest import Visit
from tests.playground.page.fake import FakeWorkspace


async def be(page: Page, name: str) -> None:
    await page.get_by_role("button", name="You are").click()
    await page.get_by_role("menuitemradio", name=name).click()
    await expect(page.get_by_role("button", name=f"You are {name}")).to_be_visible()


async def test_one_says_and_sees_as_the_person_one_is(visit: Visit, workspace: FakeWorkspace) -> None:
    workspace.post("for Ana alone", to="U0ANA")
    workspace.post("for Ben alone", to="U0BEN")
    page = await visit()
    await expect(page.locator("#messages")).to_contain_text("for Ana alone")
    await be(page, "Ben Okafor")
    await expect(page.get_by_role("button", name="You are Ben Okafor")).to_be_focused()
    await expect(page.locator("#messages .body")).to_have_text(["for Ben alone"])
    await page.get_by_placeholder("Message #web as Ben Okafor").fill("hello")
    await page.locator("#say").press("Enter")
    await expect(page.locator("#messages .head").last).to_contain_text("Ben Okafor")
    assert workspace.said[0]["user"] == "U0BEN"


async def test_the_menu_tells_who_is_a_guest_and_who_is_from_elsewhere(visit: Visit) -> None:
    page = await visit()
    await page.get_by_role("button", name="You are").click()
    await expect(page.get_by_role("menuitemradio", name="Ana Lima")).to_be_focused()
    await expect(page.get_by_role("menuitemradio", name="Gus")).to_contain_text("Contractor, guest")
    await expect(page.get_by_role("menuitemradio", name="Zoe")).to_contain_text("from another workspace")


async def test_somebody_sees_only_the_channels_that_they_are_in(
    visit: Visit, workspace: FakeWorkspace
) -> None:
    page = await visit("/#/C0DEPLOYS")
    await expect(page.locator("#channel-name")).to_have_text("#deploys")
    await be(page, "Zoe")
    await expect(page.locator("#channel-name")).to_have_text("#web")
    await expect(page.locator("#channels .name")).to_have_text(["web"])


async def test_one_stays_the_same_person_after_a_reload(visit: Visit) -> None:
    page = await visit()
    await be(page, "Cho Min-ji")
    await page.reload()
    await expect(page.get_by_role("button", name="You are Cho Min-ji")).to_be_visible()
