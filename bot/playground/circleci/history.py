"""What has happened in the projects of the playground before it starts.

Each line is one pipeline, the oldest first: how many minutes ago, of what, the commit, its author, and
what was special about it. It is played through the same calls as what happens later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.playground.circleci.acme import API, MOBILE, SECRET, WEB
from bot.playground.circleci.people import ANA, BEN, CHO, ELI, RENOVATE, User
from bot.playground.circleci.projects import Head, Project
from bot.playground.circleci.script import Outcome, Ref
from bot.playground.circleci.timeline import look
from bot.playground.circleci.world import Pipeline, World

HOUR, DAY = 60, 24 * 60
Outcomes = Mapping[str, tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class Past:
    """A pipeline of the past. ``ref`` with `tag:` in front is a tag.

    ``approved``, ``canceled``: by whom, and how many minutes after its start. ``rerun``: who reran from
    failed, and when. ``live``: it goes on when the playground starts, at its speed.
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


_E2E: Outcomes = {"e2e": ("failed",)}
_FLAKY: Outcomes = {"e2e": ("failed", "success")}
_UNIT: Outcomes = {"unit": ("failed",)}
_CONFIG = (
    (
        "config",
        "Error calling workflow: 'build-test-deploy'\nCannot find a definition for job named publish-docs",
    ),
)

_WEB = (
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
    Past(12 * DAY, "fix/voucher-twice", "Apply a voucher once", ANA, _FLAKY, rerun=(14, ANA), review=306),
    Past(11 * DAY, "main", "Apply a voucher once (#306)", ANA, approved=(22, CHO)),
    Past(10 * DAY, "renovate/playwright", "Update playwright to v1.57", RENOVATE, review=307),
    Past(9 * DAY, "main", "Update playwright to v1.57 (#307)", RENOVATE, canceled=(2, CHO)),
    Past(8.9 * DAY, "main", "Keep filters when paging back", CHO, approved=(33, CHO)),
    Past(8 * DAY, "feature/wishlist", "Wishlist: share by link", ELI, {"lint": ("failed",)}, review=305),
    Past(7 * DAY, "feature/wishlist", "Wishlist: share by link, tidied", ELI, review=305),
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
    ),
    Past(20 * HOUR, "main", "Hide the badge of an empty cart (#314)", BEN, approved=(16, ANA)),
    Past(5 * HOUR, "renovate/typescript", "Update typescript to v6", RENOVATE, review=315),
    Past(96, "main", "Load the checkout lazily", ELI),
    Past(18, "fix/rounding-at-checkout", "Fix rounding at checkout", ANA, _E2E, review=316),
    Past(2.5, "main", "Say when a voucher has expired", CHO, live=True),
)

_API = (
    Past(25 * DAY, "main", "Answer orders by page", BEN),
    Past(24 * DAY, "feature/webhooks", "Tell shops of paid orders", ELI, _UNIT, review=88),
    Past(23 * DAY, "feature/webhooks", "Sign what shops are told", ELI, review=88),
    Past(22 * DAY, "main", "Tell shops of paid orders (#88)", ELI),
    Past(21 * DAY, "main", "Nightly", BEN, {"integration": ("timedout",)}, trigger="scheduled_pipeline"),
    Past(20 * DAY, "main", "Nightly", BEN, trigger="scheduled_pipeline"),
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
    Past(14 * DAY, "main", "Nightly", BEN, trigger="scheduled_pipeline"),
    Past(13 * DAY, "release/2.4", "Prepare 2.4", CHO),
    Past(12 * DAY, "tag:v2.4.0", "Prepare 2.4", CHO),
    Past(11 * DAY, "feature/refunds", "Refund a part of an order", ELI, canceled=(1.2, ELI), review=94),
    Past(10 * DAY, "feature/refunds", "Refund a part of an order, in cents", ELI, review=94),
    Past(9 * DAY, "main", "Refund a part of an order (#94)", ELI),
    Past(8 * DAY, "main", "Nightly", BEN, trigger="scheduled_pipeline"),
    Past(7 * DAY, "renovate/sqlalchemy", "Update sqlalchemy to v2.1", RENOVATE, _UNIT, review=96),
    Past(6 * DAY, "fix/refund-twice", "Refund once when asked twice", ANA, review=97),
    Past(5 * DAY, "main", "Refund once when asked twice (#97)", ANA),
    Past(4 * DAY, "main", "Nightly", BEN, trigger="scheduled_pipeline"),
    Past(3 * DAY, "typo", "Mend a comment [ci skip]", CHO),
    Past(2 * DAY, "feature/limits", "Limit searches per minute", CHO, {"lint": ("failed",)}, review=99),
    Past(27 * HOUR, "feature/limits", "Limit searches per minute, tidied", CHO, review=99),
    Past(9 * HOUR, "main", "Limit searches per minute (#99)", CHO),
    Past(3 * HOUR, "main", "Nightly", BEN, trigger="scheduled_pipeline"),
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
    Past(26 * HOUR, "feature/scan", "Scan a price tag, twice as fast", BEN),
    Past(7 * HOUR, "release/2.4", "Prepare 2.4.2", CHO, definition="Store release"),
    Past(70, "main", "Scan a price tag (#46)", BEN),
)

_SECRET = (
    Past(9 * DAY, "main", "Weather machine, first try", ELI),
    Past(5 * DAY, "main", "Weather machine, second try", ELI, {"build": ("failed",)}),
    Past(50, "main", "Weather machine, third try", ELI),
)

_PASTS = {WEB: _WEB, API: _API, MOBILE: _MOBILE, SECRET: _SECRET}


def play(world: World, start: datetime) -> None:
    """Let everything happen that happened before ``start``."""
    for slug, pasts in _PASTS.items():
        for past in pasts:
            _play(world, world.projects[slug], past, start)
    web, api = world.projects[WEB], world.projects[API]
    web.branches["typo"] = Head("Mend a typo [ci skip]", CHO)
    api.branches["typo"] = Head("Mend a comment [ci skip]", CHO)


def _play(world: World, project: Project, past: Past, start: datetime) -> Pipeline:
    tag = past.ref.removeprefix("tag:") if past.ref.startswith("tag:") else None
    ref = Ref(tag=tag) if tag else Ref(branch=past.ref)
    head = Head(past.subject, past.author, past.body, past.outcomes, past.errors, past.review)
    (project.tags if tag else project.branches)[tag or past.ref] = head
    pace = world.speed if past.live else 1.0
    at = start - timedelta(minutes=past.ago / pace)
    named = past.definition or (project.definitions[0].name if project.app else None)
    definition = next((it for it in project.definitions if it.name == named), None)
    pipeline = world.start(
        project, ref, at=at, by=past.author, trigger=past.trigger, definition=definition, pace=pace
    )
    for run in list(pipeline.runs):
        _mark(world, past, run.id, at)
    return pipeline


def _mark(world: World, past: Past, run_id: str, at: datetime) -> None:
    """What people did to a run of the past."""
    run = world.runs[run_id]
    if past.canceled:
        after, who = past.canceled
        world.record(run, "cancel", at=at + timedelta(minutes=after), by=who)
    if past.rerun:
        after, who = past.rerun
        then = at + timedelta(minutes=after)
        state = look(run, then)
        if state.status == "failed":
            again = frozenset(it.job.script.name for it in state.jobs if it.status != "success")
            run = world.rerun(run, again, at=then, by=who, pace=1.0)
    if past.approved:
        after, who = past.approved
        for job in run.jobs:
            if job.script.approval:
                world.record(run, "approve", job=job.id, at=at + timedelta(minutes=after), by=who)
