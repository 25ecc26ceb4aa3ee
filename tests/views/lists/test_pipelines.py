from syrupy.assertion import SnapshotAssertion

from bot.model.message import Audience, Lines
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.lists import pipelines
from bot.views.parts.phone import text_rows
from tests.commands.desk import lines, plain
from tests.views.facts import SCENE, WEB, pipeline, workflow


def runs() -> tuple[Run, ...]:
    states = ("failed", "success", "running", "on_hold", "canceled")
    return tuple(
        Run(pipeline(812 - at), "web", (workflow("build", state, took=None if state == "running" else 60),))
        for at, state in enumerate(states)
    )


def test_pipelines_are_one_line_each(drawn: SnapshotAssertion) -> None:
    listed = pipelines.PipelineList(
        WEB, "web", None, False, False, runs(), SCENE, following="pipelines web --page 10"
    )

    assert payload(pipelines.pipeline_list(listed)) == drawn


def test_the_next_page_goes_into_the_thread(drawn: SnapshotAssertion) -> None:
    listed = pipelines.PipelineList(WEB, "web", "main", False, False, runs()[:2], SCENE, first=False)
    message = pipelines.pipeline_list(listed)

    assert message.audience is Audience.THREAD
    assert payload(message) == drawn


def test_an_entry_takes_two_lines_of_a_phone_whatever_things_are_called() -> None:
    long = tuple(
        Run(
            pipeline(number, vcs={"branch": "b" * 90, "revision": "c" * 40, "commit": {"subject": words}}),
            "web",
        )
        for number, words in ((1_234_567, "Rounding " * 20), (8, "Fix it"), (9, ""))
    )
    message = pipelines.pipeline_list(pipelines.PipelineList(WEB, "web", None, False, False, long, SCENE))
    [told] = [block for block in message.blocks if isinstance(block, Lines)]

    assert [text_rows(line) <= 2 for line in told.lines[1:]] == [True] * 3
    assert "Fix it" in plain(told.lines[2])


def test_a_long_branch_is_cut_in_its_middle_and_leaves_its_commit_some_room() -> None:
    branch = "feature/checkout-rounds-the-total-to-cents"
    run = Run(pipeline(8, vcs={"branch": branch, "commit": {"subject": "Round each total to cents"}}), "web")
    listed = pipelines.PipelineList(WEB, "web", None, False, False, (run,), SCENE)

    assert "feature/…-to-cents  ·  Round each total to cents" in lines(pipelines.pipeline_list(listed))[1]


def test_a_list_without_pipelines_says_so() -> None:
    def told(*, mine: bool = False, bot: bool = False) -> str:
        listed = pipelines.PipelineList(WEB, "web", "typo", mine, bot, (), SCENE)
        return plain(pipelines.pipeline_list(listed).text)

    assert told() == "No pipelines in web on typo."
    assert told(bot=True) == "No pipelines in web on typo that the bot started."
    assert (
        told(mine=True) == told(mine=True, bot=True) == "No pipelines in web on typo that you started here."
    )
