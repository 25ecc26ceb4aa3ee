"""What is asked and recorded shows nobody what was typed: it may be a secret."""

from datetime import UTC, datetime

from bot.grammar import parse
from bot.lines import TRIGGER
from bot.model.line import Line
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.model.write import Outcome, OwedAnswer, State, Write
from tests.store.rows import intent

TYPED = "trigger web@fix/x password=Gr4nite-owl"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_no_repr_has_what_was_typed() -> None:
    _, args = parse(TYPED, [TRIGGER])
    wanted = intent(line=TYPED)
    write = Write(
        **{name: getattr(wanted, name) for name in wanted.__slots__} | {"line": Line(TYPED)},
        id="1",
        state=State.PENDING,
        fence=0,
        created_at=NOW,
    )
    reply = Reply(Surface.COMMAND, response_url="https://hooks.slack.com/commands/T/1/Gr4nite-owl")
    request = Request(TYPED, Actor("U0ANA", "T0ACME"), Place("T0ACME", "C0WEB"), reply, "1", NOW)
    for each in (
        args,
        wanted,
        write,
        request,
        write.request(),
        OwedAnswer(write, Line(TYPED), Outcome(), NOW),
    ):
        assert "Gr4nite" not in repr(each)
        assert any(word in repr(each) for word in ("trigger", "fix/x", "U0ANA"))
