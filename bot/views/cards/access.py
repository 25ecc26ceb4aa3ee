"""What somebody can do here, and which rule says so; and who is who."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.circleci.models import User
from bot.model.ability import Ability
from bot.model.message import Audience, Block, Buttons, Lines, Message, Small
from bot.model.permission import Permission
from bot.model.request import Actor, Place
from bot.model.spans import Bold, ChannelMention, Code, Emoji, GroupMention, Span, Text, UserMention
from bot.policy.decide import Verdict
from bot.views.parts.buttons import RIGHTS_BUTTON
from bot.views.parts.text import join_facts, join_words, one_line, paragraph, some_names

#: How many branches are named.
_BRANCHES = 10

_VERDICTS = {
    Verdict.ALLOWED: ("white_check_mark", "Can"),
    Verdict.DEPENDS: ("white_check_mark", "Can"),
    Verdict.DENIED: ("no_entry_sign", "Can't"),
}


def people(who: Sequence[str], last: str = " and ") -> Text:
    """Groups by their name, people and Slack user groups as mentions: ``the release group and @ana``."""
    more = [(f"{len(who) - 6} more",)] if len(who) > 6 else []
    return join_words([*((_person(each),) for each in who[:6]), *more], last)


def _person(entry: str) -> Span:
    if entry[:1] in ("U", "W") and entry.isalnum() and entry.isupper():
        return UserMention(entry)
    if entry[:1] == "S" and entry.isalnum() and entry.isupper() and any(c.isdigit() for c in entry):
        return GroupMention(entry)
    return f"the {one_line(entry, 40)} group"


def unread_groups(who: Sequence[str]) -> Text:
    """Whose members Slack did not tell."""
    so = " from Slack, so nobody counts as a member for now."
    return ("The bot couldn't read ", *people(who), so)


def channels(ids: Sequence[str]) -> Text:
    return join_words([(ChannelMention(each),) for each in ids[:6]], last=" or ")


def branch_names(patterns: Sequence[str], every: str, last: str) -> Text:
    """A policy's patterns: ``every branch except main``, ``release/* and fix/*, except fix/x``."""
    named = [each for each in patterns if not each.startswith("!") and each.strip("*")][:_BRANCHES]
    left_out = [each[1:] for each in patterns if each.startswith("!")][:_BRANCHES]
    if not named:
        names = join_words([(one_line(each),) for each in left_out])
        return (f"{every} branch", *((" except ", *names) if names else ()))
    excluded = join_words([(Code(one_line(each, 60)),) for each in left_out])
    but: Text = (", except ", *excluded) if left_out else ()
    return (*join_words([(Code(one_line(each, 60)),) for each in named], last), *but)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One permission. ``rule``: what decided. ``guest``: a guest has it nowhere.

    Of what it holds for, where it depends on that: ``branches`` and ``tags`` are the policy's patterns,
    ``projects`` what they are called. ``named_by``: of a ref that is neither, the pattern that names it;
    ``unread``: groups that may have it, of which Slack did not tell who is in them.
    """

    permission: Permission
    verdict: Verdict
    rule: str | None = None
    who: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open_refs: bool = False
    branches: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    named_by: str = ""
    unread: tuple[str, ...] = ()
    guest: bool = False


@dataclass(frozen=True, slots=True)
class AccessCard:
    """What the asker can do, in this channel, with the project (None: with any) and the branch.

    ``ability``: what was asked about, if it was one thing. ``guest``: whether the asker is one, if known.
    """

    channel: str
    called: str | None
    branch: str | None
    allowances: tuple[Allowance, ...]
    ability: Ability | None = None
    guest: bool | None = False


def access_card(result: AccessCard) -> Message:
    """What was asked about with all that decides it; of everything no more than a phone shows."""
    on: Text = (" on ", Code(one_line(result.branch))) if result.branch else ()
    subject: Text = (" with ", Bold(result.called), *on) if result.called else on
    heading: Text = ("What you can do ", *_place(result.channel), *subject)
    told = _told(result)
    answer: tuple[Text, ...] = ((_bold(told)), *_takes(result)) if result.ability else ()
    rows = tuple(map(_row, *_alike(result.allowances))) if result.ability else _overview(result)
    unread = tuple(dict.fromkeys(group for each in result.allowances for group in each.unread))
    rows += (unread_groups(unread),) if unread else ()
    return Message(told, (Lines((*answer, heading, *rows)), *_small(result)), Audience.ASKER)


def _place(channel: str) -> Text:
    return ("in direct messages",) if channel.startswith("D") else ("in ", ChannelMention(channel))


def _bold(text: Text) -> Text:
    return tuple(Bold(each) if isinstance(each, str) else each for each in text)


def _alike(allowances: Sequence[Allowance]) -> tuple[list[Allowance], list[str]]:
    """Those that differ, what is allowed first, and the names of the permissions of which each is true."""
    alike: dict[Allowance, list[str]] = {}
    for each in sorted(allowances, key=lambda each: -each.verdict):
        alike.setdefault(replace(each, permission=Permission.READ), []).append(each.permission.value)
    return list(alike), [", ".join(names) for names in alike.values()]


def _overview(result: AccessCard) -> tuple[Text, ...]:
    """``Here: read. In #deploys also: approve.`` and the rest in one line."""
    here: list[Text] = []
    there: list[Text] = []
    rest: list[Text] = []
    for each, names in zip(*_alike([replace(each, rule=None) for each in result.allowances]), strict=True):
        if each.verdict is not Verdict.DENIED:
            extent = join_facts(*_extent(each), between=", ") if each.verdict is Verdict.DEPENDS else ()
            here.append((Bold(names), *((" (", *extent, ")") if extent else ())))
        elif each.elsewhere:
            there.append(("In ", *channels(each.elsewhere), " also: ", Bold(names), "."))
        elif not each.guest:
            why = join_facts(("only ", *people(each.who)) if each.who else "", *_others(each), between=", ")
            rest.append((names, *((" (", *why, ")") if why else ())))
    own: Text = ("Here: ", *join_facts(*here, between="; "), ".") if here else ("Nothing here.",)
    return (own, *there, *((("Not here: ", *join_facts(*rest, between="; "), "."),) if rest else ()))


