from syrupy.assertion import SnapshotAssertion

from bot.model.ability import Ability
from bot.model.message import Audience
from bot.model.permission import Permission
from bot.policy.decide import Verdict
from bot.slack.drawing.blocks import payload
from bot.views.cards.access import AccessCard, Allowance, access_card
from tests.commands.desk import lines, plain

READ = Allowance(Permission.READ, Verdict.ALLOWED, "everywhere.allow[0]")
RULE = "channels.C0DEPLOYS.allow[1]"
ROLLBACK = Ability("rollback", (Permission.TRIGGER, Permission.READ), on_default=True)


def partly(permission: Permission, **extent: tuple[str, ...]) -> Allowance:
    return Allowance(permission, Verdict.DEPENDS, RULE, **extent)  # type: ignore[arg-type]


def card(*allowances: Allowance, **more: object) -> list[str]:
    return lines(access_card(AccessCard("C0DEPLOYS", "web", None, allowances, **more)))  # type: ignore[arg-type]


def test_all_that_somebody_can_do_is_short(drawn: SnapshotAssertion) -> None:
    allowances = (
        READ,
        Allowance(
            Permission.TRIGGER,
            Verdict.DENIED,
            None,
            who=("release", "S0RELEASE", "U0BEN"),
            elsewhere=("C0WEB",),
            open_refs=True,
        ),
        partly(Permission.RERUN, branches=("!main",)),
        partly(Permission.CANCEL, branches=("!main",)),
        Allowance(Permission.APPROVE, Verdict.DENIED),
    )
    message = access_card(AccessCard("C0DEPLOYS", "web", "main", allowances))

    assert message.audience is Audience.ASKER
    assert message.text == (
        "You can read here",
        ", and rerun and cancel ",
        "on ",
        "every branch",
        " except ",
        "main",
        ".",
    )
    assert len(lines(message)) == 5
    assert payload(message) == drawn


def test_it_says_for_which_branches_tags_and_projects() -> None:
    shown = card(
        partly(Permission.TRIGGER, branches=("main", "release/*"), tags=("v*",)),
        partly(Permission.RERUN, projects=("web", "api")),
        partly(Permission.CANCEL),
        ability=Ability("deploy", tuple(Permission)),
    )

    assert f":white_check_mark: Can trigger  ·  main and release/*  ·  tags v*  ·  rule {RULE}" in shown
    assert f":white_check_mark: Can rerun  ·  in web and api  ·  rule {RULE}" in shown
    assert f":white_check_mark: Can cancel  ·  on some branches  ·  rule {RULE}" in shown


def test_who_can_do_nothing_is_told_so() -> None:
    denied = Allowance(Permission.READ, Verdict.DENIED)
    message = access_card(AccessCard("C0DEPLOYS", None, None, (denied,)))

    assert plain(message.text) == "You can't do any of this here."
    assert lines(message)[:3] == ["What you can do in #C0DEPLOYS", "Nothing here.", "Not here: read."]


def test_a_guest_can_look() -> None:
    trigger = Allowance(Permission.TRIGGER, Verdict.DENIED, guest=True)

    assert card(READ, trigger, guest=True)[1:] == [
        "Here: read.",
        "Guests can look but can't start, stop or change anything. Ask a member.",
    ]
    assert "Slack didn't say whether you're a guest" in card(READ, guest=None)[-1]


def test_a_rollback_takes_two_permissions_on_the_default_branch() -> None:
    trigger = Allowance(Permission.TRIGGER, Verdict.ALLOWED, RULE)
    denied = Allowance(Permission.TRIGGER, Verdict.DENIED)
    takes = (
        "Rolling back web, production included, needs trigger and read on its default branch, "
        "where the rollback pipeline runs."
    )

    assert card(trigger, READ, ability=ROLLBACK)[:2] == ["You can roll back web here.", takes]
    assert card(denied, READ, ability=ROLLBACK)[:2] == ["You can't roll back web here.", takes]
    assert (
        "if you can trigger its default branch" in card(partly(Permission.TRIGGER), READ, ability=ROLLBACK)[0]
    )


def test_a_word_of_its_own_says_what_it_takes() -> None:
    denied = Allowance(Permission.CANCEL, Verdict.DENIED)

    assert card(denied, ability=Ability("reject", (Permission.CANCEL,)))[:2] == [
        "You can't cancel here.",
        "reject needs cancel.",
    ]
