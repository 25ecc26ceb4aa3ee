"""Messages as the bot writes them, for the page to show."""

from typing import Any

Json = dict[str, Any]
Part = str | Json


def bold(text: str) -> Json:
    return {"type": "text", "text": text, "style": {"bold": True}}


def code(text: str) -> Json:
    return {"type": "text", "text": text, "style": {"code": True}}


def emoji(name: str) -> Json:
    return {"type": "emoji", "name": name}


def link(url: str, text: str) -> Json:
    return {"type": "link", "url": url, "text": text, "style": {"bold": True}}


def when(seconds: float) -> Json:
    return {"type": "date", "timestamp": int(seconds), "format": "{ago}", "fallback": "then"}


def rich(*lines: tuple[Part, ...]) -> Json:
    """A paragraph, one tuple a line."""
    elements: list[Json] = []
    for at, line in enumerate(lines):
        if at:
            elements.append({"type": "text", "text": "\n"})
        elements += [{"type": "text", "text": part} if isinstance(part, str) else part for part in line]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def preformatted(text: str) -> Json:
    part = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [part]}


def small(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def button(label: str, value: str, **more: Any) -> Json:
    return {"type": "button", "action_id": f"line.{value}", "text": plain(label), "value": value, **more}


def overflow(**options: str) -> Json:
    entries = [{"text": plain(label.replace("_", " ")), "value": value} for label, value in options.items()]
    return {"type": "overflow", "action_id": "more", "options": entries}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "buttons", "elements": list(elements)}


CONFIRM: Json = {
    "title": plain("Cancel web #814?"),
    "text": plain("It runs on main. What it has deployed stays deployed."),
    "confirm": plain("Cancel it"),
    "deny": plain("Keep it running"),
    "style": "danger",
}

PIPELINE = "https://app.circleci.com/pipelines/gh/acme/web/812"


def failed(now: float) -> list[Json]:
    """The card of a pipeline that failed."""
    return [
        rich(
            (emoji("x"), " ", bold("Failed"), " · ", link(PIPELINE, "web #812"), " · ", code("main")),
            (
                "Fix rounding at checkout  ·  ",
                code("a1b2c3d"),
                " by Ana Lima  ·  ",
                when(now - 730),
                ", took 6 min 40 s",
            ),
            (emoji("white_check_mark"), " build-test   3 min 2 s"),
            (
                emoji("x"),
                " deploy   58 s  ›  e2e failed: ",
                bold("Run tests"),
                ", exit code 1, 2 of 418 tests",
            ),
        ),
        actions(
            button("Why?", "job 4021"),
            button("Rerun failed", "rerun 812 --failed", style="primary"),
            {"type": "button", "action_id": "open", "text": plain("Open in CircleCI"), "url": PIPELINE},
            overflow(Artifacts="artifacts 4021", Configuration="config 812"),
        ),
        small("asked by <@U0ANA>"),
    ]


def running(passed: int, *, sign: str = "arrows_counterclockwise", word: str = "Running") -> list[Json]:
    """The card of a pipeline that runs."""
    return [
        rich(
            (emoji(sign), " ", bold(word), " · ", link(PIPELINE, "web #814"), " · ", code("fix/rounding")),
            ("Round half to even  ·  ", code("9f8e7d6"), " by Ben Okafor"),
            (emoji("white_check_mark"), f" build-test   {passed} passed"),
            (emoji("raised_hand"), " release   Waiting for approval"),
        ),
        actions(
            button("Approve", "approve 814", style="primary"),
            button("Cancel", "cancel 814", style="danger", confirm=CONFIRM),
        ),
        small("asked by <@U0BEN>  ·  updates every few seconds"),
    ]


def chart(**lines: tuple[float, ...]) -> Json:
    """Of days from 14 November on."""
    labels = [f"Nov {14 + at}" for at in range(max(map(len, lines.values())))]
    series = [
        {"name": name, "data": [{"label": at, "value": it} for at, it in zip(labels, values, strict=True)]}
        for name, values in lines.items()
    ]
    axes = {"categories": labels, "x_label": "Day (UTC)", "y_label": "%"}
    drawn = {"type": "line", "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": "web: success rate", "chart": drawn}
