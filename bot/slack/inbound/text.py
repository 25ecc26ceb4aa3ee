"""What somebody typed, as it was meant."""

import re
from collections.abc import Mapping
from functools import partial

from bot.grammar.edges import is_noise
from bot.grammar.vocabulary import WHOM_FLAGS
from bot.model.plain import printable

# A block of code: what it encloses are lines of their own.
_FENCED = re.compile(r"^\s*```(.*?)(?:```|\Z)", re.MULTILINE | re.DOTALL)
_PERSON = r"<(?:@[UW]|!subteam\^S)[A-Z0-9]+(?:\|[^<>]*)?>(?!/)"
# At the end they stand behind a space: note=<@U…> is a value.
_PEOPLE = re.compile(rf"^(?:[\s,:;]*{_PERSON})+|[\s,]+{_PERSON}(?:[\s,]*{_PERSON})*[\s.,!?]*$")
# Behind these stands whom the line means, and nobody who is addressed.
_WHOM = "|".join(each.removeprefix("--") for each in WHOM_FLAGS)
_MEANT = re.compile(rf"(?<!\S)(?:--|[—–―])(?:{_WHOM})[\s=]*$", re.IGNORECASE)
_MARKUP = re.compile(r"<([^<>]*)>")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_QUOTES = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
# A phone turns -- into a dash; it only means a flag where a word begins with it.
_DASH = re.compile(r"(?<!\S)[—–―](?=\w)")
_PLAIN = re.compile(r"[\w/@#.=-]+(?: [\w/@#.=-]+)*", re.ASCII)
_NOBODY: Mapping[str, str] = {}
_QUOTED_WHOLE = re.compile(r"(`{1,3})([^`]*)\1")


def normalize(text: str, handles: Mapping[str, str] = _NOBODY) -> str:
    """The line as it was meant, before Slack and keyboards did something to it.

    It is the first one of ``text``; people who are addressed before or after it are no part of it.
    ``handles``: what people and groups are called, by their ids. A name within a word of which nobody knows
    what was typed stays as Slack sends it: ``note=<@U0ANA>``.
    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    if _PLAIN.fullmatch(text):  # most lines are
        return text
    said = _first_line(text) if "`" in text or len(text.splitlines()) > 1 else text
    if "<" in said:
        said = _MARKUP.sub(partial(_unmarked, handles), _PEOPLE.sub(_unaddressed, said))
    meant = _ENTITY.sub(lambda found: _ENTITIES[found[1]], said)
    meant = printable(meant).translate(_QUOTES).strip()
    if whole := _QUOTED_WHOLE.fullmatch(meant):
        meant = whole[2].strip()
    return _DASH.sub("--", meant)


def _first_line(text: str) -> str:
    """The first that says something, if any does: ``:`` alone may stand before it."""
    lines = [each for each in _FENCED.sub(r"\n\1\n", text).splitlines() if each.strip()]
    if len(lines) < 2:
        return "".join(lines)
    return next((each for each in lines if not is_noise(each)), lines[0])


def _unaddressed(found: re.Match[str]) -> str:
    """What is left of people at an edge of a line."""
    return found[0] if _is_meant(found) else ""


def _is_meant(found: re.Match[str]) -> bool:
    return _MEANT.search(found.string[: found.start()]) is not None


def _unmarked(handles: Mapping[str, str], found: re.Match[str]) -> str:
    """What was typed where Slack says ``<https://…|label>``, ``<@U…>``, ``<#C…|name>`` or ``<!here>``."""
    target, _, label = found[1].partition("|")
    # Within a text it is what was typed: note=@ana, @release/2.5 where a group is called release.
    around = found.string[: found.start()][-1:] + found.string[found.end() :][:1]
    within = "" if _is_meant(found) else around.strip(" .,:;!?")
    if target.startswith("#") and label:
        return f"#{label}" if within else label
    if target.startswith("@") and within:
        return _typed_name(handles, target.removeprefix("@"), label, found[0])
    if target.startswith(("@", "#")):
        return target
    if target.startswith("!subteam^"):
        id = target.removeprefix("!subteam^")
        return _typed_name(handles, id, label, found[0]) if within else f"@{id}"
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2]
    # Slack links a bare host or a name like v1.2.co by itself; then the label is what was typed.
    if label and target in (f"http://{label}", f"https://{label}"):
        return label
    return target


def _typed_name(handles: Mapping[str, str], id: str, label: str, sent: str) -> str:
    """What was typed where a name stands within a word; what was ``sent`` where that is not known."""
    name = label.removeprefix("@") or handles.get(id)
    return f"@{name}" if name else sent
