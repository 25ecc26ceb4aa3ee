"""Words that are no command's, or that say less than a name."""

from tests.conversations.meanings.outcomes import (
    DEPLOYS,
    asks,
    either,
    meaning,
    offers,
    refuses,
    shows,
    tells,
)

FIX = "fix/rounding-at-checkout"

WORDS = (
    *meaning(tells("no subscriptions"), "subscriptions in this channel", "subscriptions here"),
    *meaning(
        either(asks("rollback", "v2.4.0-802"), refuses("v2.4.0-802", "Say why")),
        "rollback web production to the previous version",
        "rollback web in production to the prior version",
        channel=DEPLOYS,
    ),
    *meaning(asks("rerun", "e2e"), "rerun only e2e on 812", "rerun just e2e of #812"),
    *meaning(offers("approvals", "approve"), "approved", "is approved", channel=DEPLOYS),
    *meaning(offers("deploys web production"), "deploy web to production", "release web to production"),
    *meaning(
        offers("deploys production", never=("trigger",)), "deploy to production", "release to production"
    ),
    *meaning(
        tells("rerun", "--jobs"),
        "help --failed",
        "help with rerun",
        "help rerun --failed",
        "help on rerun",
        "help me with rerun",
        "help for rerun #812",
    ),
    *meaning(tells("logs", "--tail"), "help --tail", "help about logs", "help with the logs"),
    *meaning(refuses("--nonsense"), "help --nonsense"),
    *meaning(
        tells("web on main", "approve"),
        "can approve hold-for-production",
        "can i approve hold-for-production",
    ),
    *meaning(tells("web on main", "rerun"), "can rerun e2e"),
    *meaning(tells("web on main", "can approve"), "can approve hold-for-production", channel=DEPLOYS),
    *meaning(
        tells("deploy", "web"),
        "can i deploy to production",
        "can deploy production",
        "can we deploy web to production",
    ),
    *meaning(tells("deploy", "web"), "can deploy to production", "can we deploy production", channel=DEPLOYS),
    *meaning(refuses("blub"), "can trigger blub", "can deploy to blub", channel=DEPLOYS),
    *meaning(refuses("blub"), "can trigger blub", "can approve blub", "can deploy to blub"),
)

NAMES = (
    *meaning(shows("web#813"), "status web:main", "status web:813", "pipeline web:main"),
    *meaning(shows("web#812"), f"why web:{FIX}", "why web:812", "status web:812"),
    *meaning(shows("api#438"), "status api:main", "status api:438"),
    *meaning(asks("trigger", "web", "fix/cart-badge"), "trigger web:fix/cart-badge"),
    *meaning(refuses("main"), "trigger web:main"),
    *meaning(offers("status @feature/wishlist"), "status wishlist", "status WishList", "status wish"),
    *meaning(offers(f"why @{FIX}"), "why rounding", "why at-checkout"),
    *meaning(offers("status @fix/cart-badge"), "status cart", "status badge"),
    *meaning(offers("trigger @feature/wishlist"), "trigger wishlist"),
    *meaning(refuses("fix"), "status fix"),
    *meaning(
        shows("web#813", "Read as"),
        *("main", "web", "web main", "main web", "web@main", "@main", "the main branch", "main?", "`main`"),
        *("e2e", "e2e on main", "build-test-deploy", "hold-for-production", "last", "origin/main"),
        after=(),
    ),
    *meaning(
        shows("web#812", "Read as"),
        *("#812", "812", "web#812", FIX, "{web#812}", "{web#812@7}", "{web#812@}", "last failed", "5266"),
        "https://app.circleci.com/pipelines/github/acme/web/812",
    ),
    *meaning(shows("web#812", "Read as"), "e2e", thread="pipeline #812"),
    *meaning(shows("web#813", "Read as"), "main", "web", thread="pipeline #812"),
    *meaning(shows("api#438", "Read as"), "api main", "api#438", channel=DEPLOYS),
    *meaning(offers("status web@main", "status api@main"), "main", channel=DEPLOYS),
    *meaning(offers("status @main"), "mian", "Main"),
    *meaning(offers("status @feature/wishlist"), "wishlist"),
    *meaning(refuses("There's no zebra command"), "zebra", channel=DEPLOYS),
    *meaning(refuses("There's no zebra command"), "zebra"),
    *meaning(refuses("There's no thanks command", never=("status",)), "thanks"),
    *meaning(offers("deploys", never=("status",)), "deploy", "production"),
    *meaning(offers("status web@main"), "web/main", "web:main", "status web/main"),
    *meaning(offers(f"why web@{FIX}"), f"why web/{FIX}"),
    *meaning(offers("status api@main"), "status api/main"),
    *meaning(tells("2 flaky tests", "web"), "flaky tests", "flaky tests in web"),
    *meaning(tells("approvals waiting"), "approvals waiting", "approvals pending web"),
    *meaning(refuses("30 days"), "flaky web last 30 days", "flaky 30 days", "pipelines last 30 days"),
    *meaning(refuses("#12"), "pipelines 12"),
    *meaning(shows("web#812", "e2e"), f"why did e2e fail on {FIX}", f"why e2e fails on {FIX}"),
    *meaning(refuses("There's no lol command"), "lol this is bad"),
    *meaning(shows("web#813"), "status e2e", "status job e2e", "status build-test-deploy", after=()),
    *meaning(shows("api#439"), "status integration api"),
)
