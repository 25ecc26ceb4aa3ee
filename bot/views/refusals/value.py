"""What is wrong with a value, in a sentence of its own: one for each reason."""

from bot import lines
from bot.grammar import line
from bot.model.bad_text import ValueReason
from bot.model.grammar_fault import BadValue
from bot.model.permission import Permission
from bot.model.spans import Code, Text, TypedLine
from bot.views.parts.text import capital, join_words
from bot.views.refusals.drawing import quote_code, ways_to_name, without_article

#: What can be asked of ``can``.
_ACTIONS = [each.value for each in Permission]


def bad_value_text(error: BadValue) -> Text:
    """``--days`` can be 7, 30 or 90."""
    of_flag = error.reason in (ValueReason.SWITCH_WITH_VALUE, ValueReason.FLAG_TWICE)
    if error.reason is ValueReason.EMPTY or not (of_flag or error.said.strip()):
        return (Code(error.flag) if error.flag else capital(error.kind), " can't be empty.")
    kinds = (_link_text, _ref_text, _flag_text, _time_text)
    return next((text for each in kinds if (text := each(error))), ()) or _word_text(error)


def _link_text(error: BadValue) -> Text:
    match error.reason:
        case ValueReason.FOREIGN_ADDRESS:
            return ("That link isn't a CircleCI page or a repository.",)
        case ValueReason.ADDRESS_WITHOUT_PROJECT:
            return ("That link doesn't say which project.",)
        case ValueReason.ADDRESS_OF_ORGANIZATION:
            return ("That link is an organization's, not a project's.",)
    return ()


def _ref_text(error: BadValue) -> Text:
    """Of a branch or a tag."""
    before, at, after = error.said.rpartition("@") if "://" in error.said else error.said.partition("@")
    ref, noun = after if at else error.said, "tag" if error.kind == "a tag" else "branch"
    match error.reason:
        case ValueReason.REF_LENGTH if not ref:
            return (f"There's no {noun} after ", quote_code(f"{before}{at}"), ".")
        case ValueReason.REF_LENGTH:
            return (f"That {noun} name is too long ({len(ref):,} of {error.limit:,} characters).",)
        case ValueReason.NO_REF:
            return (quote_code(ref), f" isn't a valid {noun} name.")
    return ()


def _flag_text(error: BadValue) -> Text:
    """Of what is mostly given by a flag."""
    subject = Code(error.flag) if error.flag else f"That {without_article(error.kind)}"
    match error.reason:
        case ValueReason.OUT_OF_RANGE:
            return (subject, f" takes a number from 1 to {error.limit:,}.")
        case ValueReason.NO_WINDOW:
            return (subject, " can be 7, 30 or 90.")
        case ValueReason.NO_MARK:
            return (subject, " is set by the buttons.")
        case ValueReason.SWITCH_WITH_VALUE:
            return (subject, " doesn't take a value.")
        case ValueReason.FLAG_TWICE:
            return (subject, " is given twice.")
        case ValueReason.TOO_LONG:
            return (subject, f" is too long ({len(error.said):,} of {error.limit:,} characters).")
        case ValueReason.GAP_IN_NAMES:
            example = f"{error.flag} {error.example}".strip()
            return ("Separate names with commas: ", Code(example), ".")
    return ()


def _time_text(error: BadValue) -> Text:
    """Of how long, or when."""
    said = quote_code(error.said)
    match error.reason:
        case ValueReason.NO_LENGTH:
            lengths = join_words([(Code(each),) for each in ("2h", "30m", "1d")], " or ")
            return (said, " isn't a length of time. Try ", *lengths, ".")
        case ValueReason.LENGTH_RANGE:
            return (f"A length of time here is 1 min to {error.limit} days, not ", said, ".")
        case ValueReason.NO_HOURS:
            return (said, " isn't a time of the week. Try ", Code(error.example), ".")
        case ValueReason.NO_TIMES:
            return (said, " isn't a time of day. Try ", Code(error.example), ".")
        case ValueReason.NO_ZONE:
            zones = join_words([(Code(each),) for each in ("Europe/Berlin", "UTC")], " or ")
            return (quote_code(error.shown), " isn't a time zone. Try a name like ", *zones, ".")
        case ValueReason.ALWAYS_QUIET:
            mute = line(lines.MUTE, lines.MuteArgs())
            return (said, " is the whole week. ", TypedLine(mute), " stops notices for a while.")
    return ()


def _word_text(error: BadValue) -> Text:
    """Of what is told by its position."""
    said, noun = quote_code(error.said), without_article(error.kind)
    match error.reason:
        case ValueReason.NO_ASSIGNMENT if error.shown:
            return (said, " isn't a parameter. Quote values with spaces: ", Code(error.shown), ".")
        case ValueReason.NO_ASSIGNMENT:
            return (said, " isn't a parameter. Try ", Code(error.example), ".")
        case ValueReason.PART_TOO_LONG:
            return (f"A parameter's {error.shown} can have at most {error.limit:,} characters.",)
        case ValueReason.NUMBER_TOO_LONG:
            return (said, f" has too many digits (the limit is {error.limit:,}).")
        case ValueReason.NO_COMMIT:
            return (
                said,
                " isn't a commit. Use a commit's first 7 characters, like ",
                Code(error.example),
                ".",
            )
        case ValueReason.NO_ORGANIZATION:
            return (said, " isn't an organization. Try a name, or a slug like ", Code("gh/acme"), ".")
        case ValueReason.NO_EVENT:
            return (said, " isn't one of ", Code(error.shown), ".")
        case ValueReason.NO_GROUP:
            return (
                said,
                " isn't a user group. Type ",
                Code("@"),
                " and choose one, or say ",
                Code(error.shown),
                ".",
            )
        case ValueReason.NO_PROJECT:
            return (said, " isn't a project. Try a name, a slug like ", Code("gh/acme/web"), " or a link.")
        case ValueReason.MISSPELT:
            return (*_takes(error), " Did you mean ", Code(error.shown), "?")
    if ways := ways_to_name(noun):
        return (f"No {noun} called ", said, f". {ways}")
    return (
        _takes(error) if noun == "action" else (said, f" isn't {error.kind}. Try ", Code(error.example), ".")
    )


def _takes(error: BadValue) -> Text:
    """The only values that there are."""
    all_but_last, last = ", ".join(_ACTIONS[:-1]), _ACTIONS[-1]
    return (Code(error.words or "can"), f" takes {all_but_last} or {last}.")
