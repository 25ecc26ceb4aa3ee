"""Since when an approval waits."""

from bot.model.approval import waiting_approvals
from tests.views.facts import ago, identifier, job, workflow


def test_an_approval_waits_since_its_needs_have_ended_and_not_before_its_own_attempt() -> None:
    rerun = workflow("ship", "on_hold", took=None, created_at=ago(minutes=3))
    kept = job("build", "success", number=1, stopped_at=ago(days=4))
    late = job("test", "success", number=2, stopped_at=ago(minutes=1))

    def since(*needs: str) -> object:
        hold = job("hold", "on_hold", number=None, type="approval", dependencies=list(needs))
        [found] = waiting_approvals(rerun, (kept, late, hold))
        return found.start

    assert since() == ago(minutes=3)
    assert since(kept.id) == ago(minutes=3)
    assert since(kept.id, late.id) == ago(minutes=1)
    assert since(identifier(4)) == ago(minutes=3)