def _others(each: Allowance) -> list[Text | str]:
    """What it would take."""
    named: Text = (
        "it isn't a branch or tag, so a rule has to name it, like ",
        Code(one_line(each.named_by, 60)),
    )
    return ["other branches: yes" if each.open_refs else "", named if each.named_by else ""]


def _told(result: AccessCard) -> Text:
    verdicts = [each.verdict for each in result.allowances]
    if result.ability and result.ability.on_default:
        what = f"roll back {one_line(result.called or '', 40)}".rstrip()
        if min(verdicts) is Verdict.DEPENDS:
            return (f"You can {what} here if you can trigger its default branch.",)
        can = "can" if min(verdicts) is Verdict.ALLOWED else "can't"
        return (f"You {can} {what} here.",)
    whole, partly = (
        [each.permission.value for each in result.allowances if each.verdict is verdict]
        for verdict in (Verdict.ALLOWED, Verdict.DEPENDS)
    )
    extents = {_extent_text(each) for each in result.allowances if each.verdict is Verdict.DEPENDS}
    some: Text = extents.pop() if len(extents) == 1 else ("in part",)
    if whole:
        more: Text = (f", and {some_names(partly, 9)} ", *some) if partly else ()
        return (f"You can {some_names(whole, 9)} here", *more, ".")
    if partly:
        return (f"You can {some_names(partly, 9)} here ", *some, ".")
    if result.ability:
        return (f"You can't {' or '.join(result.ability.needs)} here.",)
    return ("You can't do any of this here.",)


