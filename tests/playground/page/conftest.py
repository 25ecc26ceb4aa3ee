"""A browser, and a page in it that shows a small workspace."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

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


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, workspace: FakeWorkspace) -> AsyncIterator[Visit]:
    """Opens the page. A test fails in which the page reported an error or asked another host."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    async with serve(workspace.asgi, grace=0) as address:

        def asked(request: Request) -> None:
            if not request.url.startswith(address):
                wrong.append(f"asked for {request.url}")

        async def visiting(path: str = "/", at: float | None = None, **options: Any) -> Page:
            """``at``: the page's clock stands there, and is moved by hand."""
            context = await browser.new_context(
                **{"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "timezone_id": "UTC"}
                | options
            )
            context.set_default_timeout(5_000)
            contexts.append(context)
            page = await context.new_page()
            page.on("console", heard)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("request", asked)
            if at is not None:
                await page.clock.install(time=at)
            await page.goto(address + path)
            await page.wait_for_selector("#messages[data-loaded]", state="attached")
            return page

        yield visiting
        for context in contexts:
            await context.close()
        workspace.hang_up()
    assert wrong == []
