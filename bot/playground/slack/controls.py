"""What can be clicked on a message."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.playground.slack.workspace import Json, Message


@dataclass(frozen=True, slots=True)
class Control:
    """A button, or one entry of a menu. ``confirm`` is what is asked first, for whoever wants to look."""

    block_id: str
    element: Json
    option: Json | None = None

    @property
    def label(self) -> str:
        return str((self.option or self.element)["text"]["text"])

    @property
    def value(self) -> str | None:
        return (self.option or self.element).get("value")

    @property
    def url(self) -> str | None:
        return (self.option or self.element).get("url")

    @property
    def style(self) -> str | None:
        return self.element.get("style")

    @property
    def confirm(self) -> Json | None:
        return self.element.get("confirm")

    @property
    def action(self) -> Json:
        """What is told to the app when it is clicked, but for the time."""
        kept = ("type", "action_id", "style", "confirm", "placeholder")
        action = {name: self.element[name] for name in kept if name in self.element}
        action["block_id"] = self.block_id
        if self.option is not None:
            return action | {"selected_option": self.option}
        return action | {
            name: self.element[name] for name in ("text", "value", "url") if name in self.element
        }


def controls(message: Message) -> list[Control]:
    """Everything on ``message`` that can be clicked, in order."""
    return list(_controls(message))


def control(message: Message, wanted: str) -> Control:
    """The control whose value, else whose label, is ``wanted``. Raises LookupError."""
    there = controls(message)
    for name in ("value", "label"):
        for found in there:
            if getattr(found, name) == wanted:
                return found
    labels = ", ".join(f"{found.label!r} ({found.value})" for found in there) or "nothing"
    raise LookupError(f"no {wanted!r} to click on this message; there is {labels}")


def _controls(message: Message) -> Iterator[Control]:
    for block in message.blocks:
        elements = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory")]
        for element in elements:
            if not isinstance(element, dict):
                continue
            if element["type"] == "button":
                yield Control(block["block_id"], element)
            for option in element.get("options", []):
                yield Control(block["block_id"], element, option)