def _takes(result: AccessCard) -> tuple[Text, ...]:
    """What it takes to do what was asked about, where that has a name of its own."""
    ability = result.ability
    if ability is None or ability.word in list(Permission):
        return ()
    needs = [each.value for each in ability.needs]
    if not ability.on_default:
        return ((Code(ability.word), f" needs {' or '.join(needs)}."),)
    project = f" {one_line(result.called, 40)}" if result.called else ""
    whose = "its" if project else "the project's"
    branch: Text = (", ", Code(one_line(result.branch))) if result.branch else ()
    told = f"Rolling back{project}, production included, needs {some_names(needs)} on {whose} default branch"
    return ((told, *branch, ", where the rollback pipeline runs."),)


def _row(each: Allowance, names: str) -> Text:
    sign, word = _VERDICTS[each.verdict]
    facts: list[Text | str] = []
    if each.verdict is Verdict.DEPENDS:
        facts += _extent(each)
    elif each.guest:
        facts.append("not for guests")
    elif each.verdict is Verdict.DENIED:
        facts.append(("only ", *people(each.who)) if each.who else "nobody here")
        facts += _others(each)
        facts.append(("you can in ", *channels(each.elsewhere)) if each.elsewhere else "")
    rule: Text = ("rule ", Code(each.rule)) if each.rule else ()
    return join_facts((Emoji(sign), f" {word} ", Bold(names)), *facts, rule)


def _extent(each: Allowance) -> list[Text | str]:
    """For what it holds."""
    branches = branch_names(each.branches, "every", " and ") if each.branches else ()
    tags = ("tags ", *join_words([(Code(one_line(tag, 60)),) for tag in each.tags])) if each.tags else ()
    projects = f"in {some_names(each.projects)}" if each.projects else ""
    return [branches, tags, projects] if branches or tags or projects else ["on some branches"]


def _extent_text(each: Allowance) -> Text:
    """The same within a sentence: `` on every branch except main``."""
    found = _extent(each)
    return ("on ", *join_facts(*found, between=", ")) if each.branches else join_facts(*found, between=", ")


def _small(result: AccessCard) -> tuple[Block, ...]:
    if result.guest:
        return (Small(("Guests can look but can't start, stop or change anything. Ask a member.",)),)
    unsure = "" if result.guest is False else "Slack didn't say whether you're a guest; guests can only look."
    rules = dict.fromkeys(each.rule for each in result.allowances if each.rule)
    named: Text = (" (", *join_words([(Code(each),) for each in rules], ", "), ")") if rules else ()
    source: Text = ("These rules come from the bot's policy file", *(() if result.ability else named), ".")
    return (Small(join_facts(source, unsure)),)


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """``user``: CircleCI's, where it said so."""

    user: User | None
    actor: Actor
    place: Place


def identity_card(result: IdentityCard) -> Message:
    """Said to the asker alone."""
    id, channel = result.actor.id, result.place.channel
    here = [("This channel's id for the policy is ", Code(channel), ".")] if channel[:1] in "CG" else []
    you = ("You're ", UserMention(id), " (", Code(id), "), in ", Code(result.place.workspace), ".")
    if result.user is None:
        unsaid = "CircleCI didn't say who the bot acts as."
        return Message(
            ("You're ", UserMention(id), f". {unsaid}"),
            (*paragraph((unsaid,), you, *here), Buttons((RIGHTS_BUTTON,))),
            Audience.ASKER,
        )
    login = one_line(result.user.login, 60) or "a user without a login"
    name = one_line(result.user.name or "", 60)
    known = f" ({name})." if name and name != login else "."
    told = paragraph(("The bot acts on CircleCI as ", Bold(login), known), you, *here)
    shown_as = f"In CircleCI, everything done through the bot shows as {login}."
    return Message(
        ("You're ", UserMention(id), f"; the bot acts on CircleCI as {login}."),
        (*told, Buttons((RIGHTS_BUTTON,)), Small((shown_as,))),
        Audience.ASKER,
    )
