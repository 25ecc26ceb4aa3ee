"""Who can't do it, who can, and what to do instead."""

from bot import lines
from bot.grammar import line
from bot.model import ability, fault
from bot.model.message import Message
from bot.model.permission import Permission
from bot.model.spans import Code, Text, TypedLine, UserMention
from bot.views.cards.access import branch_names, channels, people, unread_groups
from bot.views.parts.buttons import RIGHTS_BUTTON
from bot.views.parts.closed import closed_lines
from bot.views.parts.text import join_words, one_line
from bot.views.refusals.drawing import asker_message, quote_code, ready_buttons

#: What is done, and to what.
_DOINGS = {
    Permission.READ: ("see", "projects"),
    Permission.TRIGGER: ("trigger", "pipelines"),
    Permission.RERUN: ("rerun", "workflows"),
    Permission.CANCEL: ("cancel", "workflows"),
    Permission.APPROVE: ("approve", "jobs"),
    Permission.CONFIGURE: ("configure", "channels"),
    Permission.FOLLOW: ("follow", "branches"),
}

#: The same by the words of a command, where its permission is called by another deed.
_DEEDS = {
    lines.REJECT.words: ("reject", "jobs"),
    lines.CANCEL_JOB.words: ("cancel jobs of", "workflows"),
    lines.UNFOLLOW.words: ("unfollow", "branches"),
    lines.SUBSCRIBE.words: ("subscribe to", "branches"),
    lines.UNSUBSCRIBE.words: ("unsubscribe from", "branches"),
}

#: What is done to a project or a channel, whichever branch decides.
_WHOLE_DEEDS = {
    lines.ROLLBACK.words: "roll back {project}",
    lines.USE.words: "make {project} the default project",
    lines.MUTE.words: "mute what is posted",
    lines.QUIET.words: "set quiet hours",
    lines.DIGEST.words: "set up digests",
}

_CAN = line(lines.CAN, lines.CanArgs())
_CAN_TRIGGER = line(lines.CAN, lines.CanArgs(ability.Ability.of(Permission.TRIGGER)))


def permission_denied(error: fault.Denied) -> Message:
    what = _what(error)
    if error.who:
        first: Text = ("Only ", *people(error.who), " can ", *what, " here.")
    else:
        first = ("You can't ", *what, " here.")
    if error.unread:
        return asker_message((*first, " ", *unread_groups(error.unread)))
    if error.named_by and not error.who and not error.elsewhere:
        rule: Text = (
            "It isn't a branch or tag, so a rule has to name it, like ",
            Code(one_line(error.named_by)),
            ".",
        )
        return asker_message((*first, " ", *rule))
    if instead := _instead(error):
        return asker_message((*first, " ", *instead))
    if error.who:
        return asker_message(first)
    return asker_message(first, (TypedLine(_CAN), " shows what you can do here."), buttons=(RIGHTS_BUTTON,))


def _what(error: fault.Denied) -> Text:
    """``trigger `main` of web``; in general ``trigger pipelines``."""
    if deed := _whole_deed(error):
        return (deed.format(project=one_line(error.project) if error.project else "a project"),)
    verb, things = _DOINGS[error.permission]
    if error.permission is not Permission.READ:
        verb, things = _DEEDS.get(error.asked, (verb, things))
    if error.ref:
        of = f" of {one_line(error.project)}" if error.project else ""
        return (f"{verb} ", quote_code(error.ref), of)
    return (f"{verb} {one_line(error.project) if error.project else things}",)


def _whole_deed(error: fault.Denied) -> str:
    return _WHOLE_DEEDS.get(error.asked, "") if error.permission is not Permission.READ else ""


def _instead(error: fault.Denied) -> Text:
    """What the asker can do: go elsewhere, take another branch, ask somebody."""
    others = _others(error) if error.open_refs and error.ref and not _whole_deed(error) else ()
    if error.elsewhere:
        there: Text = ("You can in ", *channels(error.elsewhere))
        return (*there, *((", or here on ", *others) if others else ()), ".")
    ask = _ask(error)
    if others:
        return ("Ask ", *ask, ", or use ", *others, ".") if ask else ("You can on ", *others, ".")
    return ("Ask ", *ask, ".") if ask else ()


def _ask(error: fault.Denied) -> Text:
    """Whom to ask; nobody where the sentence names them already."""
    named = {each.id for each in people(error.who) if isinstance(each, UserMention)}
    if named >= set(error.who):
        return ()
    return people(error.people, last=" or ") if error.people else ("one of them",)


def _others(error: fault.Denied) -> Text:
    """The branches that are open: by the patterns that say so, where they can be listed."""
    return branch_names(error.branches, "any", " or ") if error.branches else ("another branch",)


def workspace_foreign(error: fault.ForeignWorkspace) -> Message:
    return asker_message("This bot only works for members of its own workspace.")


def channel_shared(error: fault.SharedChannel) -> Message:
    return asker_message(*closed_lines(error))


def sharing_unknown(error: fault.SharingUnknown) -> Message:
    return asker_message(*closed_lines(error))


def policy_missing(error: fault.NoPolicy) -> Message:
    first = "The bot's policy file is missing or has a mistake, so nothing is allowed here."
    return asker_message(
        first, ("The bot's admin can run ", Code("ringmaster doctor"), " to see what's wrong.")
    )


def guest_refused(error: fault.GuestRefused) -> Message:
    if not error.sure:
        first = "Nothing was started: Slack didn't say whether you're a guest."
        stays: Text = ("If that doesn't help, the bot's admin can run ", Code("ringmaster doctor"), ".")
        return asker_message(f"{first} Try again in a minute.", stays)
    return asker_message("Guests can look but can't start, stop or change anything. Ask a member.")


def person_not_known(error: ability.OtherPerson) -> Message:
    first: Text = ("The bot can only show what you can do, not what ", quote_code(error.said), " can.")
    return asker_message(
        first, (TypedLine(error.own), " shows what you can do."), buttons=ready_buttons([error.own])
    )


def ability_unknown(error: ability.UnknownAbility) -> Message:
    first: Text = ("There's no action or project called ", quote_code(error.said), " here.")
    takes: Text = (
        Code(lines.CAN.words),
        " takes ",
        *join_words([(each,) for each in Permission], " or "),
        ".",
    )
    return asker_message(first, takes, buttons=(RIGHTS_BUTTON, *ready_buttons([_CAN_TRIGGER])))
