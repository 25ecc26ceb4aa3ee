"""How long a workflow took before."""

from bot.reading.durations import durations_of
from tests.circleci.wires import WEB, a_client, page

CREATED = "2026-11-20T10:00:00Z"


async def test_what_waited_for_people_or_was_stopped_by_them_tells_nothing() -> None:
    runs = [
        {"id": "1", "created_at": CREATED, "status": "success", "duration": 91},
        {"id": "2", "created_at": CREATED, "status": "failed", "duration": 40},
        {"id": "3", "created_at": CREATED, "status": "canceled", "duration": 12},
        {"id": "4", "created_at": CREATED, "status": "success", "duration": 9000, "is_approval": True},
        {"id": "5", "created_at": CREATED, "status": "success", "duration": None},
    ]
    client, sent = a_client(page(runs))

    assert await durations_of(client, WEB, "build") == (91, 40)
    assert sent.paths == ["/api/v2/insights/gh/acme/web/workflows/build?all-branches=true"]
