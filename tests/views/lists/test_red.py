from syrupy.assertion import SnapshotAssertion

from bot.circleci.slug import ProjectSlug
from bot.model.history import Since
from bot.model.run import Run
from bot.slack.outbound import payload
from bot.views.lists.red import Branch, Looked, looked
from tests.views.facts import SCENE, WEB, ago, pipeline, workflow

API = ProjectSlug("gh", "acme", "api")


def run(number: int, status: str, **changes: object) -> Run:
    return Run(pipeline(number, **changes), "web", (workflow("build", status),))


FIRST = run(808, "failed", created_at=ago(hours=7))
NEWEST = run(812, "failed")
GREEN = Branch(API, "api", "main", Since(newest=run(439, "success"), last_green=run(439, "success")))


def test_red_branches_are_one_line_each(drawn: SnapshotAssertion) -> None:
    several = Since(NEWEST, FIRST, run(807, "success"), runs=3)
    reds = (
        Branch(WEB, "web", "main", several),
        Branch(API, "api", "trunk", Since(NEWEST, NEWEST, None, runs=1, complete=False)),
    )
    result = Looked(reds, 12, (GREEN,), SCENE, unseen=1, beyond=2, following="red --page 10")

    assert payload(looked(result)) == drawn


def test_none_is_red(drawn: SnapshotAssertion) -> None:
    silent = Branch(WEB, "web", "main", Since(complete=False))

    assert payload(looked(Looked((), 0, (GREEN, silent), SCENE))) == drawn


def test_the_only_branch_is_red_or_green() -> None:
    red = Branch(WEB, "web", "main", Since(NEWEST, NEWEST, None, runs=1))

    assert looked(Looked((red,), 1, (), SCENE)).text == ("The default branch of web is red",)
    assert looked(Looked((), 0, (GREEN,), SCENE)).text == ("The default branch of api is green",)


def test_no_project_can_be_seen() -> None:
    text = "No project may be seen from this channel, or CircleCI's token sees none."

    assert looked(Looked((), 0, (), SCENE)).text == (text,)
