"""Quotes, and what stands around a line: the bot's name, punctuation, formatting, courtesies, emoji."""

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

WEB_PIPELINE = "/project/gh/acme/web/pipeline"
BACK = "/projects/{web}/rollback"

QUOTES = (
    *meaning(
        sends(WEB_PIPELINE, branch="main", parameters={"note": "don't", "run-e2e": False}),
        "trigger web@main note=don't run-e2e=false",
        "trigger web@main note=don’t run-e2e=false",
        'trigger web@main note="don\'t" run-e2e=false',
        channel=DEPLOYS,
    ),
    *meaning(
        sends(WEB_PIPELINE, parameters={"note": "it's", "environment": "staging", "shards": 3}),
        "trigger web@fix/cart-badge note=it's environment=staging shards=3",
        "trigger web@fix/cart-badge note=“it's” environment=staging shards=3",
        who=BEN,
    ),
    *meaning(sends(WEB_PIPELINE, parameters={"note": '{"a":1}'}), 'trigger web@fix/cart-badge note={"a":1}'),
    *meaning(
        sends(WEB_PIPELINE, parameters={"note": 'say "hi"'}), "trigger web@fix/cart-badge note='say \"hi\"'"
    ),
    *meaning(sends(WEB_PIPELINE, parameters={"note": '5"'}), 'trigger web@fix/cart-badge note=5"'),
    *meaning(sends(WEB_PIPELINE, parameters={"note": "5"}), 'trigger web@fix/cart-badge note="5"'),
    *meaning(
        sends(WEB_PIPELINE, parameters={"note": "rock'n'roll"}), "trigger web@fix/cart-badge note=rock'n'roll"
    ),
    *meaning(
        sends(WEB_PIPELINE, parameters={"note": "two words"}), 'trigger web@fix/cart-badge note="two words"'
    ),
    *meaning(
        either(sends(BACK, reason="it's broken"), asks("rollback", "it's broken", "production")),
        "rollback web production v2.4.0-802 --reason it's broken",
        'rollback web production v2.4.0-802 --reason "it\'s broken"',
        channel=DEPLOYS,
    ),
    *meaning(refuses("it's.txt"), "artifact 5266 it's.txt", 'artifact 5266 "it\'s.txt"'),
    *meaning(refuses("what's-this"), "status web what's-this", "status what's-this"),
    *meaning(refuses('"web'), 'status "web'),
    *meaning(refuses('note="hello'), 'trigger web@fix/cart-badge note="hello'),
    *meaning(shows("web#813"), 'status "web"', "status 'web@main'", "status “web”"),
    *meaning(
        shows("web#812/e2e", "Install"),
        'logs 5266 "Install dependencies"',
        "logs 5266 'Install dependencies'",
    ),
)

EDGES = (
    *meaning(shows("web#813"), "status #web", "status #web please", mention=True),
    *meaning(
        shows("web#813"),
        ": status web",
        ", status web",
        "- status web",
        "— status web",
        "/ci status web",
        "ci status web",
        "*status web*",
        "status *web*",
        "status `web`",
        "_status_ web",
        "~status web~",
        "`status` `web`",
        "```status web```",
        "status web?",
        "status web!",
        "status web.",
        "status web??",
        "status web please",
        "please status web",
        "pls status web thanks",
        "status web :pray:",
        ":wave: status web",
        "status web, please",
        "hi, status web",
        "hey status web thank you!",
        "> status web",
        "status web …",
        "(status web)",
        "@ringmaster status web",
        "Status Web",
        "STATUS WEB",
        "status web\nthanks a lot",
        "status web\n\nit looks stuck",
        "hey there, status web",
        "status web @ben",
        mention=True,
    ),
    *meaning(
        shows("web#813"),
        "status web please",
        "please status web",
        "status `web`",
        "*status web*",
        "status web!",
        "/ci status web",
        "ci status web",
        "@ringmaster status web",
        "status web :rocket:",
        ": status web",
    ),
    *meaning(shows("web#812"), "why last failed?", "why #812?!", "why #812, please"),
    *meaning(shows("web#812"), "*why* `#812`", "why `web#812`?", "hello! why #812", mention=True),
    *meaning(shows("web#812/e2e"), "logs `5266` please", "*logs* 5266.", "thx, logs 5266", mention=True),
    *meaning(tells("trigger", "approve"), "help!", "help please", "please help", "/ci help"),
    *meaning(tells("web", "api", "mobile"), "projects?", "projects please", channel=RANDOM),
    *meaning(
        sends(WEB_PIPELINE, branch="fix/cart-badge", parameters={"note": "done!"}),
        "trigger web@fix/cart-badge note=done!",
        'trigger web@fix/cart-badge note="done!" please',
    ),
    *meaning(sends(WEB_PIPELINE, parameters={"note": "*bold*"}), "trigger web@fix/cart-badge note=*bold*"),
    *meaning(
        sends(WEB_PIPELINE, branch="fix/cart-badge"),
        "trigger web@fix/cart-badge please",
        "please trigger web@fix/cart-badge!",
    ),
    *meaning(offers("status web", word="stauts"), "stauts web please", "*stauts* web"),
)
