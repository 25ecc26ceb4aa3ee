"""Where a workspace takes no charts, they are left out, and that is remembered for a day."""

import asyncio

from bot.model.message import LineChart, Lines, LineSeries, Message
from bot.model.request import Place
from bot.playground.slack.small_slack import SmallSlack
from bot.slack.clients import slack_client
from bot.slack.replies.charts import REFUSAL_SECONDS, ChartRefusals
from bot.slack.replies.message import post_message

CHART = LineChart("rate", ("Nov 14", "Nov 16"), (LineSeries("build", (1.0, 2.0)),), "Day", "%", "words")
SAID = Message(("web",), (Lines((("100% passed",),)), CHART))


class Said:
    """Says messages in the small Slack, and counts how often it tried."""

    def __init__(self, slack: SmallSlack) -> None:
        self.slack = slack
        self.now = 0.0
        self.refusals = ChartRefusals(lambda: self.now)
        self.tries = 0

    async def __call__(self, message: Message) -> list[str]:
        """The types of the blocks that stand there."""
        client = slack_client(self.slack.bot_token, self.slack.api_url)

        async def post(it: Message) -> None:
            self.tries += 1
            await post_message(client, Place("T0ACME", "C0WEB"), it)

        await self.refusals.convey("T0ACME", post, message, asyncio.sleep)
        return [block["type"] for block in self.slack.messages("C0WEB")[-1].blocks]


async def test_a_workspace_that_takes_charts_gets_them(slack: SmallSlack) -> None:
    say = Said(slack)

    assert await say(SAID) == ["rich_text", "data_visualization"]
    assert say.refusals.takes_charts("T0ACME")


async def test_a_refusal_is_remembered_for_a_day(slack: SmallSlack) -> None:
    slack.workspace.takes_charts = False
    say = Said(slack)

    assert await say(SAID) == ["rich_text"]
    assert (say.tries, say.refusals.takes_charts("T0ACME")) == (2, False)
    assert say.refusals.takes_charts("T0OTHER")
    assert await say(SAID) == ["rich_text"]
    assert say.tries == 3
    slack.workspace.takes_charts = True
    say.now = REFUSAL_SECONDS
    assert await say(SAID) == ["rich_text", "data_visualization"]


async def test_what_is_refused_without_a_chart_too_is_not_the_charts_fault(slack: SmallSlack) -> None:
    say = Said(slack)
    slack.fail("chat.postMessage", "invalid_blocks", times=2)

    assert await say(SAID) == ["rich_text"]
    assert slack.messages("C0WEB")[-1].blocks[0]["elements"][0]["elements"][0]["text"] == "web"
    assert say.refusals.takes_charts("T0ACME")
