"""What somebody typed, as it was meant."""

import re

from bot.model.plain import printable

_MARKUP = re.compile(r"<([^<>]*)>")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_QUOTES = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
# A phone turns -- into a dash; it only means a flag where a word begins with it.
_DASH = re.compile(r"(?<!\S)[—–―](?=\w)")
_QUOTED_WHOLE = re.compile(r"(`{1,3})([^`]*)\1")


def normalize(text: str) -> str:
    """The line as it was meant, before Slack and keyboards did something to it.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    meant = _ENTITY.sub(lambda found: _ENTITIES[found[1]], _MARKUP.sub(_unmarked, text))
    meant = printable(meant).translate(_QUOTES).strip()
    if whole := _QUOTED_WHOLE.fullmatch(meant):
        meant = whole[2].strip()
    return _DASH.sub("--", meant)


def _unmarked(found: re.Match[str]) -> str:
    """What was typed where Slack says ``<https://…|label>``, ``<@U…>``, ``<#C…|name>`` or ``<!here>``."""
    target, _, label = found[1].partition("|")
    if target.startswith(("@", "#")):
        return target
    if target.startswith("!subteam^"):
        return "@" + target.removeprefix("!subteam^")
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2]
    # Slack links a bare host or a name like v1.2.co by itself; then the label is what was typed.
    if label and target in (f"http://{label}", f"https://{label}"):
        return label
    return target
