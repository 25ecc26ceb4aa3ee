"""What a typed line means, as facts that outlive every rewording."""

from dataclasses import dataclass, field
from typing import TypeAlias

from tests.world import ANA, DEPLOYS, RANDOM, WEB

__all__ = ["ANA", "DEPLOYS", "RANDOM", "WEB"]


@dataclass(frozen=True, slots=True)
class Shows:
    """One thing is shown: ``web#812``, or with the name of a workflow or job after it, ``web#812/e2e``.

    ``words`` are in the answer too.
    """

    thing: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tells:
    """It is answered, no thing before others, and these words are in the answer; none of ``lacks`` are."""

    words: tuple[str, ...]
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """Nothing was sent; a question names these facts, and its button is a line of this ``verb``."""

    verb: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sends:
    """Exactly this one POST was sent. What ``body`` does not name may be anything.

    ``path``: the end of it, in which a workflow may be ``{web#812:build-test-deploy}``.
    """

    path: str
    body: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offers:
    """Nothing was sent; the asker alone reads these words, and has a line for each of ``lines`` to press.

    A line is there where all its words are in what a button carries, or in what is told to type. None
    that is there begins with one of ``never``.
    """

    words: tuple[str, ...]
    lines: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of these: what is said of it leaves both open."""

    outcomes: tuple["Outcome", ...]


Outcome: TypeAlias = Shows | Tells | Asks | Sends | Offers | Either


@dataclass(frozen=True, slots=True)
class Meaning:
    """Somebody typed ``line``. ``mention``: after the bot's name, instead of after the slash command.

    ``thread``: it was mentioned in the thread of what this line had shown, in which ``said`` was mentioned
    before. ``after``: the channel saw the answers to these lines before, and no others.
    """

    line: str
    outcome: Outcome
    channel: str = WEB
    who: str = ANA
    mention: bool = False
    thread: str | None = None
    said: tuple[str, ...] = ()
    after: tuple[str, ...] | None = None

    @property
    def alone(self) -> bool:
        """Whether it needs a world of its own: what it does, or what was there before, would show."""
        return self.after is not None or _may_send(self.outcome)


def _may_send(outcome: Outcome) -> bool:
    if isinstance(outcome, Either):
        return any(map(_may_send, outcome.outcomes))
    return isinstance(outcome, Sends)


def shows(thing: str, *words: str) -> Shows:
    return Shows(thing, words)


def tells(*words: str, lacks: tuple[str, ...] = ()) -> Tells:
    return Tells(words, lacks)


def asks(verb: str, *facts: str) -> Asks:
    return Asks(verb, facts)


def sends(path: str, **body: object) -> Sends:
    return Sends(path, body)


def offers(*lines: str, word: str = "", never: tuple[str, ...] = ()) -> Offers:
    return Offers((word,) if word else (), lines, never)


def refuses(*words: str, never: tuple[str, ...] = ()) -> Offers:
    return Offers(words, (), never)


def either(*outcomes: Outcome) -> Either:
    return Either(outcomes)


def meaning(
    outcome: Outcome,
    *lines: str,
    channel: str = WEB,
    who: str = ANA,
    mention: bool = False,
    thread: str | None = None,
    said: tuple[str, ...] = (),
    after: tuple[str, ...] | None = None,
) -> tuple[Meaning, ...]:
    """Each of these lines means that, there."""
    where = channel, who, mention or thread is not None, thread, said, after
    return tuple(Meaning(line, outcome, *where) for line in lines)
