"""The last run in a state: green, canceled, waiting, running."""

from tests.conversations.meanings.outcomes import (
    DEPLOYS,
    RANDOM,
    asks,
    either,
    meaning,
    offers,
    refuses,
    shows,
)

STATES = (
    *meaning(
        shows("web#809"),
        "status last green",
        "status last passed",
        "status last passing web",
        "status green last",
        "status web newest green",
        "status the last green build of web",
        "pipeline latest passing",
        "pipeline last successful",
        "pipeline last green on main",
        "pipeline web last succeeded",
        "pipeline last build that passed",
        "config last green",
        "why last green",
    ),
    *meaning(
        shows("web#797"),
        "status last canceled",
        "status last cancelled web",
        "pipeline last aborted",
        "pipeline web@main last canceled",
        "pipeline last canceled build on main",
    ),
    *meaning(
        shows("web#811"),
        "status last waiting",
        "pipeline last on hold",
        "pipeline last waiting for approval",
        "pipeline latest pending",
        "pipeline last waiting on main",
    ),
    *meaning(
        shows("web#813"),
        "status last running",
        "pipeline last in progress",
        "pipeline newest active",
        "pipeline last running on main",
    ),
    *meaning(
        shows("web#812"), "status last red", "why last broken", "why latest red web", "pipeline red last"
    ),
    *meaning(shows("web#806"), "why last red on main", "pipeline main last broken"),
    *meaning(offers("logs unit", "logs lint"), "logs last green", "logs last passed web"),
    *meaning(
        either(shows("web#809/unit"), shows("web#809")), "tests last green unit", "job unit of last passed"
    ),
    *meaning(refuses("failed", "green"), "status last failed green"),
    *meaning(refuses("Name one", "canceled"), "pipeline last green canceled", "pipeline last canceled green"),
    *meaning(refuses("web's last", "fix/cart-badge"), "pipeline last canceled on fix/cart-badge"),
    *meaning(refuses("web's last", "running"), "status last running on release/2.5"),
    *meaning(
        offers("status last passed web", "status last passed api"),
        "status last green",
        "status last passed",
        channel=RANDOM,
    ),
    *meaning(
        asks("cancel", "web #813", "main"),
        "cancel last running web",
        "cancel web last running",
        "cancel the last running build of web",
        channel=DEPLOYS,
        after=(),
    ),
    *meaning(
        offers("approve", word="web #810"),
        "approve last waiting web",
        "approve web last on hold",
        channel=DEPLOYS,
    ),
    *meaning(offers("rerun", word="web #808"), "rerun last passed on fix/cart-badge", after=()),
    *meaning(refuses("main"), "rerun last green web", channel=DEPLOYS),
    *meaning(
        offers("cancel web#813", word="This works on one pipeline at a time"),
        "cancel everything web",
        "cancel all of web",
        "cancel all on main of web",
        "cancel all web pipelines",
        "cancel every build of web",
        channel=DEPLOYS,
        after=(),
    ),
    *meaning(
        offers("rerun failed web#812", word="This works on one pipeline at a time"),
        "rerun all failed pipelines",
        "rerun all failed",
        "rerun everything that failed",
        "rerun all of the failed builds",
        after=(),
    ),
    *meaning(
        offers("approve web#810", word="This works on one pipeline at a time"),
        "approve all web",
        "approve everything web",
        channel=DEPLOYS,
        after=(),
    ),
    *meaning(refuses("main"), "rerun last green", "cancel last running"),
    *meaning(refuses("green"), "status green", "pipeline green", "status last on green"),
)

SOONER = (
    *meaning(
        asks("cancel", "web #813", "main"),
        "cancel web#813 now",
        "cancel web#813 immediately",
        "cancel web#813 right away!",
        "cancel web#813, asap please",
        "cancel web#813 at once",
        channel=DEPLOYS,
        after=(),
    ),
    *meaning(asks("approve", "approve-eu"), "approve web#810 approve-eu now", channel=DEPLOYS, after=()),
    *meaning(
        shows("web#812", "e2e"),
        "why #812 please and thanks",
        "why please #812",
        "why #812 now, and thank you!",
        "why last please failed web",
    ),
)

ONE_OF_TWO = (
    *meaning(
        refuses("--failed or --all"),
        "rerun #812 failed all",
        "rerun #812 failed from the start",
        "rerun failed #812 --all",
    ),
    *meaning(offers("rerun", word="Rerun from"), "rerun #812 all failed", "rerun last failed all", after=()),
    *meaning(
        refuses("Name one", "#810", "#811"),
        "approve web#810 web#811",
        "approve #810 #811",
        "approve web#810 and #811",
        channel=DEPLOYS,
    ),
    *meaning(
        asks("approve", "approve-eu", "web"),
        "approve web#810 eu",
        "approve web eu",
        "approve EU of web#810",
        channel=DEPLOYS,
        after=(),
    ),
    *meaning(
        offers("approve approve-eu", "approve approve-us", "approve approve-staging"),
        "approve web#810 approve",
        channel=DEPLOYS,
        after=(),
    ),
    *meaning(refuses("no approval called e"), "approve web#810 e", channel=DEPLOYS, after=()),
)
