"""What a button tells of its message when it is pressed: Slack gives the bot its own ids back, even later."""

from collections.abc import Mapping

from bot.model.press import Press
from bot.slack.inbound.payload import optional_text, part_at

#: How the action's id of a button begins: one that only carries a line, one of a choice, one that is good
#: for one time.
LINE, CHOICE, ONCE = "line", "choice", "once"
#: How it ends where the line was only thought to be meant.
OFFER_MARK = ".offered"


def button_press(body: Mapping[str, object], action: Mapping[str, object]) -> Press | None:
    """None for a button whose message stays as it is."""
    label = optional_text(part_at(action, "selected_option") or action, "text", "text") or "…"
    match _kind(action):
        case "choice":
            return Press(label, choice=True)
        case "once" if remains := _remains(part_at(body, "message")):
            return Press(label, remains=remains)
    return None


def _kind(element: object) -> str:
    return (optional_text(element, "action_id") or "").partition(".")[0]


def _remains(message: object) -> Mapping[str, object] | None:
    """An ephemeral message is not in the payload."""
    blocks = part_at(message, "blocks")
    if not isinstance(blocks, list):
        return None
    kept = [each for each in map(_without_once, blocks) if part_at(each, "elements") != []]
    return {"text": optional_text(message, "text") or "…", "blocks": kept}


def _without_once(block: object) -> object:
    elements = part_at(block, "elements")
    if not isinstance(block, Mapping) or not isinstance(elements, list) or block.get("type") != "actions":
        return block
    return {**block, "elements": [each for each in elements if _kind(each) != ONCE]}
