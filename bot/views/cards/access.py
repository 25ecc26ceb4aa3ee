"""What somebody may do here, and which rule says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.message import Audience, Lines, Message, Small
from bot.model.permission import Permission
from bot.model.spans import Bold, ChannelMention, Code, Emoji, GroupMention, Span, Text, UserMention
from bot.policy.decide import Verdict
from bot.views.parts.text import join_facts, join_words, one_line

_VERDICTS = {
    Verdict.ALLOWED: ("white_check_mark", "Allowed"),
    Verdict.DEPENDS: ("white_circle", "Depends on the project and the branch"),
    Verdict.DENIED: ("no_entry_sign", "Not allowed"),
}


def people(who: Sequence[str]) -> Text:
    """Groups by their name, people and Slack user groups as mentions: ``the release group and @ana``."""
    return join_words(
        [(_person(each),) for each in who[:6]] + ([(f"{len(who) - 6} more",)] if len(who) > 6 else [])
    )


def _person(entry: str) -> Span:
    if entry[:1] in ("U", "W") and entry.isalnum() and entry.isupper():
        return UserMention(entry)
    if entry[:1] == "S" and entry.isalnum() and entry.isupper() and any(c.isdigit() for c in entry):
        return GroupMention(entry)
    return f"the {one_line(entry, 40)} group"


def channels(ids: Sequence[str]) -> Text:
    return join_words([(ChannelMention(each),) for each in ids[:6]], last=" or ")


@dataclass(frozen=True, slots=True)
class Allowance:
    """One permission. ``rule``: what decided."""

    permission: Permission
    verdict: Verdict
    rule: str | None = None
    who: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open_refs: bool = False


@dataclass(frozen=True, slots=True)
class AccessCard:
    """What ``actor`` may do, in this channel, with the project (None: with any) and the branch."""

    actor: str
    channel: str
    called: str | None
    branch: str | None
    allowances: tuple[Allowance, ...]


def access_card(result: AccessCard) -> Message:
    """One line a permission."""
    on: Text = (" on ", Code(one_line(result.branch))) if result.branch else ()
    subject: Text = (" with ", Bold(result.called), *on) if result.called else (" with any project",)
    allowed = [each.permission.value for each in result.allowances if each.verdict is Verdict.ALLOWED]
    told = f"You may {', '.join(allowed)} here." if allowed else "You may do none of this here."
    if not allowed and any(each.verdict is Verdict.DEPENDS for each in result.allowances):
        told = "That depends on the project and the branch."
    who, where = UserMention(result.actor), ChannelMention(result.channel)
    heading: Text = ("What ", who, " may do in ", where, *subject)
    rules = "The rules stand in the bot's policy file; whoever runs the bot can change them."
    return Message(
        (told,),
        (Lines((heading, *(_line(each) for each in result.allowances))), Small((rules,))),
        Audience.ASKER,
    )


def _line(each: Allowance) -> Text:
    sign, told = _VERDICTS[each.verdict]
    facts: list[Text | str] = [(Emoji(sign), " ", Bold(each.permission.value)), told]
    if each.verdict is Verdict.DENIED:
        facts.append(("for ", *people(each.who)) if each.who else "for nobody in this channel")
        facts.append("on other branches you may" if each.open_refs else "")
        facts.append(("you may in ", *channels(each.elsewhere)) if each.elsewhere else "")
    return join_facts(*facts, ("rule ", Code(each.rule)) if each.rule else "")
