"""Reruns, from failed or from the start; and numbers, which are a pipeline's or a job's."""

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
)
from tests.world import BEN, GUS

FIX = "fix/rounding-at-checkout"
FLOW = "{web#812:build-test-deploy}"
FAILED = sends(f"/workflow/{FLOW}/rerun", from_failed=True)

RERUNS = (
    *meaning(
        asks("rerun", "--failed", "web #812", FIX),
        "rerun failed",
        "rerun failed last",
        "rerun the last failed",
        "rerun last failed from failed",
        "rerun the failed of web",
        f"rerun {FIX} failed",
        f"rerun failed on {FIX}",
        after=(),
    ),
    *meaning(
        FAILED,
        "rerun last failed",
        "rerun last failed web",
        "rerun last failed --failed",
        "rerun last failed web --failed",
    ),
    *meaning(either(FAILED, asks("rerun", "--failed", "web #812")), "rerun failed web", who=BEN),
    *meaning(refuses("main", "api"), "rerun failed", "rerun last failed", thread="pipeline api#438"),
    *meaning(
        either(
            asks("rerun", "--failed", "web #804"),
            sends("/workflow/{web#804:build-test-deploy}/rerun", from_failed=True),
        ),
        "rerun failed",
        thread="pipeline #804",
    ),
    *meaning(FAILED, "rerun #812 --failed", "rerun web#812 --failed", f"rerun {FLOW} --failed"),
    *meaning(
        asks("rerun", "--failed", "web #812"),
        "rerun all failed #812",
        "rerun all failed jobs of #812",
        after=(),
    ),
    *meaning(
        refuses("#812 on fix/cart-badge"),
        "rerun #812 @fix/cart-badge",
        "rerun #812 --branch fix/cart-badge",
        "status #812 on @fix/cart-badge",
    ),
    *meaning(refuses("not"), "rerun not failed #812", "trigger web not main", "cancel web#813 not e2e"),
    *meaning(
        either(FAILED, asks("rerun", "--failed", "web #812")), "rerun #812 failed", "rerun #812 from failed"
    ),
    *meaning(
        either(FAILED, asks("rerun", "--failed", "web #812")),
        "rerun 812 failed",
        "rerun failed #812",
        who=BEN,
    ),
    *meaning(
        either(sends("/workflow/{web#804:build-test-deploy}/rerun"), offers("rerun")),
        "rerun #804",
        "rerun web#804",
    ),
    *meaning(
        either(
            asks("rerun", "web #804"), sends("/workflow/{web#804:build-test-deploy}/rerun"), offers("rerun")
        ),
        "rerun #804 from the start",
        "rerun #804 all",
        "rerun all of #804",
    ),
    *meaning(offers("rerun", word="ailed"), "rerun #808 --failed", "rerun #808 failed"),
    *meaning(
        asks("rerun", "e2e", "web #812"), "rerun last failed e2e", "rerun e2e", f"rerun {FIX} e2e", after=()
    ),
    *meaning(refuses("rerun"), "rerun failed", "rerun last failed web", "rerun #812 failed", channel=RANDOM),
    *meaning(refuses(FIX), "rerun #812 --failed", "rerun last failed web", channel=DEPLOYS),
    *meaning(refuses("uests"), "rerun #812 --failed", "rerun #804 --failed", who=GUS),
)

NUMBERS = (
    *meaning(
        shows("web#812/e2e"),
        "logs #812",
        "logs 812",
        "logs web#812",
        "artifacts #812",
        "artifacts web#812",
        "tests #812",
        "job #812",
        "logs #812 e2e",
        "logs e2e of #812",
        "logs 5266",
        "logs #5266",
        "logs job 5266",
        "why 5266",
        "why job 5266",
        "why #5266",
        "job 5266",
        "job number 5266",
        "artifacts job 5266",
        "tests #5266",
        "logs pipeline 812",
        "logs pipeline #812 e2e",
    ),
    *meaning(shows("web#812/unit"), "logs #812 unit", "tests #812 unit", "job unit of #812", "job #812 unit"),
    *meaning(shows("web#812/storybook"), "logs #812 storybook", "job #812 storybook"),
    *meaning(
        shows("api#438/integration"), "logs api#438", "tests api#438", "job api#438", "logs #438 of api"
    ),
    *meaning(either(shows("web#812/e2e"), shows("web#812")), "pipeline 5266", "status 5266", "workflow 5266"),
    *meaning(shows("web#812"), "why pipeline 812", "why pipeline #812", "status pipeline 812", "config 812"),
    *meaning(asks("rerun", "e2e", "web #812"), "rerun 5266", "rerun job 5266"),
    *meaning(refuses("99999"), "why #99999", "logs 99999", "status 99999", "rerun #99999", "job web#99999"),
    *meaning(refuses(), "tests #813"),
    *meaning(refuses("deploy"), "logs #813 deploy"),
    *meaning(refuses("already finished"), "cancel job 5266", "cancel 5266"),
)
