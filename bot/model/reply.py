"""How an answer gets to people: by which ways, to whom, and what stands before a line to type."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.message import Audience


class Surface(StrEnum):
    """What somebody asks with."""

    COMMAND = "command"
    MENTION = "mention"
    BUTTON = "button"
    NEWS = "news"  # nobody asked: the bot told it beneath a card
    NOTICE = "notice"  # a channel wants to hear of it
    TERMINAL = "terminal"


#: What the bot says by itself.
UNASKED_SURFACES = (Surface.NEWS, Surface.NOTICE)


class Way(StrEnum):
    """How a message can get to people. Responses go by the response_url, also where the bot is no member."""

    POST = "post"
    CHANNEL = "channel"  # beside the thread that it was for
    RESPONSE = "response"
    WHISPER = "whisper"  # to the asker alone
    WHISPERED_RESPONSE = "whispered response"
    DIRECT = "direct"  # in the asker's own conversation with the bot

    @property
    def lasts(self) -> bool:
        """Whether what is said so can be drawn again."""
        return self in (Way.POST, Way.CHANNEL, Way.DIRECT)


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What stands before a line to type: the slash command, or the bot's mention."""

    slash: str
    mention: str

    @property
    def names(self) -> frozenset[str]:
        """What may be pasted before a line, in lower case."""
        return frozenset(each.lstrip("/@").lower() for each in (self.slash, self.mention))


@dataclass(frozen=True, slots=True)
class Reply:
    """How the answers to one request get to people; a row keeps all of it.

    ``message`` is the timestamp of the message on which a button was clicked, or of a mention.
    ``response_url`` lets the bot answer where it is not a member; it is a secret for half an hour, so it
    stays out of reprs.
    """

    surface: Surface
    message: str | None = None
    response_url: str | None = field(default=None, repr=False)

    @property
    def in_acknowledgement(self) -> bool:
        """Whether the acknowledgement itself carries a refusal. Else it is a message like any other."""
        return self.surface is Surface.COMMAND

    def prefix(self, prefixes: Prefixes, thread: str | None = None) -> str:
        """What stands before a line in an answer: in a thread there are no slash commands."""
        in_thread = self.surface in (Surface.BUTTON, *UNASKED_SURFACES) and thread is not None
        return prefixes.mention if in_thread or self.surface is Surface.MENTION else prefixes.slash

    def ways(self, audience: Audience) -> tuple[Way, ...]:
        """What to try in turn, until one is open. What the channel may see is told to the asker at least."""
        if self.surface is Surface.TERMINAL:
            return (Way.POST,)
        response = self.response_url is not None
        whispers = (*((Way.WHISPERED_RESPONSE,) if response else ()), Way.WHISPER)
        if audience is Audience.DIRECT:
            return (Way.DIRECT, *whispers)
        if audience is Audience.ASKER:
            return (*whispers, Way.DIRECT)
        in_thread = self.surface is not Surface.COMMAND
        channel = (Way.POST, Way.CHANNEL) if in_thread else (Way.POST,)
        return (*channel, *((Way.RESPONSE,) if response else ()), Way.WHISPER, Way.DIRECT)

    def thread(self, audience: Audience, asked_in: str | None) -> str | None:
        """The thread that an answer goes to, which is that in which it was asked.

        One for a thread opens that of ``message`` where need be. One for the asker does not: Slack shows
        nobody a whisper in a thread without replies.
        https://docs.slack.dev/reference/methods/chat.postEphemeral
        """
        match audience:
            case Audience.THREAD:
                return asked_in or self.message
            case Audience.ASKER | Audience.DIRECT:
                return asked_in if asked_in != self.message else None
        return asked_in
