"""Spelling of names, channels without a default project, what one can do, and everything else as it is."""

from tests.conversations.meanings.outcomes import (
    DEPLOYS,
    RANDOM,
    WEB,
    asks,
    either,
    meaning,
    offers,
    refuses,
    sends,
    shows,
    tells,
)
from tests.world import BEN, CHO, GUS, ZOE

FIX = "fix/rounding-at-checkout"

SPELLING = (
    *meaning(
        shows("web#813"),
        "status gh/Acme/Web",
        "status gh/acme/web",
        "status github/acme/web",
        "status Acme/web",
        "status acme/web",
        "status GH/ACME/WEB",
        "status Web",
        "status WEB",
        "status web.git",
        "status acme/web.git",
    ),
    *meaning(shows("api#438"), "why gh/acme/API#438", "why API#438", "why acme/api#438"),
    *meaning(offers("status web"), "status wbe", "status wed"),
    *meaning(offers("status mobile"), "status moble", "status mobil"),
    *meaning(offers("status api"), "status apii"),
    *meaning(refuses("zebra"), "status zebra", "flaky zebra", "insights zebra", "trigger zebra", "use zebra"),
)

WITHOUT_PROJECT = (
    *meaning(shows("web#812"), "why #812", "pipeline #812", "status #812", channel=DEPLOYS),
    *meaning(shows("api#438"), "why #438", "pipeline 438", channel=DEPLOYS),
    *meaning(shows("web#812/e2e"), "logs 5266", "job 5266", "logs #812 e2e", channel=RANDOM),
    *meaning(shows("web#812"), "why #812", "why 812", channel=RANDOM),
    *meaning(either(shows("web#812"), offers("why web")), f"why {FIX}", channel=RANDOM),
    *meaning(asks("approve", "approve-production", "api"), "approve #436", channel=DEPLOYS),
    *meaning(
        either(asks("rollback", "web", "production"), sends("/projects/{web}/rollback", reason="x")),
        "rollback web production --reason x",
        "rollback web production v2.4.0-802 --reason x",
        channel=DEPLOYS,
    ),
    *meaning(
        offers("logs last failed web", "logs last failed api"),
        'logs last failed "Run tests"',
        channel=DEPLOYS,
    ),
    *meaning(offers("why last failed web", "why last failed api"), "why last failed", channel=RANDOM),
    *meaning(
        offers("status web@main", "status api@main", "status mobile@main"), "status main", channel=DEPLOYS
    ),
    *meaning(offers("flaky web", "flaky api"), "flaky", channel=RANDOM),
    *meaning(tells("web"), "insights web", "pipelines web", "flaky web", channel=DEPLOYS),
    *meaning(tells("api"), "red", "red acme", "projects", channel=RANDOM),
    *meaning(asks("trigger", "web", "main"), "trigger main web", channel=DEPLOYS, who=CHO),
    *meaning(refuses("release"), "trigger web@main", "trigger api", channel=DEPLOYS, who=BEN),
    *meaning(refuses("web@"), "status web@", "trigger web@", channel=DEPLOYS),
    *meaning(refuses("a..b"), "status web@a..b"),
)

CAN = (
    *meaning(either(tells("web"), refuses("main")), "can you trigger web", "can you trigger web?"),
    *meaning(
        tells("web"),
        "can I trigger web?",
        "can i trigger web",
        "can we trigger web?",
        "can trigger web?",
        "Can I trigger web please?",
        "can trigger on web",
    ),
    *meaning(
        tells("main"),
        "can I trigger main?",
        "can trigger web@main",
        "can I trigger web on main?",
        "can trigger main of web",
    ),
    *meaning(tells("trigger"), "can rollback", "can I rollback web?", "can roll back"),
    *meaning(tells("read"), "can logs", "can I read web", "can why", "can see web"),
    *meaning(tells("cancel"), "can reject", "can I cancel?", "can stop"),
    *meaning(tells("approve"), "can deploy", "can I approve web?", channel=DEPLOYS),
    *meaning(tells("rerun"), "can I rerun #812?", "can retry", "can I rerun failed?"),
    *meaning(tells(), "can", "can?", "can I do this here?", "can I?", channel=RANDOM),
    *meaning(refuses("ben"), "can ben trigger web?", "can ben trigger"),
    *meaning(refuses("anyone"), "can anyone approve web"),
    *meaning(tells("read"), "can", "can I read web?", who=GUS),
    *meaning(refuses("fly"), "can fly", "can I fly?"),
)

AS_IT_IS = (
    *meaning(
        shows("web#813"),
        "status",
        "status web",
        "status web@main",
        "status @main",
        "pipeline last",
        "pipeline #813",
    ),
    *meaning(
        shows("web#812"),
        "why last failed",
        "why #812",
        "why web#812",
        "pipeline last failed",
        "pipeline {web#812}",
    ),
    *meaning(
        shows("web#812/e2e"),
        "logs last failed",
        "tests last failed",
        "artifacts last failed",
        "job last failed",
    ),
    *meaning(
        shows("web#812/e2e"),
        "logs web#5266",
        "job gh/acme/web#5266",
        "logs {web#812/e2e} 'Run tests' --tail 100",
    ),
    *meaning(
        shows("web#812/build-test-deploy"), "workflow last failed", "workflow {web#812:build-test-deploy}"
    ),
    *meaning(
        tells("web"),
        "pipelines web",
        "pipelines --mine",
        "flaky web",
        "project web",
        "envs web",
        "deploys web",
    ),
    *meaning(tells("web", "main"), "insights web --days 7", "insights web@main --workflow build-test-deploy"),
    *meaning(tells("api", "main"), "red", "red acme"),
    *meaning(tells("junit.xml"), "artifacts web#5266 --match *.xml", "artifact 5266 test-results/junit.xml"),
    *meaning(tells("ringmaster"), "me"),
    *meaning(
        refuses("workspace"), "status web", "trigger web@fix/cart-badge", who=ZOE, mention=True, channel=WEB
    ),
    *meaning(refuses("uests"), "trigger web@fix/cart-badge", "cancel #813", who=GUS),
    *meaning(tells("web"), "use web", channel=DEPLOYS, after=()),
    *meaning(refuses("the default project here"), "use api", channel=WEB),
    *meaning(
        refuses(),
        "status 99999999999999999999",
        "pipeline ???",
        "logs 5266 --tail 0",
        "logs 5266 --tail x",
    ),
    *meaning(refuses("--days"), "insights web --days 45", "insights web --days x"),
)
