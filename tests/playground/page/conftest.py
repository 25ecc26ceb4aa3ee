"""A browser, and a page in it that shows a small workspace."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, async_playwright

from bot.operating.serving import serve
from tests.playground.page.fake import FakeWorkspace

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Visit: TypeAlias = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser serves all tests of the page, so they share its event loop."""
    skip = pytest.mark.skip(reason="needs Chromium: apt-get install chromium")
    for item in items:
        if item.path.parent.name == "page":
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if CHROMIUM is None:
                item.add_marker(skip)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def workspace() -> FakeWorkspace:
    return FakeWorkspace()


class Tabs:
    """Pages of the browser, each for one test at a time: to make one takes longer than most tests do."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}

    @asynccontextmanager
    async def page(self, **options: Any) -> AsyncIterator[Page]:
        """An empty page, in a context that has these options."""
        free = self._free.setdefault(repr(sorted(options.items())), [])
        page = free.pop() if free else await self._new(options)
        page.set_default_timeout(30_000)
        yield page
        await _cleared(page)
        free.append(page)

    @asynccontextmanager
    async def standing(self, at: float, **options: Any) -> AsyncIterator[Page]:
        """An empty page whose clock stands, which it then does for good."""
        page = await self._new(options)
        await page.clock.install(time=at)
        yield page
        await page.close()

    async def _new(self, options: dict[str, Any]) -> Page:
        usual = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "timezone_id": "UTC"}
        return await self._browser.new_page(**usual | options)


async def _cleared(page: Page) -> None:
    """Nothing is left of what was there, nor of who looked at it."""
    for other in page.context.pages:
        if other is not page:
            await other.close()
    await page.unroute_all()
    await page.mouse.move(0, 0)
    await page.evaluate("sessionStorage.clear()")
    await page.goto("about:blank")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest_asyncio.fixture(loop_scope="session")
async def visit(tabs: Tabs, workspace: FakeWorkspace) -> AsyncIterator[Visit]:
    """Opens the page. A test fails in which the page reported an error or asked another host."""
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    def failed(error: Error) -> None:
        wrong.append(str(error))

    async with serve(workspace.asgi, grace=0) as address, AsyncExitStack() as opened:

        def asked(request: Request) -> None:
            if not request.url.startswith(address):
                wrong.append(f"asked for {request.url}")

        async def visiting(path: str = "/", at: float | None = None, **options: Any) -> Page:
            """``at``: the page's clock stands there, and is moved by hand."""
            page = await opened.enter_async_context(
                tabs.page(**options) if at is None else tabs.standing(at, **options)
            )
            page.set_default_timeout(5_000)
            for event, told in (("console", heard), ("pageerror", failed), ("request", asked)):
                page.on(event, told)
                opened.callback(page.remove_listener, event, told)
            await page.goto(address + path)
            await page.wait_for_selector("#messages[data-loaded]", state="attached")
            return page

        yield visiting
        await opened.aclose()
        workspace.hang_up()
    assert wrong == []
