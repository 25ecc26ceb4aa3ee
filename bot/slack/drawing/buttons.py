"""Buttons → Block Kit: each line once in a message, with a short label to see and a whole one to hear.

https://docs.slack.dev/reference/block-kit/block-elements/button-element
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from bot.model.message import Audience, Button, Buttons, Confirm, Message, Style
from bot.model.plain import printable
from bot.model.spans import ChannelMention, GroupMention, UserMention
from bot.output import safe
from bot.slack.drawing.spans import Json, is_linkable, short_label, words
from bot.slack.inbound.click import OPENS
from bot.slack.inbound.press import CHOICE, LINE, OFFER_MARK, ONCE

_ELEMENTS, _OPTIONS = 25, 5
_VALUE, _OPTION_VALUE = 2000, 150
#: As much of a label as Slack shows on a phone, and of what a screen reader says.
_LABEL, _ACCESSIBILITY = 30, 75
#: Within so many characters labels must differ.
_TELLING = 20
#: Lines that have values of who asked.
_TYPED = "trigger "
#: What a label can't show but as an id.
_MENTIONS = (ChannelMention, GroupMention, UserMention)


@dataclass(slots=True)
class ButtonRows:
    """The rows of one message, in their order."""

    message: Message
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _targets: set[str] = field(default_factory=set)
    _shown_labels: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        rows = [each for each in self.message.blocks if isinstance(each, Buttons)]
        labels = [button.label for row in rows for button in (*row.items, *row.more)]
        self._shown_labels = _told_apart(printable(each).strip() for each in labels)

    def draw(self, row: Buttons) -> Json | None:
        """The buttons, and a menu of what is less needed.

        A menu's entry can't ask first and carries little: what does not fit in becomes a button, and so does
        what would be the only entry.
        """
        items, more = self._news(row.items), self._news(row.more)
        menu = [each for each in more if _fits_in_menu(each)][:_OPTIONS]
        menu = menu if len(menu) > 1 else []
        others = [each for each in more if each not in menu]
        elements = [self._button(each) for each in (*items, *others)][: _ELEMENTS - 1]
        if menu:
            options = [_option(each, at) | {"text": self._seen(each)} for at, each in enumerate(menu)]
            action = self._action(CHOICE if self.message.choice else "more")
            elements.append({"type": "overflow", "action_id": action, "options": options})
        return {"type": "actions", "elements": elements} if elements else None

    def _news(self, several: tuple[Button, ...]) -> list[Button]:
        """Those that can be drawn, and of which the message has no like yet."""
        drawn = []
        for each in several:
            target = each.url or each.line or ""
            if self._fits(each) and target not in self._targets:
                self._targets.add(target)
                drawn.append(each)
        return drawn

    def _fits(self, button: Button) -> bool:
        if button.url is not None:
            return is_linkable(button.url)
        return button.line is not None and 0 < len(button.line) <= _VALUE and self._may_be_told(button.line)

    def _may_be_told(self, line: str) -> bool:
        """Whether no name in it is a secret: it is sent with the button. Who typed one may have it back."""
        back = line.startswith(_TYPED) and self.message.audience is Audience.ASKER
        return back or safe(line) == line

    def _action(self, kind: str) -> str:
        return f"{kind}.{next(self._numbers)}"

    def _button(self, button: Button) -> Json:
        element: Json = {"type": "button", "text": self._seen(button)}
        if button.url is not None:
            element |= {"action_id": self._action("open"), "url": button.url}
        else:
            kind = CHOICE if self.message.choice else ONCE if button.once else LINE
            mark = OFFER_MARK if button.offered else ""
            element |= {"action_id": self._action(kind) + mark, "value": button.line}
        if button.style is not Style.DEFAULT:
            element["style"] = button.style.value
        if button.confirm is not None:
            element["confirm"] = _confirm(button.confirm, button.style)
        return element | {"accessibility_label": short_label(safe(self._heard(button)), _ACCESSIBILITY)}

    def _seen(self, button: Button) -> Json:
        """As much of the label as is seen."""
        return _label(self._shown_labels[printable(button.label).strip()], _LABEL)

    def _heard(self, button: Button) -> str:
        """The label, with what the message says where it needs that."""
        if button.accessibility:
            return button.accessibility
        sentence = "".join(words(each) for each in self.message.text if not isinstance(each, _MENTIONS))
        return f"{button.label}{'' if button.label.endswith(('?', '…')) else ':'} {sentence}"


def _fits_in_menu(button: Button) -> bool:
    return button.confirm is None and len(button.line or "") <= _OPTION_VALUE


def _option(button: Button, number: int) -> Json:
    if button.url is None:
        return {"value": button.line}
    return {"value": f"{OPENS}{number}", "url": button.url}


def _confirm(confirm: Confirm, style: Style) -> Json:
    return {
        "title": _label(confirm.title, 100),
        "text": _label(confirm.text, 300),
        "confirm": _label(confirm.yes, 30),
        "deny": _label(confirm.no, 30),
    } | ({"style": "danger"} if style is Style.DANGER else {})


def _label(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": short_label(safe(text), limit), "emoji": False}


def _told_apart(labels: Iterable[str]) -> dict[str, str]:
    """What is seen of each: where several begin alike the end too, and a number where they also end alike."""
    whole = list(dict.fromkeys(labels))
    beginnings = Counter(each[:_TELLING] for each in whole)
    shorter = [_ends(each, _TELLING) if beginnings[each[:_TELLING]] > 1 else each for each in whole]
    alike, met = Counter(each[:_TELLING] for each in shorter), Counter[str]()
    seen = {}
    for label, short in zip(whole, shorter, strict=True):
        met[short] += 1
        seen[label] = f"{met[short]}: {_ends(label, _TELLING - 3)}" if alike[short[:_TELLING]] > 1 else short
    return seen


def _ends(text: str, limit: int) -> str:
    """The beginning and the end of a text that is too long."""
    end = limit // 2
    return text if len(text) <= limit else f"{text[: limit - end - 1].rstrip()}…{text[-end:].lstrip()}"
