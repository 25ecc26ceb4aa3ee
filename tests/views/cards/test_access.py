from syrupy.assertion import SnapshotAssertion

from bot.model.message import Audience
from bot.model.permission import Permission
from bot.policy.decide import Verdict
from bot.slack.drawing.blocks import payload
from bot.views.cards.access import AccessCard, Allowance, access_card


def test_what_one_may_do_is_a_table_with_the_rules(drawn: SnapshotAssertion) -> None:
    allowances = (
        Allowance(Permission.READ, Verdict.ALLOWED, "everywhere.allow[0]"),
        Allowance(
            Permission.TRIGGER,
            Verdict.DENIED,
            None,
            who=("release", "S0RELEASE", "U0BEN"),
            elsewhere=("C0WEB",),
            open_refs=True,
        ),
        Allowance(Permission.CANCEL, Verdict.DEPENDS, "channels.C0DEPLOYS.allow[1]"),
        Allowance(Permission.APPROVE, Verdict.DENIED),
    )
    message = access_card(AccessCard("U0ANA", "C0DEPLOYS", "web", "main", allowances))

    assert message.audience is Audience.ASKER
    assert message.text == ("You may read here.",)
    assert payload(message) == drawn
