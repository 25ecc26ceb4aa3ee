"""The webhooks of a project."""

import httpx
import pytest

from bot.circleci.errors import Forbidden, LostAnswer, ServerError
from bot.circleci.models import Webhook
from tests.circleci.wires import a_client, answers, page

PROJECT = "39723015-b399-4601-9ff6-bd1bfbed8fa8"
ID = "b9291e0d-a11e-41fb-8517-c545388b5953"
URL = "https://ci.example.com/circleci/webhook"
#: As the API's document has it, hyphens and all.
WEBHOOK = {
    "id": ID,
    "scope": {"id": PROJECT, "type": "project"},
    "name": "Ringmaster",
    "events": ["workflow-completed", "job-completed"],
    "url": URL,
    "verify-tls": True,
    "signing-secret": "****cret",
    "created-at": "2026-11-20T10:00:00.000Z",
    "updated-at": "2026-11-20T10:00:00.000Z",
}
READ = Webhook(id=ID, name="Ringmaster", url=URL, events=("workflow-completed", "job-completed"))


async def test_webhooks_are_of_one_project_and_read_to_the_last_page() -> None:
    client, wire = a_client(page([WEBHOOK], "two"), page([WEBHOOK]))
    assert await client.webhooks.of_project(PROJECT) == (READ, READ)
    first = f"/api/v2/webhook?scope-id={PROJECT}&scope-type=project"
    assert wire.paths == [first, f"{first}&page-token=two"]


@pytest.mark.parametrize("odd", [{"name": None}, {"events": None}, {"events": "all"}, {"url": 7}])
async def test_an_odd_webhook_is_read_all_the_same(odd: dict[str, object]) -> None:
    client, _ = a_client(page([WEBHOOK | odd, {"name": "without an id"}]))
    [found] = await client.webhooks.of_project(PROJECT)
    assert found.id == ID


async def test_one_is_made_for_all_events_with_its_secret() -> None:
    client, wire = a_client(answers(WEBHOOK, 201))
    made = await client.webhooks.create(PROJECT, name="Ringmaster", url=URL, secret="a-secret")
    assert (made, wire.paths) == (READ, ["/api/v2/webhook"])
    assert wire.sent == {
        "name": "Ringmaster",
        "events": ["workflow-completed", "job-completed"],
        "url": URL,
        "verify-tls": True,
        "signing-secret": "a-secret",
        "scope": {"id": PROJECT, "type": "project"},
    }


async def test_one_is_deleted_by_its_id() -> None:
    client, wire = a_client(answers({"message": "Webhook deleted."}))
    await client.webhooks.delete(ID)
    [request] = wire.requests
    assert (request.method, wire.paths) == ("DELETE", [f"/api/v2/webhook/{ID}"])


async def test_who_is_no_admin_may_not() -> None:
    client, _ = a_client(answers({"message": "Permission denied."}, 403))
    with pytest.raises(Forbidden):
        await client.webhooks.of_project(PROJECT)
    with pytest.raises(Forbidden):
        await client.webhooks.create(PROJECT, name="", url=URL, secret="")
    with pytest.raises(Forbidden):
        await client.webhooks.delete(ID)


@pytest.mark.parametrize(
    ("step", "error"), [(answers({}, 500), ServerError), (httpx.ReadError("reset"), LostAnswer)]
)
async def test_what_changes_something_is_sent_once(
    step: httpx.Response | Exception, error: type[Exception]
) -> None:
    client, wire = a_client(step)
    with pytest.raises(error):
        await client.webhooks.create(PROJECT, name="", url=URL, secret="")
    with pytest.raises(error):
        await client.webhooks.delete(ID)
    assert len(wire.requests) == 2
