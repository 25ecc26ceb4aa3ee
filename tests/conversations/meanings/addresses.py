"""Addresses: CircleCI's pages, its API, and pages of repositories. Never wider than what they show."""

from tests.conversations.meanings.outcomes import (
    DEPLOYS,
    RANDOM,
    asks,
    either,
    meaning,
    offers,
    refuses,
    shows,
    tells,
)

APP = "https://app.circleci.com/pipelines/github/acme/web"
FIX = "fix/rounding-at-checkout"
PAGE = f"{APP}/812"
FLOW = f"{PAGE}/workflows/{{web#812:build-test-deploy}}"
JOB = f"{FLOW}/jobs/5266"
HUB = "https://github.com/acme/web"
E2E = shows("web#812/e2e")

ADDRESSES = (
    *meaning(
        shows("web#812"),
        f"status {PAGE}",
        f"status {PAGE}/",
        f"status {PAGE}?utm=x",
        f"pipeline {PAGE}",
        f"why {PAGE}",
        f"why {FLOW}",
        f"status {FLOW}",
        "status app.circleci.com/pipelines/github/acme/web/812",
        "why app.circleci.com/pipelines/gh/acme/web/812",
        "pipeline https://circleci.com/api/v2/project/gh/acme/web/pipeline/812",
        "status https://app.circleci.com/pipeline/{web#812}",
        "why https://circleci.com/api/v2/workflow/{web#812:build-test-deploy}",
        f"config {PAGE}",
        f"status {APP}?branch=fix%2Frounding-at-checkout",
        f"status {HUB}/tree/{FIX}",
        f"why {HUB}/tree/{FIX}",
        f"status {HUB}/pull/316",
        f"why {HUB}/pull/316",
        f"why {HUB}/pull/316/files",
        f"why {HUB}/commit/{{web#812@}}",
        f"status {HUB}/commit/{{web#812@}}",
        "why {web#812@}",
        "why {web#812@7}",
        "pipeline {web#812@7}",
        "status {web#812@}",
    ),
    *meaning(
        E2E, f"logs {JOB}", f"tests {JOB}", f"artifacts {JOB}", f"job {JOB}", f"why {JOB}", f"status {JOB}"
    ),
    *meaning(E2E, f"logs {PAGE}", f"tests {FLOW}", f"job {FLOW}", f"artifacts {PAGE}"),
    *meaning(
        E2E,
        "logs https://circleci.com/gh/acme/web/5266",
        "job https://app.circleci.com/jobs/github/acme/web/5266",
    ),
    *meaning(E2E, "tests https://circleci.com/api/v2/project/gh/acme/web/job/5266"),
    *meaning(shows("web#812/build-test-deploy"), f"workflow {FLOW}", f"workflow {JOB}", f"workflow {PAGE}"),
    *meaning(
        shows("web#812/e2e", "Install dependencies"),
        f"logs {JOB}/parallel-runs/0/steps/0-101",
        f"logs {JOB}?invite=true#step-101-4336_91",
        f"logs {JOB}#step-101-1",
    ),
    *meaning(
        shows("web#812/e2e", "Run tests"),
        f"logs {JOB}/parallel-runs/1/steps/1-102",
        f"logs {JOB}#step-102-7_3",
    ),
    *meaning(shows("web#813"), f"status {HUB}/tree/main", f"status {APP}?branch=main", f"pipeline {APP}/813"),
    *meaning(
        shows("web#813"),
        f"status {APP}",
        f"status {HUB}",
        f"status {HUB}.git",
        "status git@github.com:acme/web.git",
    ),
    *meaning(
        shows("api#438"),
        "why https://app.circleci.com/pipelines/github/acme/api/438",
        "status https://github.com/acme/api/tree/main",
    ),
    *meaning(shows("api#439"), "status https://github.com/acme/api/pull/101", channel=RANDOM),
    *meaning(shows("web#812"), f"status {PAGE}", f"why {HUB}/pull/316", f"why {FLOW}", channel=DEPLOYS),
    *meaning(
        asks("trigger", "web", FIX),
        f"trigger {PAGE}",
        f"trigger {FLOW}",
        f"trigger {HUB}/pull/316",
        f"trigger {JOB}",
    ),
    *meaning(asks("trigger", "web", FIX), f"trigger {HUB}/commit/{{web#812@}}"),
    *meaning(
        asks("trigger", "web", "main"),
        f"trigger {HUB}",
        f"trigger {HUB}/issues/97",
        f"trigger {HUB}/actions",
        "trigger https://app.circleci.com/settings/project/github/acme/web",
        channel=DEPLOYS,
    ),
    *meaning(either(asks("trigger", "web", FIX), refuses(FIX)), f"trigger {HUB}/tree/{FIX}", channel=DEPLOYS),
    *meaning(refuses(FIX), f"trigger {PAGE}", f"trigger {FLOW}", f"trigger {HUB}/pull/316", channel=DEPLOYS),
    *meaning(refuses("main"), f"trigger {APP}/813", f"trigger {APP}/811", f"trigger {HUB}/tree/main"),
    *meaning(tells("web", FIX), f"can trigger {PAGE}", f"can trigger {HUB}/pull/316", f"insights {PAGE}"),
    *meaning(tells("web"), f"flaky {PAGE}", f"project {PAGE}", f"deploys {PAGE}", f"envs {FLOW}"),
    *meaning(tells(FIX, lacks=("#813",)), f"pipelines {PAGE}", f"pipelines {HUB}/pull/316"),
    *meaning(
        shows("web#812"),
        f"status {HUB}/blob/{FIX}/app/cart.py",
        f"status {HUB}/tree/{FIX}/app",
        f"why {HUB}/blame/{FIX}/app/cart.py",
        f"status {HUB}/raw/{FIX}/app/cart.py",
        f"status {HUB}/raw/refs/heads/{FIX}/app/cart.py",
        f"pipeline https://raw.githubusercontent.com/acme/web/{FIX}/app/cart.py",
        f"status {HUB}/commits/{FIX}",
        f"status {HUB}/commits/{FIX}/app/cart.py",
        f"status {HUB}/compare/main...{FIX}",
        f"config {HUB}/blob/{FIX}/.circleci/config.yml",
    ),
    *meaning(E2E, f"logs {HUB}/blob/{FIX}/app/cart.py", f"logs {HUB}/tree/{FIX}/app e2e"),
    *meaning(shows("web#813"), f"status {HUB}/blob/main/app/cart.py", f"status {HUB}/tree/main/fix/app"),
    *meaning(
        shows("web#810"), f"status {HUB}/blob/release/2.5/app/cart.py", f"why {HUB}/tree/release/2.5/app"
    ),
    *meaning(
        shows("mobile#146"),
        "status https://gitlab.com/acme/mobile",
        "status https://gitlab.com/acme/mobile/-/tree/main/src",
        "status https://gitlab.com/acme/mobile/-/blob/main/src/app.ts",
    ),
    *meaning(tells(FIX, lacks=("#813",)), f"pipelines {HUB}/blob/{FIX}/app/cart.py"),
    *meaning(
        tells("web", FIX), f"insights {HUB}/tree/{FIX}/app", f"can trigger {HUB}/blob/{FIX}/app/cart.py"
    ),
    *meaning(
        refuses("nope/app", never=("trigger",)),
        *(
            f"{verb} {HUB}/blob/nope/app/cart.py"
            for verb in ("status", "why", "trigger", "pipelines", "logs")
        ),
    ),
    *meaning(refuses("gitlab.com/acme/web"), "status https://gitlab.com/acme/web/-/tree/main/src"),
    *meaning(refuses("bb/acme/web"), "status https://bitbucket.org/acme/web/src/main/app/cart.py"),
    *meaning(
        asks("trigger", "web", FIX), f"trigger {HUB}/blob/{FIX}/app/cart.py", f"trigger {HUB}/tree/{FIX}/app"
    ),
    *meaning(asks("trigger", "web", "fix/cart-badge"), f"trigger {HUB}/tree/fix/cart-badge"),
    *meaning(
        asks("trigger", "web", "main"),
        f"trigger {HUB}/tree/main",
        f"trigger {HUB}/blob/main/README.md",
        channel=DEPLOYS,
    ),
    *meaning(asks("cancel", "web #813", "main"), f"cancel {HUB}/blob/main/README.md", channel=DEPLOYS),
    *meaning(asks("rerun", "web #812", FIX), f"rerun {HUB}/tree/{FIX}/app"),
    *meaning(refuses("main"), f"trigger {HUB}/blob/main/README.md", f"cancel {HUB}/tree/main/app"),
    *meaning(
        offers("red acme", "projects"),
        "status https://app.circleci.com/pipelines/gh/acme",
        "why https://app.circleci.com/pipelines/github/acme",
    ),
    *meaning(
        refuses("CircleCI"), "status https://example.com/x/y", "why https://news.ycombinator.com/item?id=1"
    ),
    *meaning(refuses(), "status https://github.com/acme/web/pull/99999", f"why {APP}/99999"),
    *meaning(refuses(), "why https://github.com/acme/web/commit/0123456789abcdef0123456789abcdef01234567"),
)
