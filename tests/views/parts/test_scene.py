from bot.model.message import Small
from bot.model.spans import Code, Timestamp, UserMention
from bot.views.parts.scene import commit_text, on_ref, open_button, ref_code
from tests.views.facts import NOON, SCENE, pipeline, workflow

TAGGED = pipeline(vcs={"tag": "v1.2.0"})
BARE = pipeline(vcs=None)


def test_the_small_print_says_who_asked_and_as_of_when_while_it_may_change() -> None:
    who = ("asked by ", UserMention("U0ANA"))

    assert SCENE.asked() == Small(who)
    assert SCENE.asked(live=True) == Small((*who, "  ·  ", "as of ", Timestamp(NOON, clock=True)))
    assert SCENE.asked(what="approved").text[0] == "approved by "


def test_pages_are_circlecis() -> None:
    deploy = workflow("deploy", "success")
    page = "https://app.circleci.com/pipelines/gh/acme/web/812"

    assert SCENE.pipeline(pipeline()) == page
    assert SCENE.workflow(pipeline(), deploy) == f"{page}/workflows/{deploy.id}"
    assert SCENE.job(pipeline(), deploy.id, 155) == f"{page}/workflows/{deploy.id}/jobs/155"
    assert open_button(page).url == page


def test_a_branch_a_tag_or_nothing_is_named() -> None:
    assert [ref_code(each) for each in (pipeline(), TAGGED, BARE)] == [
        (Code("main"),),
        ("tag ", Code("v1.2.0")),
        (),
    ]
    assert [on_ref(each) for each in (pipeline(), TAGGED, BARE)] == [" on main", " for tag v1.2.0", ""]


def test_of_a_commit_whatever_is_known_is_told() -> None:
    untitled = pipeline(vcs={"branch": "main", "revision": "a1b2c3d4e5f6"})

    assert commit_text(pipeline()) == (
        "Fix rounding at checkout",
        "  ·  ",
        Code("a1b2c3d"),
        " by ana-lima",
    )
    assert commit_text(untitled)[0] == Code("a1b2c3d")
    assert commit_text(BARE) == ("by ana-lima",)
    assert commit_text(pipeline(), subject=10)[0] == "Fix round…"
