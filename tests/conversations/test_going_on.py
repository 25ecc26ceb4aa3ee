"""No answer is a dead end: what is offered can be clicked, and leads on."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.conversations.operating import asked, card, labels, posts, run_of
from tests.world import DEPLOYS, RANDOM, WEB, World, read


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("deploys", "What is live of web"),
        ("flaky", "flaky tests of web"),
        ("project", "gh/acme/web"),
        ("insights", "web on main, last 30 days"),
        ("status", "web #813"),
    ],
)
async def test_without_a_project_each_that_works_here_is_offered_as_a_whole_line(
    here: World, line: str, answer: str
) -> None:
    shown = await here.types(line, channel=RANDOM)
    assert "No project was named, and this channel has no default." in shown.text
    assert f"Type /ci {line} " in shown.text
    offered = labels(here, shown.only)
    assert sorted(offered) == sorted(["Projects", *(f"{line} {name}" for name in ("api", "mobile", "web"))])
    told, *_ = map(read, (await here.clicks(shown.only, f"{line} web")).messages)
    assert answer in told
    assert "No project was named" not in told


async def test_a_rollback_without_a_project_is_offered_with_each(here: World) -> None:
    shown = await here.types("rollback web production --reason 'Checkout fails'", channel=DEPLOYS)
    assert "rollback web production --reason 'Checkout fails' --project web" in labels(here, shown.only)
    assert posts(here) == []


async def test_a_reason_that_is_empty_is_refused_in_a_sentence(here: World) -> None:
    shown = await here.types("rollback web production --reason '' --project web", channel=DEPLOYS)
    assert shown.text == "A reason can't be empty. It looks like Checkout fails."
    assert posts(here) == []


async def test_what_has_passed_is_rerun_from_its_card(here: World) -> None:
    before = run_of(here, 802, "build-test-deploy")
    message = await card(here, "web#802")
    said = asked(here, message, "Rerun")
    for word in ("web #802 on release/2.4", "of build-test-deploy run again, from the start"):
        assert word in said
    done = await here.clicks(message, "Rerun")
    assert "Rerun from the start  ·  web #802" in done.text
    assert run_of(here, 802, "build-test-deploy").id != before.id
    assert len(posts(here)) == 1


async def test_the_newest_green_run_of_main_has_the_site_as_a_zip(here: World) -> None:
    await here.types("artifact web@main dist/app.zip", channel=WEB)
    [stored] = here.slack.files
    assert stored.name == "app.zip"
    assert stored.content is not None
    assert ZipFile(BytesIO(stored.content)).testzip() is None
