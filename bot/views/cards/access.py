"""What somebody may do here, and which rule says so; and who is who."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.circleci.models import User
from bot.model.message import Audience, Buttons, Lines, Message, Small
from bot.model.permission import Permission
from bot.model.request import Actor
from bot.model.spans import Bold, ChannelMention, Code, Emoji, GroupMention, Span, Text, UserMention
from bot.policy.decide import Verdict
from bot.views.parts.buttons import RIGHTS_BUTTON
from bot.views.parts.text import join_facts, join_words, one_line, paragraph

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


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """``user``: CircleCI's."""

    user: User
    actor: Actor
    workspace: str


def identity_card(result: IdentityCard) -> Message:
    """Said to the asker alone."""
    id, login = result.actor.id, one_line(result.user.login, 60) or "a user without a login"
    name = one_line(result.user.name or "", 60)
    known = f" ({name})." if name and name != login else "."
    shown_as = f"Whatever is done through the bot, CircleCI shows as done by {login}."
    told = paragraph(
        ("On CircleCI the bot is ", Bold(login), known),
        ("In Slack you are ", UserMention(id), ", ", Code(id), "."),
        ("The workspace is ", Code(result.workspace), "."),
    )
    return Message(
        (f"You are {id}; CircleCI knows the bot as {login}.",),
        (*told, Buttons((RIGHTS_BUTTON,)), Small((shown_as,))),
        Audience.ASKER,
    )
