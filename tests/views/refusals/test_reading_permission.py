"""Who may not, who may, and what to do instead."""

import pytest

from bot.model.fault import Denied
from bot.model.permission import Permission
from bot.slack.drawing.blocks import payload
from tests.commands.desk import offered, told
from tests.views.refusals.samples import typed


def test_a_refusal_says_who_may_and_what_to_use_instead() -> None:
    message = typed(Denied(Permission.TRIGGER, "web", "main", ("release",), open_refs=True))

    assert payload(message)["text"] == (
        "Triggering main of web is for the release group in this channel. "
        "Ask there, or use a branch other than main."
    )


@pytest.mark.parametrize(
    ("branches", "said"),
    [
        (("main", "release/*"), "use main or release/*."),
        (("*", "!main", "!release/*"), "use a branch other than main and release/*."),
        (("fix/*", "!fix/x"), "use fix/*, but not fix/x."),
        ((), "use a branch other than nope."),
    ],
)
def test_a_refusal_names_the_branches_that_are_open(branches: tuple[str, ...], said: str) -> None:
    denied = Denied(Permission.TRIGGER, "web", "nope", ("release",), open_refs=True, branches=branches)

    assert told(denied)[0].endswith(said)


def test_a_refusal_says_in_which_channel_one_may() -> None:
    denied = Denied(Permission.TRIGGER, "web", "main", elsewhere=("C0DEPLOYS",))

    assert "C0DEPLOYS" in told(denied)[0]


@pytest.mark.parametrize(
    ("permission", "line"), [(Permission.READ, "can"), (Permission.TRIGGER, "can trigger")]
)
def test_where_nothing_helps_the_line_shows_what_one_may(permission: Permission, line: str) -> None:
    assert told(Denied(permission))[1] == f"/ci {line} shows what you may do here."
    assert [each.line for each in offered(Denied(permission))] == [line]
