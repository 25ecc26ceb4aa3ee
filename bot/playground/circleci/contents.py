"""What the playground's jobs leave behind: artifacts, test results, and the output of their steps."""

import json
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.playground.circleci.script import Artifact, Contents, Step, Test

_AREAS = {
    "cart": ("adds an item", "removes an item", "keeps its items after a reload", "shows the badge"),
    "checkout": (
        "rounds the total to cents",
        "applies a voucher once",
        "refuses an expired card",
        "ships to a second address",
        "shows the tax by country",
    ),
    "search": ("finds by title", "finds by part of a word", "pages through the results", "keeps the filters"),
    "account": ("signs in", "signs out everywhere", "changes the address", "exports the orders"),
    "catalogue": ("lists the newest first", "filters by size", "shows what is sold out", "zooms a picture"),
}
_ROUNDING = (
    "Error: expect(locator).toHaveText(expected) failed\n\n"
    "Locator:  getByTestId('order-total')\n"
    'Expected: "€ 59.97"\n'
    'Received: "€ 59.98"\n\n'
    "    at e2e/checkout.spec.ts:48:41"
)
_VOUCHER = (
    "Error: Timed out 5000ms waiting for expect(locator).toBeVisible()\n\n"
    "Locator: getByText('Voucher applied')\n"
    "    at e2e/checkout.spec.ts:73:52"
)
_RELOAD = (
    "Error: Timed out 5000ms waiting for expect(locator).toHaveCount(expected)\n\n"
    "Locator: getByTestId('cart-item')\n"
    "Expected: 2\n"
    "Received: 0\n"
    "    at e2e/cart.spec.ts:57:44"
)
_BROKEN = {"rounds the total to cents": _ROUNDING, "applies a voucher once": _VOUCHER}

#: What fails at times and passes when it is tried again.
_FLAKY = {"applies a voucher once": _VOUCHER, "keeps its items after a reload": _RELOAD}
_BROWSERS = ("chromium", "firefox")


@cache
def picture(width: int = 96, height: int = 60, rgb: tuple[int, int, int] = (214, 226, 240)) -> bytes:
    """A PNG of one colour with a darker bar on top: a screenshot, if one does not look closely."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    bar, page = bytes(part // 3 for part in rgb) * width, bytes(rgb) * width
    rows = b"".join(b"\0" + (bar if row < height // 8 else page) for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def junit(suite: str, tests: Sequence[Test]) -> bytes:
    """The results as JUnit XML."""
    failed = sum(test.result == "failure" for test in tests)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuite name={quoteattr(suite)} tests="{len(tests)}" failures="{failed}">')
    for test in tests:
        head = f"  <testcase classname={quoteattr(test.classname)} name={quoteattr(test.name)}"
        head += f' file={quoteattr(test.file)} time="{test.seconds}"'
        failure = f"><failure>{escape(test.message)}</failure></testcase>" if test.message else "/>"
        lines.append(head + failure)
    return "\n".join([*lines, "</testsuite>", ""]).encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, always the same octets: each file has the oldest time that a zip can tell."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return whole.getvalue()


def written(name: str, document: object) -> Artifact:
    """A JSON file."""
    return Artifact(name, (json.dumps(document, indent=2) + "\n").encode())


def _cases(folder: str, suffix: str, broken: Mapping[str, str]) -> tuple[Test, ...]:
    found = []
    for area, names in _AREAS.items():
        for place, name in enumerate(names):
            for browser in _BROWSERS:
                said = broken.get(name, "") if browser == "chromium" else ""
                found.append(
                    Test(
                        name=name,
                        classname=f"{browser} › {area}",
                        file=f"{folder}/{area}{suffix}",
                        seconds=round(1.2 + 0.37 * place + (5 if said else 0), 2),
                        result="failure" if said else "success",
                        message=said,
                    )
                )
    return tuple(found)


_PASSED = {
    "lint": "\x1b[32m✔\x1b[39m 214 files checked, no problems found\n",
    "build": "vite v7.1.3 building for production...\n✓ 1482 modules transformed.\n✓ built in 21.84s\n",
    "deploy": "Uploading 96 files…\nRelease is live on production.\n",
}


_SITE = {
    "index.html": b'<!doctype html>\n<title>Acme</title>\n<script type="module" src="index.js"></script>\n',
    "index.js": b'document.body.append("Acme")\n',
}


def flaky_browser_tests(*names: str) -> Callable[[str], Contents]:
    """End-to-end tests of which only these flaky ones fail, where the job does."""
    return partial(browser_tests, broken={name: _FLAKY[name] for name in names})


def browser_tests(outcome: str, broken: Mapping[str, str] = _BROKEN) -> Contents:
    """End-to-end tests in two browsers: with a screenshot and a trace of what failed.

    ``broken``: the names of the tests that fail, where the job does, and what they say.
    """
    tests = _cases("e2e", ".spec.ts", broken if outcome == "failed" else {})
    failures = [test for test in tests if test.message]
    output = _browser_log(tests, failures)
    artifacts = [
        Artifact("logs/e2e.log", output.encode()),
        Artifact("test-results/junit.xml", junit("e2e", tests)),
    ]
    artifacts += [
        Artifact(
            f"screenshots/{area}-{browser}-{size}.png",
            picture(rgb=(200 + 9 * place, 222, 240)),
            node=place % 2,
        )
        for place, area in enumerate(_AREAS)
        for browser in _BROWSERS
        for size in ("desktop", "phone")
    ]
    for test in failures:
        name = test.name.replace(" ", "-")
        artifacts.append(Artifact(f"failures/{name}.png", picture(rgb=(240, 205, 205))))
        artifacts.append(written(f"failures/{name}.json", {"test": test.name, "error": test.message}))
    return Contents(
        tuple(artifacts),
        tests,
        (
            Step("Install dependencies", "npm ci", "added 1204 packages in 14s\n"),
            Step("Run tests", "npx playwright test", output, failed=bool(failures)),
        ),
    )


def _browser_log(tests: Sequence[Test], failures: Sequence[Test]) -> str:
    log = [f"Running {len(tests)} tests using 4 workers", ""]
    for index, test in enumerate(failures, 1):
        log += [f"  \x1b[31m{index}) [{test.classname}] › {test.file} › {test.name}\x1b[39m", ""]
        log += [f"    {line}" for line in test.message.splitlines()] + [""]
    log += [f"  \x1b[31m{len(failures)} failed\x1b[39m"] if failures else []
    log += [f"  \x1b[32m{len(tests) - len(failures)} passed\x1b[39m (2.4m)", ""]
    return "\r\n".join(log)


def unit_tests(outcome: str) -> Contents:
    """Unit tests, with their coverage."""
    tests = _cases("src", ".test.ts", {})
    if outcome == "failed":
        said = "AssertionError: expected 59.98 to be 59.97\n    at src/checkout.test.ts:31:24"
        tests = (Test("adds up an order", "checkout", "src/checkout.test.ts", 0.2, "failure", said), *tests)
    coverage = {"lines": 91.4, "branches": 84.9, "functions": 93.2, "statements": 91.1}
    failed = outcome == "failed"
    summary = f" FAIL src/checkout.test.ts\n{tests[0].message}\n" if failed else " PASS all suites\n"
    output = f"{summary}Tests: {int(failed)} failed, {len(tests) - int(failed)} passed, {len(tests)} total\n"
    return Contents(
        (
            written("coverage/summary.json", {"total": coverage}),
            Artifact("coverage/report.txt", "".join(f"{k:<12}{v} %\n" for k, v in coverage.items()).encode()),
            Artifact("test-results/junit.xml", junit("unit", tests)),
        ),
        tests,
        (
            Step("Install dependencies", "npm ci", "added 1204 packages in 14s\n"),
            Step("Run tests", "npm test", output, failed=failed),
        ),
    )


def lint(outcome: str) -> Contents:
    """A linter's output."""
    failed = outcome == "failed"
    output = "src/cart.ts:14:7  error  'total' is never used  no-unused-vars\n\n✖ 1 problem\n"
    return Contents(steps=(Step("Lint", "npm run lint", output if failed else _PASSED["lint"], failed),))


