"""No answer is a dead end: what is offered can be clicked, and leads on."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.playground.circleci.acme import WEB as WEB_SLUG
from tests.conversations.operating import asked, card, labels, posts, run_of
from tests.world import DEPLOYS, RANDOM, WEB, World, read


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("deploys", "web's live versions"),
        ("flaky", "flaky tests in web"),
        ("project", "gh/acme/web"),
        ("insights", "web on main, last 30 days"),
        ("status", "web #813"),
    ],
)
async def test_without_a_project_each_that_works_here_is_offered_as_a_whole_line(
    here: World, line: str, answer: str
) -> None:
    shown = await here.types(line, channel=RANDOM)
    assert "Which project? This channel has no default." in shown.text
    assert f"For example /ci {line} " in shown.text
    offered = labels(here, shown.only)
    assert sorted(offered) == sorted(["Projects", "api", "mobile", "web"])
    told, *_ = map(read, (await here.clicks(shown.only, "web")).messages)
    assert answer in told
    assert "Which project?" not in told


async def test_a_rollback_without_a_project_is_of_the_one_with_that_component(
    here: World,
) -> None:
    shown = await here.types("rollback web production --reason 'Checkout fails'", channel=DEPLOYS)
    assert "web goes back from v2.4.1-809 (live) to v2.4.0-802." in shown.text
    [offered] = [each.value for each in here.slack.controls(shown.only)]
    assert offered == (
        "rollback web production v2.4.0-802 --reason 'Checkout fails' --project gh/acme/web --live v2.4.1-809"
    )
    assert posts(here) == []


async def test_a_reason_that_is_empty_is_refused_in_a_sentence(here: World) -> None:
    shown = await here.types("rollback web production --reason '' --project web", channel=DEPLOYS)
    assert shown.text == "--reason can't be empty."
    assert posts(here) == []


async def test_what_has_passed_is_rerun_from_its_card(here: World) -> None:
    before = run_of(here, 802, "build-test-deploy")
    message = await card(here, "web#802")
    said = asked(here, message, "Rerun")
    for word in ("web #802 on release/2.4", "Reruns all jobs in build-test-deploy."):
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


async def test_where_several_run_the_line_that_stops_them_all_says_so(here: World) -> None:
    here.circleci.add_pipeline(WEB_SLUG, "fix/tax-label")
    here.clock.advance(20)
    shown = await here.types(f"rerun {run_of(here, 814, 'preview').id}")
    assert "/ci cancel web#814 stops everything in it first." in shown.text
    assert posts(here) == []


async def test_where_nothing_failed_the_line_that_runs_it_again_means_no_other_workflow(here: World) -> None:
    only = await here.types(f"rerun {run_of(here, 802, 'build-test-deploy').id} --failed", channel=DEPLOYS)
    assert "/ci rerun web#802 reruns all of it." in only.text
    one_of_two = await here.types(f"rerun {run_of(here, 812, 'preview').id} --failed")
    assert "/ci rerun web#812 reruns all of it." in one_of_two.text
    assert posts(here) == []
