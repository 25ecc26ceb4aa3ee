"""Who can't, who can, and what to do instead."""

import pytest

from bot.model.ability import OtherPerson, UnknownAbility
from bot.model.fault import Denied, ForeignWorkspace, GuestRefused
from bot.model.line import Line
from bot.model.permission import Permission
from tests.commands.desk import offered, told

RELEASE = ("release",)
MAIN = ("!main",)
PEOPLE = ("U0ANA", "U0CHO")


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        (
            Denied(Permission.TRIGGER, "web", "main", RELEASE, PEOPLE),
            "Only the release group can trigger main of web here. Ask @U0ANA or @U0CHO.",
        ),
        (
            Denied(Permission.TRIGGER, "web", "main", RELEASE, PEOPLE, open_refs=True, branches=MAIN),
            "Only the release group can trigger main of web here. "
            "Ask @U0ANA or @U0CHO, or use any branch except main.",
        ),
        (
            Denied(Permission.TRIGGER, "web", "main", RELEASE),
            "Only the release group can trigger main of web here. Ask one of them.",
        ),
        (
            Denied(Permission.APPROVE, "web", who=("U0CHO",), people=("U0CHO",)),
            "Only @U0CHO can approve web here.",
        ),
        (
            Denied(Permission.TRIGGER, "web", "main", open_refs=True, branches=MAIN),
            "You can't trigger main of web here. You can on any branch except main.",
        ),
        (
            Denied(Permission.RERUN, "web", "main", elsewhere=("C0DEPLOYS",)),
            "You can't rerun main of web here. You can in #C0DEPLOYS.",
        ),
        (
            Denied(Permission.RERUN, "web", "main", RELEASE, PEOPLE, ("C0DEPLOYS",), True, MAIN),
            "Only the release group can rerun main of web here. "
            "You can in #C0DEPLOYS, or here on any branch except main.",
        ),
        (
            Denied(Permission.TRIGGER, "web", "pull/7/head", open_refs=True, named_by="pull/*"),
            "You can't trigger pull/7/head of web here. "
            "It isn't a branch or tag, so a rule has to name it, like pull/*.",
        ),
        (
            Denied(Permission.TRIGGER, "web", "main", RELEASE, unread=RELEASE),
            "Only the release group can trigger main of web here. "
            "The bot couldn't read the release group from Slack, so nobody counts as a member for now.",
        ),
        (Denied(Permission.READ, "web"), "You can't see web here."),
        (Denied(Permission.CANCEL), "You can't cancel workflows here."),
    ],
)
def test_a_refusal_says_who_can_and_what_else_the_asker_can(denied: Denied, said: str) -> None:
    assert told(denied)[0] == said


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        (Denied(Permission.CANCEL, "web", "main", asked="reject"), "reject main of web"),
        (Denied(Permission.CANCEL, "web", "main", asked="cancel job"), "cancel jobs of main of web"),
        (Denied(Permission.FOLLOW, "web", "main", asked="follow"), "follow main of web"),
        (Denied(Permission.FOLLOW, "web", "main", asked="unfollow"), "unfollow main of web"),
        (Denied(Permission.FOLLOW, "web", "main", asked="subscribe"), "subscribe to main of web"),
        (Denied(Permission.FOLLOW, asked="subscribe"), "subscribe to branches"),
        (Denied(Permission.FOLLOW, "web", asked="unsubscribe"), "unsubscribe from web"),
        (Denied(Permission.FOLLOW, asked="mute"), "mute what is posted"),
        (Denied(Permission.FOLLOW, asked="quiet"), "set quiet hours"),
        (Denied(Permission.FOLLOW, "web", asked="digest"), "set up digests"),
        (Denied(Permission.CONFIGURE, "web", asked="use"), "make web the default project"),
        (Denied(Permission.TRIGGER, asked="rollback"), "roll back a project"),
        (Denied(Permission.READ, "web", asked="subscribe"), "see web"),
    ],
)
def test_a_refusal_says_what_was_asked_for(denied: Denied, said: str) -> None:
    assert told(denied)[0] == f"You can't {said} here."


@pytest.mark.parametrize(
    ("branches", "said"),
    [
        (("main", "release/*"), "use main or release/*."),
        (("*", "!main", "!release/*"), "use any branch except main and release/*."),
        (("fix/*", "!fix/x"), "use fix/*, except fix/x."),
        ((), "use another branch."),
    ],
)
def test_a_refusal_names_the_branches_that_are_open(branches: tuple[str, ...], said: str) -> None:
    denied = Denied(Permission.TRIGGER, "web", "nope", RELEASE, open_refs=True, branches=branches)

    assert told(denied)[0].endswith(said)


@pytest.mark.parametrize("permission", [Permission.READ, Permission.TRIGGER])
def test_where_nothing_helps_the_line_shows_what_one_can(permission: Permission) -> None:
    assert told(Denied(permission))[1] == "/ci can shows what you can do here."
    assert [each.line for each in offered(Denied(permission))] == ["can"]


def test_a_guest_is_told_what_guests_can_and_what_helps() -> None:
    assert told(GuestRefused()) == ["Guests can look but can't start, stop or change anything. Ask a member."]
    assert told(GuestRefused(sure=False)) == [
        "Nothing was started: Slack didn't say whether you're a guest. Try again in a minute.",
        "If that doesn't help, the bot's admin can run ringmaster doctor.",
    ]


def test_people_of_another_workspace_are_told_for_whom_it_works() -> None:
    assert told(ForeignWorkspace()) == ["This bot only works for members of its own workspace."]


@pytest.mark.parametrize(("said", "shown"), [("ben", "ben"), ("@U0BEN", "@U0BEN")])
def test_what_somebody_else_can_do_is_not_said_but_the_askers_own_is_offered(said: str, shown: str) -> None:
    error = OtherPerson(said, Line("can trigger web"))

    assert told(error)[:2] == [
        f"The bot can only show what you can do, not what {shown} can.",
        "/ci can trigger web shows what you can do.",
    ]
    assert [each.line for each in offered(error)] == ["can trigger web"]


def test_a_word_that_is_nothing_to_do_is_named_with_what_there_is() -> None:
    assert told(UnknownAbility("fly"))[:2] == [
        "There's no action or project called fly here.",
        "can takes read, trigger, rerun, cancel, approve, configure or follow.",
    ]