def bundle(outcome: str) -> Contents:
    """A built site: as a zip, its manifest and sizes."""
    sizes = {"index.js": 184_211, "checkout.js": 92_007, "vendor.js": 411_930, "style.css": 38_004}
    failed = outcome == "failed"
    output = "error TS2345: Argument of type 'string' is not assignable to parameter of type 'Money'.\n"
    kept = (
        Artifact("dist/app.zip", packed(_SITE)),
        written("dist/manifest.json", {name: {"bytes": size} for name, size in sizes.items()}),
        Artifact(
            "dist/sizes.txt", "".join(f"{name:<14}{size:>9}\n" for name, size in sizes.items()).encode()
        ),
    )
    step = Step("Build", "npm run build", output if failed else _PASSED["build"], failed)
    return Contents(() if failed else kept, steps=(step,))


def image(outcome: str) -> Contents:
    """A container image as one large file, and what is in it."""
    failed = outcome == "failed"
    output = 'ERROR: failed to solve: process "/bin/sh -c pip install ." did not complete: exit code 1\n'
    kept = (
        Artifact("image/api.tar", b"acme api image layer\n" * 3277, repeat=600),
        written(
            "image/sbom.json", {"name": "acme/api", "packages": [{"name": "httpx", "version": "0.28.1"}]}
        ),
    )
    passed = "naming to registry.acme.example/api done\n"
    step = Step("Build image", "docker build -t api .", output if failed else passed, failed)
    return Contents(() if failed else kept, steps=(step,))


def release(outcome: str) -> Contents:
    """A deployment's record."""
    failed = outcome == "failed"
    output = "Health check failed: 503 from https://www.acme.example/healthz\nRolled back.\n"
    step = Step("Deploy", "./deploy.sh production", output if failed else _PASSED["deploy"], failed)
    return Contents((written("deploy/record.json", {"to": "production", "files": 96}),), steps=(step,))


def app_package(outcome: str) -> Contents:
    """A mobile app's package with its notes."""
    failed = outcome == "failed"
    output = "Execution failed for task ':app:compileReleaseKotlin'.\n> Unresolved reference: PriceTag\n"
    kept = (
        Artifact("app/release-notes.txt", b"Faster start.\nPrices are shown with tax.\n"),
        Artifact("app/acme.aab", b"PK\x03\x04" + bytes(1020), repeat=512),
    )
    passed = "BUILD SUCCESSFUL in 3m 41s\n"
    step = Step("Assemble", "./gradlew bundleRelease", output if failed else passed, failed)
    return Contents(() if failed else kept, steps=(step,))
