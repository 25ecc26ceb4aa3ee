"""Parameters that are checked before anything starts, and texts of several words."""

from tests.conversations.meanings.outcomes import (
    DEPLOYS,
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

PIPELINE, API_PIPELINE = "/project/gh/acme/web/pipeline", "/project/gh/acme/api/pipeline"
BACK = "/projects/{web}/rollback"
ON = "trigger web@fix/cart-badge"

PARAMETERS = (
    *meaning(offers("trigger environment=staging"), f"{ON} enviroment=staging", f"{ON} environmnet=staging"),
    *meaning(offers("trigger environment=staging"), f"{ON} Environment=staging"),
    *meaning(
        refuses("environment", "staging", "production"), f"{ON} environment=prod", f"{ON} environment=test"
    ),
    *meaning(
        offers("trigger environment=production"),
        f"{ON} environment=Production",
        f"{ON} environment=produktion",
    ),
    *meaning(refuses("shards"), f"{ON} shards=two", f"{ON} shards=2.5", f"{ON} shards=true"),
    *meaning(
        offers("trigger run-e2e=true"),
        f"{ON} run-e2e=True",
        f"{ON} run-e2e=yes",
        f"{ON} run-e2e=on",
        f"{ON} run-e2e=1",
    ),
    *meaning(offers("trigger run-e2e=false"), f"{ON} run-e2e=FALSE", f"{ON} run-e2e=no", f"{ON} run-e2e=off"),
    *meaning(offers('trigger note="5"'), f"{ON} note=5"),
    *meaning(offers('trigger note="true"'), f"{ON} note=true"),
    *meaning(
        offers("trigger shards=3"),
        f"{ON} shrads=3",
        f"{ON} shard=3",
        f"{ON} environment=staging shrads=3",
    ),
    *meaning(offers("trigger run-e2e=false"), f"{ON} run_e2e=false"),
    *meaning(refuses("frobs"), f"{ON} frobs=1", f"{ON} frobs=1 shards=3"),
    *meaning(
        offers("trigger api@fix/timeouts image-tag=v2"),
        "trigger api@fix/timeouts image_tag=v2",
        "trigger api@fix/timeouts imagetag=v2",
    ),
    *meaning(
        offers("trigger web@fix/tax-label"),
        "trigger web branch=fix/tax-label",
        "trigger branch=fix/tax-label web",
    ),
    *meaning(offers("trigger web@release/2.5"), "trigger web branch=release/2.5", channel=DEPLOYS),
    *meaning(refuses("tag"), "trigger web tag=v2.4.1", channel=DEPLOYS),
    *meaning(
        offers('trigger note="hello world"'), f"{ON} note=hello world", f"{ON} note=hello world shards=3"
    ),
    *meaning(
        either(
            offers("trigger note=hello"),
            asks("trigger", "note=hello"),
            sends(PIPELINE, parameters={"note": "hello"}),
        ),
        f"{ON} note = hello",
        f"{ON} note =hello",
        f"{ON} note= hello",
    ),
    *meaning(
        sends(
            PIPELINE,
            branch="fix/cart-badge",
            parameters={"shards": 3, "run-e2e": False, "environment": "staging"},
        ),
        f"{ON} shards=3 run-e2e=false environment=staging",
        f"{ON} environment=staging run-e2e=false shards=3",
        who=BEN,
    ),
    *meaning(sends(PIPELINE, branch="fix/cart-badge"), ON),
    *meaning(sends(PIPELINE, parameters={"note": ""}), f'{ON} note=""'),
    *meaning(sends(PIPELINE, parameters={"note": "a=b"}), f"{ON} note=a=b"),
    *meaning(refuses("v2.4.1"), "trigger web --tag v2.4.1", who=BEN),
    *meaning(
        sends(API_PIPELINE, branch="fix/timeouts", parameters={"migrate": True}),
        "trigger api@fix/timeouts migrate=true",
    ),
    *meaning(tells("environment", "staging", "run-e2e", "shards", "note"), "help trigger web"),
    *meaning(tells("migrate", "image-tag", "latest"), "help trigger api"),
    *meaning(sends(PIPELINE, branch="nope"), "trigger web@nope"),
    *meaning(refuses("shards"), f"{ON} shards=1 shards=2"),
    *meaning(offers("--definition Checks"), "trigger mobile@feature/scan"),
    *meaning(refuses("Store release"), "trigger mobile@feature/scan --definition Stor"),
)

TEXTS = (
    *meaning(either(tells("v2.4.1-809"), offers("deploys web")), "deploys production", channel=DEPLOYS),
    *meaning(
        either(sends(BACK, reason="checkout is broken"), asks("rollback", "production", "v2.4.0-802")),
        "rollback web production v2.4.0-802 --reason checkout is broken",
        "rollback web production --reason checkout is broken",
        "rollback web production --reason checkout is broken --project web",
        "rollback --reason checkout is broken --project web web production",
        'rollback web production --reason "checkout is broken"',
        channel=DEPLOYS,
    ),
    *meaning(
        refuses("reason"), "rollback web production", "rollback web production v2.4.0-802", channel=DEPLOYS
    ),
    *meaning(
        asks("rollback", "production", "v2.4.0-802", "checkout breaks"),
        "rollback production v2.4.0-802 because checkout breaks",
        "rollback web to v2.4.0-802 because checkout breaks",
        "rollback v2.4.0-802 web production because checkout breaks",
        "rollback production web v2.4.0-802 since checkout breaks",
        "rollback web in production to 802 because checkout breaks",
        "rollback web prod 2.4.0-802 reason: checkout breaks",
        "rollback web on prod back to version v2.4.0-802 cause checkout breaks",
        "rollback prod --reason checkout breaks",
        "Rollback WEB Production #802 because checkout breaks",
        channel=DEPLOYS,
    ),
    *meaning(
        asks("rollback", "production", "v2.4.0-802", "v2.3-788 was fine"),
        "rollback web production because v2.3-788 was fine",
        "rollback prod since v2.3-788 was fine",
        channel=DEPLOYS,
    ),
    *meaning(
        asks("rollback", "production", "v2.4.0-802", "all of it broke"),
        "rollback web production v2.4.0-802 --reason all of it broke",
        channel=DEPLOYS,
    ),
    *meaning(
        offers("rollback web production v2.4.0-802", "rollback web production v2.4.0-801", word="v2.4"),
        "rollback web production v2.4 because x",
        "rollback web production 2.4.0 because x",
        channel=DEPLOYS,
    ),
    *meaning(refuses("already live"), "rollback web production 809 because x", channel=DEPLOYS),
    *meaning(
        offers(
            "trigger web@fix/cart-badge shards=3 run-e2e=true", word="run-e2e isn't a parameter. Did you mean"
        ),
        "trigger web@fix/cart-badge shards=3 run-e2e",
    ),
    *meaning(refuses("help trigger", never=("trigger",)), "trigger web@fix/cart-badge shards=3 foo"),
    *meaning(
        offers("trigger web@fix/cart-badge shards=3 run-e2e=true"),
        "trigger web@fix/cart-badge run-e2e shards=3",
    ),
    *meaning(refuses("Name one"), "rollback web v2.4.0-802 v2.4.0-801 because x", channel=DEPLOYS),
    *meaning(offers("rollback web production"), "rollback wbe production because x", channel=DEPLOYS),
    *meaning(offers("rollback web prod"), "roll back web prod", channel=DEPLOYS),
    *meaning(
        either(refuses("reason"), asks("rollback", "web", "production")),
        "rollback production",
        channel=DEPLOYS,
    ),
    *meaning(asks("rollback", "web", "production"), "rollback production --reason it broke", channel=DEPLOYS),
    *meaning(
        tells("production", "v2.4.1-809"), "deploys production", "deploys web production", "deploys web"
    ),
    *meaning(tells("v2.4.1-809"), "deploys of web", channel=DEPLOYS),
    *meaning(offers("rollback production"), "rollback web prodution --reason x", channel=DEPLOYS),
    *meaning(refuses("v9.9"), "rollback web production v9.9 --reason broken", channel=DEPLOYS),
    *meaning(refuses("roll back web"), "rollback web production --reason checkout is broken", who=BEN),
    *meaning(shows("web#812/e2e", "failures"), "artifact 5266 failures/rounds-the-total-to-cents.json"),
    *meaning(shows("web#812/e2e"), "logs 5266 Run tests --tail 3", "logs --tail 3 5266 Run tests"),
)

SWITCHES = (
    *meaning(
        offers("trigger web@fix/cart-badge run-e2e=true", word="run-e2e=true"),
        "trigger web@fix/cart-badge run-e2e",
    ),
    *meaning(offers("trigger web run-e2e=true shards=3"), "trigger web run-e2e shards=3", channel=DEPLOYS),
    *meaning(refuses("run-e2e", never=("trigger",)), "trigger run-e2e"),
    *meaning(refuses("shards", never=("trigger",)), "trigger web@fix/cart-badge shards"),
    *meaning(
        offers("trigger web@fix/cart-badge shards=3"),
        "trigger web@fix/cart-badge shards=3.",
        "trigger web@fix/cart-badge shards=3,",
        "trigger web@fix/cart-badge shards=3!",
    ),
    *meaning(
        offers("trigger web@fix/cart-badge shards=3 run-e2e=true", word="run-e2e isn't a parameter."),
        "trigger web@fix/cart-badge shards=3 run-e2e",
    ),
    *meaning(
        sends("/project/gh/acme/web/pipeline", branch="fix/cart-badge", parameters={"shards": 3}),
        "trigger web@fix/cart-badge please shards=3",
        "trigger please web@fix/cart-badge shards=3 thanks",
    ),
    *meaning(
        offers("rollback web production", word="component"),
        "rollback wbe production because x",
        "rollback production wbe because x",
        channel=DEPLOYS,
    ),
    *meaning(
        offers("rollback web production", word="deployed to"),
        "rollback web prodction because x",
        "rollback web qa because x",
        channel=DEPLOYS,
    ),
    *meaning(
        refuses("version", never=("rollback web production v9",)),
        "rollback web production v9 because x",
        channel=DEPLOYS,
    ),
)
