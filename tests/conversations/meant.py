"""Whether a typed line was understood: what is shown, asked, sent or offered, as facts and not as words."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from structlog.testing import capture_logs

from bot.circleci.urls import parse_address
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import API, MOBILE
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.world import Pipeline
from bot.playground.slack.workspace import Message
from tests.conversations.meanings.outcomes import Asks, Either, Meaning, Offers, Outcome, Sends, Shows, Tells
from tests.world import World, read

PROJECTS = {"web": WEB_SLUG, "api": API, "mobile": MOBILE}
_IDS = re.compile(r"\{(web|api|mobile)(?:#(\d+))?(?:([:/@])([\w-]*))?\}")
_NAMED = re.compile(r"\b(web|api|mobile) ?#(\d+)")
_TYPED = re.compile(r"(?:/ci|@ringmaster) ([^<\[]+)")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line brought about: messages, and what CircleCI was asked to do; ``answered``: not refused.

    ``outcome`` is what it should have brought about.
    """

    here: World
    outcome: Outcome
    messages: Sequence[Message]
    posts: Sequence[tuple[str, dict[str, Any]]]
    answered: bool

    @property
    def text(self) -> str:
        return "\n".join(map(read, self.messages))

    @property
    def whispered(self) -> bool:
        """Only the asker sees it."""
        return bool(self.messages) and all(each.ephemeral for each in self.messages)

    @property
    def lines(self) -> list[str]:
        """What there is to press, each with its label, and after it what is told to type, as it stands."""
        pressed = [
            f"{each.value} {each.label}"
            for message in self.messages
            for each in self.here.slack.controls(message)
            if each.value
        ]
        told = [each for each in map(_typed, codes(self.messages)) if each]
        return [each.replace("gh/acme/", "") for each in (*pressed, *told)]

    @property
    def questions(self) -> str:
        """The text, and what Slack asks before a button counts."""
        asked = [
            json.dumps(each.confirm)
            for message in self.messages
            for each in self.here.slack.controls(message)
        ]
        return "\n".join([self.text, *asked, *self.lines])

    @property
    def named(self) -> str:
        """The pipeline that is named first, by a link or in words: ``web#812``."""
        called = {slug: name for name, slug in PROJECTS.items()}
        for url in _urls(self.messages):
            page = parse_address(url)
            if page is not None and page.pipeline_number:
                return f"{called.get(str(page.project), page.project)}#{page.pipeline_number}"
        found = _NAMED.search(self.text)
        return f"{found[1]}#{found[2]}" if found else ""


async def heard(here: World, meaning: Meaning) -> Heard:
    """Somebody types the line, where it is to be typed, after what came before it."""
    for line in meaning.after or ():
        await here.types(line, channel=meaning.channel)
    thread = None
    if meaning.thread is not None:
        root = await here.types(meaning.thread, channel=meaning.channel)
        thread = root.messages[0].ts
    for line in meaning.said:
        await here.mentions(line, channel=meaning.channel, thread=thread)
    line, before = with_ids(here.circleci, meaning.line), len(here.circleci.requests)
    outcome = _with_ids(here.circleci, meaning.outcome)  # as they are before a rerun makes new ones
    with capture_logs() as logged:
        if meaning.mention:
            shown = await here.mentions(line, user=meaning.who, channel=meaning.channel, thread=thread)
        else:
            shown = await here.types(line, user=meaning.who, channel=meaning.channel)
    posts = [
        (each.path, json.loads(each.body or b"{}"))
        for each in here.circleci.requests[before:]
        if each.method == "POST"
    ]
    answered = any(each.get("outcome") == "answered" for each in logged)
    return Heard(here, outcome, shown.messages, posts, answered)


def wrong(heard: Heard) -> str:
    """What is not as it should be; nothing where all is."""
    return _wrong(heard, heard.outcome)


