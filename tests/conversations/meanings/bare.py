"""Lines that name nothing: in a channel, in a thread, and without a project; and what asks before it acts."""

from tests.conversations.meanings.outcomes import (
    DEPLOYS,
    RANDOM,
    asks,
    either,
    meaning,
    offers,
    refuses,
    sends,
    shows,
    tells,
)
from tests.world import BEN

FIX = "fix/rounding-at-checkout"
NOTHING: tuple[str, ...] = ()
FAILED_API, FAILED_WEB, TAX = "pipeline api#438", "pipeline #812", "pipeline #804"
EVERY = ("web", "api", "mobile")

CHANNEL = (
    *meaning(shows("web#812"), "why", "why?", "why did it fail", "why is it red", after=NOTHING),
    *meaning(shows("web#812/e2e"), "logs", "tests", "artifacts", "logs --tail 5", after=NOTHING),
    *meaning(asks("rerun", "web #812", FIX), "rerun", "rerun --failed", after=NOTHING),
    *meaning(shows("web#813"), "status", "pipeline", "config", after=NOTHING),
    *meaning(shows("web#804"), "pipeline", "why", "config", after=(TAX,)),
    *meaning(shows("api#438"), "why", "pipeline", after=(FAILED_API,)),
    *meaning(shows("api#438/integration"), "logs", "tests", after=(FAILED_API,)),
    *meaning(shows("web#812"), "why", after=("pipeline #809",)),
    *meaning(asks("rerun", "web #804", "fix/tax-label"), "rerun", after=(TAX,)),
    *meaning(shows("web#804"), "why", after=(FAILED_API, TAX)),
    *meaning(refuses("main"), "cancel", "trigger", after=NOTHING),
    *meaning(offers("why web", "why api", "why mobile"), "why", channel=DEPLOYS, after=NOTHING),
    *meaning(offers("status web", "status api", "status mobile"), "status", channel=DEPLOYS, after=NOTHING),
    *meaning(offers("logs web", "logs api", "logs mobile"), "logs", channel=DEPLOYS, after=NOTHING),
    *meaning(offers("pipelines web", "pipelines api"), "pipelines", channel=RANDOM, after=NOTHING),
    *meaning(shows("api#438"), "why", channel=RANDOM, after=(FAILED_API,)),
    *meaning(
        either(
            offers("approve approve-production", "approve hold-for-stores"),
            offers("approve {api#436}", "approve {mobile#145}"),
        ),
        "approve",
        channel=DEPLOYS,
        after=NOTHING,
    ),
    *meaning(refuses("pprov"), "approve", channel=DEPLOYS, who=BEN, after=NOTHING),
    *meaning(tells("main"), "red"),
    *meaning(tells("web #810", "api #436", "mobile #145"), "approvals", "approvals acme"),
    *meaning(tells("web #810", lacks=("api #436",)), "approvals web", "approvals web@release/2.5"),
    *meaning(tells("web"), "flaky", "deploys", "project", "envs", "insights", "pipelines"),
)

THREADS = (
    *meaning(shows("api#438"), "why", "why?", "pipeline", "why did this fail?", thread=FAILED_API),
    *meaning(shows("api#438/integration"), "logs", "tests", "job", thread=FAILED_API),
    *meaning(
        tells("api", lacks=("of web", "web's", "web #")),
        "pipelines",
        "flaky",
        "project",
        "insights",
        "envs",
        thread=FAILED_API,
    ),
    *meaning(either(shows("api#439"), shows("api#438")), "status", thread=FAILED_API),
    *meaning(shows("web#812"), "why", "pipeline", "config", thread=FAILED_WEB),
    *meaning(shows("web#812/e2e"), "logs", "artifacts", "logs e2e", "logs Run tests", thread=FAILED_WEB),
    *meaning(shows("web#812/unit"), "logs unit", "job unit", thread=FAILED_WEB),
    *meaning(shows("web#804"), "why", thread=TAX, said=(FAILED_API,)),
    *meaning(shows("web#812/e2e"), "logs", thread=FAILED_WEB, said=("pipeline #804", "logs last failed api")),
    *meaning(refuses("#812"), "cancel", thread=FAILED_WEB),
    *meaning(either(refuses("#812"), offers("cancel")), "cancel", thread=FAILED_WEB, said=("pipeline #809",)),
    *meaning(shows("web#813"), "status web", "status web@main", thread=FAILED_API),
    *meaning(shows("api#438"), "why #438", "why last failed", "status main", thread=FAILED_API),
    *meaning(shows("web#812"), "why web last failed", thread=FAILED_API),
    *meaning(shows("api#438"), "why", thread=FAILED_API, channel=DEPLOYS),
    *meaning(shows("api#438"), "why", thread=FAILED_API, channel=RANDOM, who=BEN),
    *meaning(
        either(asks("rerun", "api #438"), sends("/workflow/{api#438:test}/rerun", from_failed=True)),
        "rerun --failed",
        "rerun failed",
        thread="pipeline api#438",
        channel=DEPLOYS,
    ),
    *meaning(
        either(asks("cancel", "web #813"), sends("/workflow/{web#813:build-test-deploy}/cancel")),
        "cancel",
        thread="pipeline web#813",
        channel=DEPLOYS,
    ),
    *meaning(refuses("main"), "cancel", thread="pipeline web#813"),
    *meaning(
        asks("cancel", "web #813"), "cancel?", "cancel this?", thread="pipeline web#813", channel=DEPLOYS
    ),
    *meaning(
        asks("trigger", "web", "release/2.5"),
        "trigger",
        "trigger environment=staging",
        thread="pipeline web#810",
        channel=DEPLOYS,
    ),
    *meaning(asks("trigger", "web", "fix/rounding-at-checkout"), "trigger", thread=FAILED_WEB),
    *meaning(
        either(asks("approve", "approve-production"), sends("/approve/{api#436/approve-production}")),
        "approve",
        thread="pipeline api@release/hotfix",
        channel=DEPLOYS,
    ),
    *meaning(
        offers("approve approve-eu", "approve approve-us"),
        "approve",
        thread="pipeline web#810",
        channel=DEPLOYS,
    ),
)

QUESTIONS = (
    *meaning(
        asks("cancel", "web #813", "main"),
        "cancel web",
        "cancel web@main",
        "cancel last web",
        "cancel web last",
        "cancel newest of web",
        channel=DEPLOYS,
    ),
    *meaning(sends("/workflow/{web#813:build-test-deploy}/cancel"), "cancel web#813", channel=DEPLOYS),
    *meaning(
        sends("/workflow/{web#813:build-test-deploy}/cancel"),
        "cancel {web#813:build-test-deploy}",
        "cancel https://app.circleci.com/pipelines/github/acme/web/813",
        channel=DEPLOYS,
    ),
    *meaning(
        asks("rerun", "api #438", "main"), "rerun last failed api --failed", "rerun api@main", channel=DEPLOYS
    ),
    *meaning(
        asks("approve", "approve-production", "release/hotfix"),
        "approve api@release/hotfix",
        "approve api release/hotfix",
        channel=DEPLOYS,
    ),
    *meaning(asks("", "release/hotfix"), "reject api@release/hotfix", channel=DEPLOYS),
    *meaning(refuses("main"), "cancel web", "cancel web@main", "rerun web@main"),
    *meaning(refuses("release"), "cancel web", "approve api@release/hotfix", channel=DEPLOYS, who=BEN),
)
