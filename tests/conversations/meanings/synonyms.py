"""Other words for the commands, help in every spelling, and flags of other tools."""

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

ACTING = ("trigger", "rerun", "cancel", "approve", "reject", "rollback")

SYNONYMS = (
    *meaning(either(offers("rerun last failed --failed"), offers("rerun --failed")), "retry failed"),
    *meaning(offers("rerun web#812 --failed"), "restart web#812", "retry web#812 please"),
    *meaning(offers("insights web"), "how long does web take"),
    *meaning(offers("cancel web#813"), "kill web#813", "stop web#813", channel=DEPLOYS),
    *meaning(
        offers("rerun last failed --failed"),
        "retry last failed",
        "restart last failed",
        "redo last failed",
        "re-run last failed",
    ),
    *meaning(offers("rerun #812 --failed"), "retry #812", "retry #812 failed"),
    *meaning(offers("cancel #813"), "stop #813", "abort #813", "halt #813", channel=DEPLOYS),
    *meaning(
        offers("trigger web@fix/cart-badge"),
        "build web@fix/cart-badge",
        "run web@fix/cart-badge",
        "start web@fix/cart-badge",
    ),
    *meaning(offers("trigger web"), "build web", "run web", "start web", "launch web", channel=DEPLOYS),
    *meaning(
        offers("trigger shards=3"), "build web@fix/cart-badge shards=3", "run web@fix/cart-badge shards=3"
    ),
    *meaning(
        offers("deploys web", "trigger web", "approve web"),
        "deploy web",
        "ship web",
        "release web",
        channel=DEPLOYS,
    ),
    *meaning(offers("deploys web"), "deployments web", "deployed web", "versions web"),
    *meaning(offers("pipelines"), "list pipelines", "builds", "runs", "ls", "list"),
    *meaning(offers("pipelines web"), "builds web", "runs web"),
    *meaning(offers("pipeline #812"), "show #812", "view #812", "open #812", "get #812"),
    *meaning(offers("me"), "whoami", "who am i"),
    *meaning(offers("pipeline last"), "jobs"),
    *meaning(offers("logs 5266"), "log 5266", "output 5266", "tail 5266"),
    *meaning(offers("tests 5266"), "test 5266"),
    *meaning(offers("artifacts 5266"), "files 5266"),
    *meaning(offers("why #812"), "explain #812", "failure #812"),
    *meaning(offers("status"), "state", "st", "stat"),
    *meaning(offers("flaky web"), "flakes web", "flakey web"),
    *meaning(offers("insights web"), "stats web", "metrics web"),
    *meaning(
        offers("rollback web production"), "revert web production", "undo web production", channel=DEPLOYS
    ),
    *meaning(offers("rollback", never=("reject",)), "revert web", channel=DEPLOYS),
    *meaning(offers("approve last"), "accept last", "confirm last", channel=DEPLOYS),
    *meaning(offers("envs web"), "env web", "variables web", "vars web", "secrets web"),
    *meaning(either(tells("web"), offers("pipelines --mine")), "pipelines mine"),
    *meaning(offers("pipelines --mine"), "mine", "my pipelines", "my builds"),
    *meaning(offers("can"), "permissions", "rights", "policy"),
    *meaning(refuses("e2e had already finished"), "stop job 5266", "kill job 5266", "abort job 5266"),
    *meaning(offers("status web"), "stauts web", "sattus web"),
    *meaning(offers("cancel"), "cnacel #813", "cancle #813", channel=DEPLOYS),
    *meaning(refuses("xyzzy", never=ACTING), "xyzzy", "xyzzy web", "xyzzy #812"),
    *meaning(refuses(never=ACTING), "problem", "want web", "cat web", "read web", "reports"),
    *meaning(refuses(never=ACTING), "trip", "cannot"),
)

HELP = (
    *meaning(
        either(tells("trigger", "--tag"), tells("environment", "shards")),
        "help trigger web",
        "help trigger web@main shards=3",
    ),
    *meaning(
        tells("trigger", "--tag"),
        "trigger --help",
        "trigger -h",
        "trigger help",
        "help trigger",
        "trigger ?",
        "-h trigger",
        "--help trigger",
        "help /ci trigger",
        "trigger web --help",
    ),
    *meaning(
        tells("rerun", "--jobs"),
        "rerun -h",
        "rerun help",
        "help rerun failed",
        "rerun #812 --help",
        "help rerun",
    ),
    *meaning(tells("status"), "help status web", "status help", "status --help"),
    *meaning(tells("cancel job"), "help cancel job", "cancel job --help", "help cancel job 155"),
    *meaning(tells("trigger", "approve", "logs"), "-h", "?", "--help", "help", "Help", "HELP!", "help ?"),
    *meaning(tells("trigger", "--tag"), "trigger --help", "help trigger", channel=RANDOM),
    *meaning(refuses("frobnicate"), "help frobnicate"),
    *meaning(either(tells("rerun", "--jobs"), offers("help rerun")), "help retry", "help restart"),
)

FLAGS = (
    *meaning(
        offers("pipelines"),
        "pipelines --limit 5",
        "pipelines -n 5",
        "pipelines --count=3",
        "pipelines --max 20",
    ),
    *meaning(
        either(shows("web#812/e2e"), offers("logs --tail 5")),
        "logs 5266 -n 5",
        "logs last failed -n 5",
        "logs last failed --lines 5",
        "logs 5266 --lines=5",
        "logs 5266 -n5",
    ),
    *meaning(
        offers("rerun #812 --failed"), "rerun #812 -f", "rerun #812 --from-failed", "rerun #812 --failed-only"
    ),
    *meaning(
        either(offers("trigger run-e2e=false"), asks("trigger", "run-e2e=false")),
        "trigger web@fix/cart-badge --param run-e2e=false",
        "trigger web@fix/cart-badge --parameter run-e2e=false",
        "trigger web@fix/cart-badge -p run-e2e=false",
        "trigger web@fix/cart-badge --set run-e2e=false",
    ),
    *meaning(either(tells("#803"), refuses("--page")), "pipelines --page 2"),
    *meaning(
        either(shows("web#812/e2e"), offers("logs 5266")),
        "logs 5266 --follow",
        "logs 5266 -f",
        "logs -f 5266",
    ),
    *meaning(refuses("--verbose"), "status web --verbose", "why #812 --verbose", "logs 5266 --verbose"),
    *meaning(refuses("--json"), "status --json", "pipelines web --json"),
    *meaning(refuses("--force"), "cancel #813 --force", channel=DEPLOYS),
    *meaning(
        either(shows("web#813"), offers("status web")),
        "status --project web",
        "status -p web",
        "status --repo web",
    ),
    *meaning(
        either(tells("junit.xml"), offers("artifacts --match *.xml")),
        "artifacts 5266 --glob *.xml",
        "artifacts 5266 --filter *.xml",
    ),
    *meaning(offers("pipelines --mine"), "pipelines --my", "pipelines --mien"),
)
