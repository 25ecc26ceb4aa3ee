"""What is followed."""

from syrupy.assertion import SnapshotAssertion

from bot.model.line import Line
from bot.model.message import Audience
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.lists.following import FollowingList, following_list
from tests.commands.desk import lines
from tests.views.facts import SCENE, pipeline, workflow

RUNS = (
    Run(pipeline(813), "web", (workflow("build", "running", took=None),)),
    Run(pipeline(438), "api", (workflow("deploy", "on_hold", took=None),)),
)


def test_one_line_for_each_and_a_way_on(drawn: SnapshotAssertion) -> None:
    more = Line("following --page +10")
    page = FollowingList(RUNS, 12, False, SCENE, following=more, following_count=2)

    assert payload(following_list(page)) == drawn


def test_the_next_page_goes_into_the_thread() -> None:
    message = following_list(FollowingList(RUNS, 12, False, SCENE, first=False))

    assert message.audience is Audience.THREAD
    assert lines(message)[0] == "More pipelines followed here"


def test_nothing_says_how_to_begin() -> None:
    [told] = lines(following_list(FollowingList((), 0, True, SCENE)))

    assert told.startswith("No pipelines are followed in your direct messages. /ci follow --me posts a card")
