"""What has happened in the projects of the playground, before it starts.

Each entry is one pipeline, the oldest first: how many minutes ago, of what, the commit, its author, and
what was special about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playground.circleci.acme import API, MOBILE, SECRET, WEB
from bot.playground.circleci.contents import flaky_browser_tests
from bot.playground.circleci.people import ANA, BEN, CHO, ELI, RENOVATE, User
from bot.playground.circleci.script import Leaves, Outcome
from bot.playground.circleci.suites import integration

HOUR, DAY = 60, 24 * 60
Outcomes = Mapping[str, tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class Past:
    """A pipeline of the past. ``ref`` with `tag:` in front is a tag; without a ``subject`` the commit is the
    one that the branch had before.

    ``approved``, ``canceled``: by whom, and how many minutes after its start. ``rerun``: who reran from
    failed, and when. ``live``: it goes on when the playground starts, at its speed. ``seconds`` and
    ``contents``: see Head.
    """

    ago: float
    ref: str
    subject: str
    author: User
    outcomes: Outcomes = field(default_factory=dict)
    approved: tuple[float, User] | None = None
    canceled: tuple[float, User] | None = None
    rerun: tuple[float, User] | None = None
    trigger: str = "webhook"
    body: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    review: int | None = None
    live: bool = False
    definition: str | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    contents: Mapping[str, Leaves] = field(default_factory=dict)


_E2E: Outcomes = {"e2e": ("failed",)}
_FLAKY: Outcomes = {"e2e": ("failed", "success")}
_VOUCHER = {"e2e": flaky_browser_tests("applies a voucher once")}
_CART = {"e2e": flaky_browser_tests("keeps its items after a reload")}
_BOTH = {"e2e": flaky_browser_tests("applies a voucher once", "keeps its items after a reload")}
_INTEGRATION: Outcomes = {"integration": ("failed",)}
_UNIT: Outcomes = {"unit": ("failed",)}
_CONFIG = (
    (
        "config",
        "Error calling workflow: 'build-test-deploy'\nCannot find a definition for job named publish-docs",
    ),
)

#: Since Ana's refunds, api's integration tests fail, and take longer than before.
_REFUNDS = {"integration": integration("refunds")}
_SLOWER = {"unit": 71, "integration": 214}

_WEB = (
    Past(38 * DAY, "main", "Compare two products", ELI, approved=(19, CHO)),
    Past(35 * DAY, "main", "Count the stock of each shop", BEN, _E2E),
    Past(34 * DAY, "main", "Count the stock of each shop at once", BEN, _UNIT),
    Past(33.5 * DAY, "fix/stock", "Lock the stock while it is counted", BEN, review=299),
    Past(33 * DAY, "main", "Log which stock is missing", ANA, {"e2e": ("timedout",)}),
    Past(32 * DAY, "main", "Lock the stock while it is counted (#299)", BEN, approved=(27, CHO)),
    Past(28 * DAY, "main", "Tell when something is back in stock", CHO, approved=(14, CHO)),
    Past(23 * DAY, "main", "Show the delivery date in the cart", ANA, approved=(41, CHO)),
    Past(22 * DAY, "renovate/vite-7", "Update vite to v7", RENOVATE, {"build": ("failed",)}, review=301),
    Past(21 * DAY, "fix/cart-badge", "Count bundles once in the cart's badge", BEN, review=302),
    Past(20 * DAY, "main", "Count bundles once in the cart's badge (#302)", BEN, approved=(12, ANA)),
    Past(19 * DAY, "renovate/vite-7", "Update vite to v7", RENOVATE, body="Retried.", review=301),
    Past(18 * DAY, "release/2.4", "Prepare 2.4", CHO, approved=(95, CHO)),
    Past(17 * DAY, "tag:v2.4.0", "Prepare 2.4", CHO),
    Past(16 * DAY, "main", "Update vite to v7 (#301)", RENOVATE, {"deploy": ("failed",)}, approved=(30, BEN)),
    Past(15.9 * DAY, "main", "Serve the new chunks before the page", BEN, approved=(9, BEN)),
    Past(14 * DAY, "feature/wishlist", "Start of the wishlist", ELI, _UNIT, review=305),
    Past(13.6 * DAY, "feature/wishlist", "Wishlist: keep it after signing in", ELI, review=305),
    Past(
        12 * DAY,
        "fix/voucher-twice",
        "Apply a voucher once",
        ANA,
        _FLAKY,
        rerun=(14, ANA),
        review=306,
        contents=_VOUCHER,
    ),
    Past(11 * DAY, "main", "Apply a voucher once (#306)", ANA, approved=(22, CHO)),
    Past(
        10 * DAY,
        "renovate/playwright",
        "Update playwright to v1.57",
        RENOVATE,
        _FLAKY,
        rerun=(31, CHO),
        review=307,
        contents=_BOTH,
    ),
    Past(9 * DAY, "main", "Update playwright to v1.57 (#307)", RENOVATE, canceled=(2, CHO)),
    Past(8.9 * DAY, "main", "Keep filters when paging back", CHO, approved=(33, CHO)),
    Past(8 * DAY, "feature/wishlist", "Wishlist: share by link", ELI, {"lint": ("failed",)}, review=305),
    Past(
        7 * DAY,
        "feature/wishlist",
        "Wishlist: share by link, tidied",
        ELI,
        _FLAKY,
        rerun=(9, ELI),
        review=305,
        contents=_CART,
    ),
    Past(
        6 * DAY,
        "main",
        "Wishlist (#305)",
        ELI,
        {"unit": ("infrastructure_fail", "success")},
        (40, CHO),
        rerun=(8, ELI),
    ),
    Past(5 * DAY, "release/2.4", "Backport: apply a voucher once", ANA, approved=(18, CHO)),
    Past(4.9 * DAY, "tag:v2.4.1", "Backport: apply a voucher once", ANA),
    Past(4 * DAY, "fix/tax-label", "Name the tax by country", BEN, _E2E, review=311),
    Past(3 * DAY, "docs/readme", "Explain how to run the shop", CHO, review=312),
    Past(
        2 * DAY,
        "main",
        "Name the tax by country (#311)",
        BEN,
        {"deploy": ("unauthorized",)},
        approved=(25, ELI),
    ),
    Past(30 * HOUR, "broken-config", "Publish the documentation", ELI, errors=_CONFIG, review=313),
    Past(
        26 * HOUR,
        "fix/cart-badge",
        "Hide the badge of an empty cart",
        BEN,
        _FLAKY,
        rerun=(11, BEN),
        review=314,
        contents=_VOUCHER,
    ),
    Past(20 * HOUR, "main", "Hide the badge of an empty cart (#314)", BEN, approved=(16, ANA)),
    Past(5 * HOUR, "release/2.5", "Prepare 2.5", CHO),
    Past(96, "main", "Load the checkout lazily", ELI),
    Past(18, "fix/rounding-at-checkout", "Fix rounding at checkout", ANA, _E2E, review=316),
    Past(2.5, "main", "Say when a voucher has expired", CHO, live=True),
)

_API = (
    Past(25 * DAY, "main", "Answer orders by page", BEN),
    Past(24 * DAY, "feature/webhooks", "Tell shops of paid orders", ELI, _UNIT, review=88),
    Past(23 * DAY, "feature/webhooks", "Sign what shops are told", ELI, review=88),
    Past(22 * DAY, "main", "Tell shops of paid orders (#88)", ELI),
    Past(21 * DAY, "main", "", BEN, {"integration": ("timedout",)}, trigger="scheduled_pipeline"),
    Past(20 * DAY, "main", "", BEN, trigger="scheduled_pipeline"),
    Past(19 * DAY, "renovate/httpx", "Update httpx to v0.28", RENOVATE, review=90),
    Past(18 * DAY, "main", "Update httpx to v0.28 (#90)", RENOVATE),
    Past(17 * DAY, "fix/slow-search", "Index titles by word", ANA, {"integration": ("failed",)}, review=91),
    Past(16 * DAY, "fix/slow-search", "Index titles by word, also in tests", ANA, review=91),
    Past(
        15 * DAY,
        "main",
        "Index titles by word (#91)",
        ANA,
        {"build-image": ("failed", "success")},
        rerun=(9, ANA),
    ),
    Past(14 * DAY, "chore/signing", "Sign the image", ELI, review=93),
    Past(13 * DAY, "release/2.4", "Prepare 2.4", CHO),
    Past(12 * DAY, "tag:v2.4.0", "Prepare 2.4", CHO),
    Past(11 * DAY, "feature/refunds", "Refund a part of an order", ELI, canceled=(1.2, ELI), review=94),
    Past(10 * DAY, "feature/refunds", "Refund a part of an order, in cents", ELI, review=94),
    Past(9 * DAY, "main", "Refund a part of an order (#94)", ELI),
    Past(8 * DAY, "main", "", BEN, trigger="scheduled_pipeline"),
    Past(7 * DAY, "renovate/sqlalchemy", "Update sqlalchemy to v2.1", RENOVATE, _UNIT, review=96),
    Past(6 * DAY, "fix/refund-twice", "Refund once when asked twice", ANA, review=97),
    Past(
        5 * DAY,
        "main",
        "Refund once when asked twice (#97)",
        ANA,
        _INTEGRATION,
        seconds=_SLOWER,
        contents=_REFUNDS,
    ),
    Past(4 * DAY, "chore/changed-paths", "Test only what changed", ELI, review=98),
    Past(3 * DAY, "typo", "Mend a comment [ci skip]", CHO),
    Past(2 * DAY, "feature/limits", "Limit searches per minute", CHO, {"lint": ("failed",)}, review=99),
    Past(27 * HOUR, "release/hotfix", "Ask the payment provider twice at most", BEN),
    Past(
        9 * HOUR,
        "main",
        "Limit searches per minute (#99)",
        CHO,
        _INTEGRATION,
        seconds=_SLOWER,
        contents=_REFUNDS,
    ),
    Past(
        3 * HOUR,
        "main",
        "",
        BEN,
        _INTEGRATION,
        trigger="scheduled_pipeline",
        seconds=_SLOWER,
        contents=_REFUNDS,
    ),
    Past(45, "fix/timeouts", "Wait for the payment provider at most 10 s", BEN, review=101),
)

_MOBILE = (
    Past(20 * DAY, "main", "Show prices with tax", CHO),
    Past(19 * DAY, "feature/dark", "Dark colours", ELI, _UNIT),
    Past(18 * DAY, "feature/dark", "Dark colours, also in the map", ELI),
    Past(17 * DAY, "main", "Dark colours (#41)", ELI),
    Past(16 * DAY, "release/2.4", "Prepare 2.4", CHO, approved=(180, CHO), definition="Store release"),
    Past(14 * DAY, "fix/slow-start", "Load the catalogue later", ANA),
    Past(12 * DAY, "main", "Load the catalogue later (#43)", ANA),
    Past(11 * DAY, "renovate/kotlin", "Update kotlin to v2.3", RENOVATE, {"lint": ("failed",)}),
    Past(9 * DAY, "renovate/kotlin", "Update kotlin to v2.3", RENOVATE, body="Retried."),
    Past(8 * DAY, "tag:v2.4.1", "Prepare 2.4.1", CHO, approved=(64, BEN), definition="Store release"),
    Past(6 * DAY, "main", "Update kotlin to v2.3 (#44)", RENOVATE),
    Past(
        4 * DAY, "feature/scan", "Scan a price tag", BEN, {"package": ("failed",)}, definition="Store release"
    ),
    Past(3 * DAY, "feature/scan", "Scan a price tag in the dark", BEN, canceled=(0.5, BEN)),
    Past(
        26 * HOUR,
        "feature/scan",
        "Scan a price tag, twice as fast",
        BEN,
        {"unit": ("infrastructure_fail", "success")},
    ),
    Past(7 * HOUR, "release/2.4", "Prepare 2.4.2", CHO, definition="Store release"),
    Past(70, "main", "Scan a price tag (#46)", BEN),
)

_SECRET = (
    Past(9 * DAY, "main", "Weather machine, first try", ELI),
    Past(5 * DAY, "main", "Weather machine, second try", ELI, {"build": ("failed",)}),
    Past(50, "main", "Weather machine, third try", ELI),
)

PASTS = {WEB: _WEB, API: _API, MOBILE: _MOBILE, SECRET: _SECRET}
