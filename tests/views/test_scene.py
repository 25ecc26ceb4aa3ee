from bot.model.message import Small
from bot.model.spans import Timestamp, UserMention
from tests.views.facts import NOON, SCENE, pipeline, workflow


def test_the_small_print_says_who_asked_and_as_of_when_while_it_may_change() -> None:
    who = ("asked by ", UserMention("U0ANA"))

    assert SCENE.footer() == Small(who)
    assert SCENE.footer(live=True) == Small((*who, "  ·  ", "as of ", Timestamp(NOON, clock=True)))
    assert SCENE.footer(what="approved").text[0] == "approved by "


def test_pages_are_circlecis() -> None:
    deploy = workflow("deploy", "success")
    page = "https://app.circleci.com/pipelines/gh/acme/web/812"

    assert SCENE.pipeline(pipeline()) == page
    assert SCENE.workflow(pipeline(), deploy) == f"{page}/workflows/{deploy.id}"
    assert SCENE.job(pipeline(), deploy.id, 155) == f"{page}/workflows/{deploy.id}/jobs/155"
