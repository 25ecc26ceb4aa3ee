"""Words, spans and paragraphs that every view needs: durations, counts, commits, lists."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.circleci.models import Job, JobDetails, Workflow
from bot.model.message import Lines
from bot.model.run import Run
from bot.model.spans import Bullet, GroupMention, Span, Text, Timestamp, UserMention
from bot.output import safe

#: As much of a button's label as Slack shows on a phone, in characters.
LABEL_LENGTH = 30

#: Of a text that becomes part of a line, as much as is looked through.
_LONGEST = 4_000

#: Between the facts of one line.
DOT = "  ·  "


def duration(length: timedelta) -> str:
    """``58 s``, ``4 min 12 s``, ``2 h 5 min``, ``3 d 4 h``: the two largest units."""
    seconds = max(0, round(length.total_seconds()))
    amounts = (seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    first = next((at for at, amount in enumerate(amounts) if amount), 3)
    units = [*zip(amounts, ("d", "h", "min", "s"), strict=True)][first : first + 2]
    return " ".join(f"{amount} {unit}" for amount, unit in units if amount) or "0 s"


def took(part: Workflow | Job | JobDetails) -> str:
    """How long it took, once it has ended: nobody keeps the time of what still runs."""
    begun = part.created_at if isinstance(part, Workflow) else part.started_at
    lost = isinstance(part, Workflow) and part.lost
    return duration(part.stopped_at - begun) if begun and part.stopped_at and not lost else ""


def run_took(run: Run) -> str:
    """The same of a whole run; of one that was rerun, how long that took."""
    what = "rerun took" if run.was_rerun else "took"
    return f"{what} {duration(run.length)}" if run.length is not None else ""


def and_took(part: Workflow | Job | JobDetails) -> str:
    """The same, after how it ended."""
    return f", took {long}" if (long := took(part)) else ""


def begun_text(part: Workflow | Job | JobDetails) -> Text:
    """When it began, and how long it took; nothing of what has not begun."""
    begun = part.created_at if isinstance(part, Workflow) else part.started_at
    return (Timestamp(begun), *filter(None, [and_took(part)])) if begun else ()


def age(length: timedelta) -> str:
    """How long ago in one unit: ``5 days``, ``1 day``, ``4 h``."""
    days = round(length / timedelta(days=1))
    return count(days, "day") if length >= timedelta(days=1) else " ".join(duration(length).split()[:2])


def count(number: int, one: str, many: str | None = None, *, cut: bool = False) -> str:
    """``1 job``, ``1,000 jobs``; ``20+ jobs`` where the list of them was ``cut``."""
    if cut:
        return f"{number:,}+ {many or one + 's'}"
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def seen_here(limited: bool = True) -> str:
    """What follows "none" where some may not be seen by the asker, whether or not there are such."""
    return " that you can see here" if limited else ""


def times(number: int) -> str:
    """How often: ``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(number) or count(number, "time")


def left_out(number: int, one: str, many: str | None = None, *, cut: bool = False) -> str:
    """``+ 3 more failed tests``; nothing where none is left out. ``cut``: not all of them are known."""
    return f"+ {'at least ' if cut else ''}{count(number, one, many)}" if number > 0 else ""


def file_size(octets: int) -> str:
    """``512 bytes``, ``1.5 MB``."""
    for power, unit in ((3, "GB"), (2, "MB"), (1, "kB")):
        if octets >= 1000**power:
            return f"{octets / 1000**power:.1f} {unit}".replace(".0 ", " ")
    return count(octets, "byte")


def short_commit(revision: str) -> str:
    """A commit as people say it: seven characters."""
    return revision[:7]


def one_line(text: str, limit: int = 80) -> str:
    """Outside text as part of a line: no line breaks, no secrets, no longer than ``limit``."""
    flat = _flat(text)
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def _flat(text: str) -> str:
    """MaskedFile before it is cut, as half a secret has no shape."""
    return " ".join(safe(text[:_LONGEST]).split())


def name_ends(name: str, limit: int) -> str:
    """Of a long name its beginning and its end, which tell it."""
    flat, end = _flat(name), limit // 2
    return flat if len(flat) <= limit else f"{flat[: limit - end - 1].rstrip()}…{flat[-end:].lstrip()}"


def short_sentence(text: str, limit: int) -> str:
    """The same of a commit's subject: cut between words where that leaves most of it."""
    cut = one_line(text, limit)
    if not cut.endswith("…") or len(cut) < limit:
        return cut
    whole = cut.rpartition(" ")[0]
    return f"{whole}…" if len(whole) > 2 * limit // 3 else cut


def button_label(verb: str, name: str, tail: str = "") -> str:
    """A verb and a name, as much as is seen of a label."""
    return f"{verb} {name_ends(name, LABEL_LENGTH - len(f'{verb} {tail}'))}{tail}"


def capital(text: str) -> str:
    """The first letter as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def join_facts(*facts: Text | str, between: Span = DOT) -> Text:
    """Those that are not empty, with ``between`` between them."""
    spans: list[Span] = []
    for fact in facts:
        if fact:
            spans += [between] if spans else []
            spans += [fact] if isinstance(fact, str) else fact
    return tuple(spans)


def paragraph(*several: Text | str) -> tuple[Lines, ...]:
    """One paragraph of the lines that are not empty; nothing where all are."""
    told = tuple((each,) if isinstance(each, str) else each for each in several if each)
    return (Lines(told),) if told else ()


def bullets(several: Iterable[Text]) -> tuple[Text, ...]:
    """The entries of a list."""
    return tuple((Bullet(), *each) for each in several)


def join_words(items: Sequence[Text], last: str = " and ") -> Text:
    """``a, b and c``."""
    spans: list[Span] = []
    for at, item in enumerate(items):
        spans += ("" if at == 0 else last if at == len(items) - 1 else ", ", *item)
    return tuple(each for each in spans if each != "")


def mentions(whom: Iterable[str]) -> Text:
    """People and Slack user groups, by their ids, as those who are to look."""
    each = ((GroupMention(id) if id.startswith("S") else UserMention(id),) for id in whom)
    return join_facts(*each, between=" ")


def some_names(items: Sequence[str], most: int = 3) -> str:
    """Names in a sentence: ``a, b and 4 more``."""
    shown = [one_line(item, 40) for item in items[:most]]
    shown += [f"{len(items) - most:,} more"] if len(items) > most else []
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)
