"""What is offered where something was not done: only what works for who asked, and it asks first."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.circleci.errors import CircleCIError
from bot.command import AuthorizedLine, Context
from bot.grammar import line as written
from bot.grammar.vocabulary import names_nothing
from bot.model.deeds import SeveralApprovals, SeveralRejections, SeveralReruns
from bot.model.fault import (
    Ambiguous,
    Denied,
    Fault,
    GuestRefused,
    NoProject,
    NothingHere,
    OneRunALine,
    UnknownProject,
)
from bot.model.grammar_fault import UnknownCommand
from bot.model.line import Line
from bot.model.message import Block, Button, Buttons, Message
from bot.model.parameters import LooseWords, MistakenParameters
from bot.model.permission import Permission
from bot.model.questions import WriteQuestion
from bot.model.reference import Reference
from bot.model.reply import Surface
from bot.model.request import Request
from bot.services import Services
from bot.spine.authorization import LineReader

#: Where a fault keeps lines that may be meant, and where such as were made of what was looked up: alone or
#: in a tuple, or each behind its label.
_GUESSED = ("lines", "likely", "corrected")
_CHOSEN = ("choices", "default")
#: To be asked, or to choose among what fits, is to go on.
_GOES_ON = (
    *(WriteQuestion, Ambiguous, NoProject, OneRunALine),
    *(SeveralApprovals, SeveralRejections, SeveralReruns),
)
#: How many lines of a refusal are looked at.
_MOST = 3


class Offers:
    """Looks at what faults offer as who asked would find it."""

    def __init__(self, services: Services, reader: LineReader) -> None:
        self._services = services
        self._reader = reader

    def allowed(self, request: Request, fault: Fault) -> Fault:
        """Without the lines that the policy says this person can't ask from there. Costs no network.

        Where no line is left of those that an unknown command may mean, the likeliest one's fault.
        """
        access = self._services.access(request.actor, request.place)
        refused: dict[Line, Fault] = {}
        for each in dict.fromkeys(_lines(fault, (*_GUESSED, *_CHOSEN))):
            try:
                self._reader.read_with(replace(request, line=each), access)
            except NoProject:  # which is asked for
                continue
            except Fault as error:
                refused[each] = error
        return _without(fault, refused)

    def unsure(self, request: Request, fault: Fault) -> bool:
        """Whether only CircleCI or Slack can tell if that works which it advises."""
        return self._advises_acts(fault) or (
            isinstance(fault, UnknownCommand) and any(self._shorter(request, it) for it in fault.suggestions)
        )

    def _advises_acts(self, fault: Fault) -> bool:
        if isinstance(fault, Denied):
            advises = fault.elsewhere or fault.open_refs
            return bool(advises) and fault.permission is not Permission.READ
        return any(map(self._acts, _lines(fault, _GUESSED)))

    async def working(self, request: Request, fault: Fault) -> Fault:
        """Without the lines that act and would be refused, as far as can be known; see `allowed`.

        What a guest is denied is none of the policy's affair.
        """
        fault = await self._named_rightly(request, self.allowed(request, fault))
        if not self._advises_acts(fault):
            return fault
        if await self._services.guest(request.actor.id):
            if isinstance(fault, Denied):
                return GuestRefused()
            closed = filter(self._acts, _lines(fault, (*_GUESSED, *_CHOSEN)))
            return _without(fault, dict.fromkeys(closed, GuestRefused()))
        acting = [*filter(self._acts, dict.fromkeys(_lines(fault, _GUESSED)))][:_MOST]
        found = await asyncio.gather(*(self._refused(request, each) for each in acting))
        told = _without(fault, {line: why for line, why in zip(acting, found, strict=True) if why})
        return fault if told is fault else await self.working(request, told)

    async def _named_rightly(self, request: Request, fault: Fault) -> Fault:
        """With lines that read without the words that name nothing, where others beside them do."""
        if not isinstance(fault, UnknownCommand):
            return fault
        found = await asyncio.gather(*(self._rightly(request, each) for each in fault.suggestions))
        fault.suggestions = tuple(dict.fromkeys(line for several in found for line in several))
        return fault

    async def _rightly(self, request: Request, line: Line) -> list[Line]:
        """A line, else those without one of its words that are not refused."""
        shorter = self._shorter(request, line)
        if not shorter or not await self._refused(request, line):
            return [line]
        found = await asyncio.gather(*(self._refused(request, each) for each in shorter))
        return [each for each, why in zip(shorter, found, strict=True) if not why]

    def _shorter(self, request: Request, line: Line) -> tuple[Line, ...]:
        """A line that only reads, without each of the words of which CircleCI alone knows what they name.

        Nothing where it has just one name: that is the only thing that can be meant.
        """
        access = self._services.access(request.actor, request.place)
        try:
            asked = self._reader.read_with(replace(request, line=line, offered=True), access)
        except Fault:
            return ()
        syntax, naming = asked.command.syntax, asked.command.syntax.naming
        named = getattr(asked.args, naming.name) if naming is not None else None
        if naming is None or not isinstance(named, Reference) or asked.command.writes is not None:
            return ()
        words = [each for each in named.words if not names_nothing(each)]
        if not words or named == Reference(words=(words[0],)):
            return ()
        kept = (tuple(each for each in words if each != without) for without in words)
        few = ({naming.name: replace(named, words=each)} for each in kept)
        return tuple(written(syntax, replace(asked.args, **each)) for each in few)

    async def _refused(self, request: Request, line: Line) -> Fault | None:
        """Why it would be, if it was pressed: a line that is only offered asks before it sends anything.

        What follows asks nothing and sends nothing: to try it is to do it.
        """
        reply = replace(request.reply, surface=Surface.BUTTON)
        try:
            pressed = replace(request, line=line, reply=reply, offered=True)
            asked = self._reader.with_exactness(await self._reader.read(pressed))
            if asked.command.permission is not Permission.FOLLOW:
                await asked.command.run(asked.args, Context(self._services, asked))
        except _GOES_ON:
            return None
        except Fault as fault:
            return fault
        except CircleCIError:  # nobody can tell now
            return None
        return None

    def asking_first(self, message: Message) -> Message:
        """No button that is only offered has an effect: to press it asks the full question."""

        def asked(button: Button) -> Button:
            if button.line is None or button.confirm is not None or not self._acts(button.line):
                return button
            return replace(button, offered=True)

        def drawn(block: Block) -> Block:
            if not isinstance(block, Buttons):
                return block
            return Buttons(tuple(map(asked, block.items)), tuple(map(asked, block.more)))

        return replace(message, blocks=tuple(map(drawn, message.blocks)))

    def _acts(self, line: Line) -> bool:
        try:
            return self._reader.command(line).writes is not None
        except Fault:
            return False


def meant_error(asked: AuthorizedLine, error: Fault | CircleCIError) -> Fault | CircleCIError:
    """What is said where it was not carried out."""
    if isinstance(error, Denied):
        error.asked = asked.command.words
    nothing = isinstance(error, NothingHere) and not error.likely
    return asked.otherwise if asked.otherwise is not None and nothing else error


def _lines(fault: Fault, names: Sequence[str]) -> list[Line]:
    """Those that it keeps under these names."""
    found: list[Line] = []
    for name in _offering(fault, names):
        kept = getattr(fault, name, None) or ()
        found += [_line(each) for each in (kept if isinstance(kept, tuple) else (kept,))]
    return found


def _without(fault: Fault, refused: Mapping[Line, Fault]) -> Fault:
    if isinstance(fault, LooseWords) and fault.corrected:
        fault.quotable = not isinstance(refused.get(fault.corrected), MistakenParameters)
    for name in _offering(fault, (*_GUESSED, *_CHOSEN)):
        kept = getattr(fault, name, None)
        if isinstance(kept, tuple):
            setattr(fault, name, tuple(each for each in kept if _line(each) not in refused))
        elif kept in refused:
            setattr(fault, name, None)
    if isinstance(fault, UnknownProject) and not fault.lines:
        fault.suggestions = ()
    if isinstance(fault, UnknownCommand) and refused and not fault.suggestions:
        return next(iter(refused.values()))
    return fault


def _offering(fault: Fault, names: Sequence[str]) -> tuple[str, ...]:
    return (*(("suggestions",) if isinstance(fault, UnknownCommand) else ()), *names)


def _line(each: Line | tuple[str, Line]) -> Line:
    return each[1] if isinstance(each, tuple) else each