def _wrong(heard: Heard, outcome: Outcome) -> str:
    if isinstance(outcome, Either):
        several = [_wrong(heard, each) for each in outcome.outcomes]
        return "" if not all(several) else " / ".join(several)
    if isinstance(outcome, Sends):
        return _wrongly_sent(heard, outcome)
    if heard.posts:
        return f"sent {heard.posts}"
    match outcome:
        case Shows(thing, words):
            pipeline, _, part = thing.partition("/")
            if not heard.answered or heard.whispered or heard.named != pipeline:
                return f"shows {heard.named or 'nothing'} instead of {thing}: {heard.text[:120]!r}"
            return _lacking(heard.text, (part, *words))
        case Tells(words, lacks):
            found = [word for word in lacks if word in heard.text]
            if not heard.answered or found:
                return f"tells {found} {heard.text[:120]!r}"
            return _lacking(heard.text, words)
        case Asks(verb, facts):
            if not heard.whispered or not any(each.startswith(verb) for each in heard.lines):
                return f"does not ask: {heard.text[:120]!r}"
            return _lacking(heard.questions, facts)
        case Offers(words, lines, never):
            return _wrongly_offered(heard, words, lines, never)


def _wrongly_sent(heard: Heard, outcome: Sends) -> str:
    path = outcome.path
    if len(heard.posts) != 1 or not heard.posts[0][0].endswith(path):
        return f"sent {heard.posts} instead of {path}: {heard.text[:120]!r}"
    body = heard.posts[0][1]
    different = {
        name: body.get(name) for name, value in outcome.body.items() if not _same(body.get(name), value)
    }
    return f"sent {different}" if different else ""


def _same(sent: object, wanted: object) -> bool:
    """A reason says who asked, besides."""
    if isinstance(sent, str) and isinstance(wanted, str):
        return wanted in sent
    return sent == wanted and type(sent) is type(wanted)


def _wrongly_offered(
    heard: Heard, words: tuple[str, ...], lines: tuple[str, ...], never: tuple[str, ...]
) -> str:
    if not heard.whispered:
        return f"is not refused: {heard.text[:120]!r}"
    if bad := [each for each in heard.lines if each.startswith(never)] if never else []:
        return f"offers {bad}"
    for wanted in lines:
        if not any(set(wanted.split()) <= set(each.replace("'", "").split()) for each in heard.lines):
            return f"offers {heard.lines}, not {wanted}: {heard.text[:120]!r}"
    return _lacking(heard.text, words)


def _lacking(text: str, words: Sequence[str]) -> str:
    lacking = [word for word in words if word.lower() not in text.lower()]
    return f"lacks {lacking}: {text[:200]!r}" if lacking else ""


def _with_ids(circleci: SmallCircleCI, outcome: Outcome) -> Outcome:
    match outcome:
        case Either(outcomes):
            return Either(tuple(_with_ids(circleci, each) for each in outcomes))
        case Sends(path):
            return replace(outcome, path=with_ids(circleci, path))
        case Offers(_, lines):
            return replace(outcome, lines=tuple(with_ids(circleci, each) for each in lines))
    return outcome


def with_ids(circleci: SmallCircleCI, text: str) -> str:
    """With the ids of what is named in braces.

    ``{web}`` a project, ``{web#812}`` a pipeline, ``{web#812:preview}`` a workflow, ``{web#812/e2e}`` a job,
    ``{web#812@}`` a commit and ``{web#812@7}`` the beginning of it.
    """

    def found(match: re.Match[str]) -> str:
        name, number, sign, part = match.groups()
        project = circleci.project(PROJECTS[name])
        if number is None:
            return project.id
        [pipeline] = [each for each in circleci.world.of_project(project) if each.number == int(number)]
        return _id(pipeline, sign, part)

    return _IDS.sub(found, text)


def _id(pipeline: Pipeline, sign: str | None, part: str) -> str:
    match sign:
        case ":":
            return [run.id for run in pipeline.runs if run.name == part][-1]
        case "/":
            return [job.id for run in pipeline.runs for job in run.jobs if job.script.name == part][-1]
        case "@":
            return pipeline.head.revision[: int(part) if part else None]
    return pipeline.id


def _typed(code: str) -> str:
    """The line of what is told to type; nothing where something in it is to be replaced."""
    found = _TYPED.fullmatch(code)
    return found[1] if found else ""


def codes(messages: Sequence[Message]) -> Iterator[str]:
    """What is set as code."""
    for node in (node for message in messages for node in _nodes(message.blocks)):
        if node.get("type") == "text" and node.get("style", {}).get("code"):
            yield str(node["text"])


def _urls(messages: Sequence[Message]) -> Iterator[str]:
    """Where its links and buttons lead, in order."""
    nodes = (node for message in messages for node in _nodes(message.blocks))
    return (node["url"] for node in nodes if isinstance(node.get("url"), str))


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every part of blocks that has a type or fields."""
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _nodes(child)
