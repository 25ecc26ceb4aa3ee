"""What is asked: a line read into a command and its arguments, and allowed. Costs no network."""

from dataclasses import replace
from typing import Any

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.command import AuthorizedLine, Command
from bot.grammar import about_project, line, parse, unknown_name
from bot.model.fault import Fault, ForeignWorkspace, NoProject, UnknownCommand, UnknownFlag, UnknownProject
from bot.model.line import Line
from bot.model.message import Block, Button, Buttons, Confirm, Message
from bot.model.permission import Permission
from bot.model.reference import ProjectName
from bot.model.request import Actor, Place, Request
from bot.model.subject import Subject
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.services import Services


class LineReader:
    """Parses and authorizes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._syntaxes = tuple(command.syntax for command in services.commands.values())

    def read(self, request: Request) -> AuthorizedLine:
        """Raises the `Fault` that the asker is to read."""
        if request.actor.workspace != request.place.workspace:
            raise ForeignWorkspace
        access = self.access(request.actor, request.place)
        names = [short for short, _ in access.names()]
        try:
            syntax, args = parse(request.line, self._syntaxes, names, lines.OTHER_WORDS)
        except UnknownCommand as fault:
            fault.suggestions = tuple(each for each in fault.suggestions if self._is_open(request, each))
            raise
        except UnknownFlag as fault:
            if fault.corrected and not self._is_open(request, fault.corrected):
                fault.corrected = None
            raise
        command = self._services.commands[syntax.words]
        if command.permission is None:
            return AuthorizedLine(request, command, args, access, rule="anybody")
        subject = command.about(args)
        try:
            slug, called = access.project(subject.project) if subject.needs_project else (None, None)
        except UnknownProject as fault:
            raise unknown_name(syntax, args, fault) from fault
        except NoProject as fault:
            raise _unsaid(access, command, args, command.permission, subject) from fault
        decision = access.require(
            command.permission,
            slug,
            called=called,
            branch=subject.branch,
            tag=subject.tag,
            ref_known=subject.ref is not None,
        )
        rule = decision.rule.where if decision.rule else ""
        return AuthorizedLine(request, command, args, access, rule, str(slug) if slug else None, subject.ref)

    def _is_open(self, request: Request, line: Line) -> bool:
        """Whether this person may ask that from there."""
        try:
            self.read(replace(request, line=line))
        except NoProject:  # which is asked for
            return True
        except Fault:
            return False
        return True

    def asking_first(self, message: Message) -> Message:
        """No button has an effect without a question: one that has none yet gets the line itself as one."""

        def asked(button: Button) -> Button:
            if button.line is None or button.confirm is not None or not self._writes(button.line):
                return button
            return replace(button, confirm=Confirm("Do this?", button.line[:300], yes="Do it", no="Not now"))

        def drawn(block: Block) -> Block:
            if not isinstance(block, Buttons):
                return block
            return Buttons(tuple(map(asked, block.items)), tuple(map(asked, block.more)))

        return replace(message, blocks=tuple(map(drawn, message.blocks)))

    def _writes(self, line: str) -> bool:
        try:
            syntax, _ = parse(line, self._syntaxes)
        except Fault:
            return False
        return self._services.commands[syntax.words].writes is not None

    def access(self, actor: Actor, place: Place) -> Access:
        """What this person may do from there, now."""
        services = self._services
        default = services.store.channels.default(place.workspace, place.channel)
        return Access(services.policies.current, services.members(), actor, place, default)


def _unsaid(
    access: Access, command: Command[Any, Any], args: object, permission: Permission, subject: Subject
) -> NoProject:
    """What to type: the line with the projects for which it may work. Raises `Denied` where there is none."""

    def may(what: Permission, slug: ProjectSlug, branch: str | None, tag: str | None) -> bool:
        found = access.decide(what, slug, branch=branch, tag=tag, ref_known=bool(branch or tag))
        return found.verdict is not Verdict.DENIED

    branch, tag, names = subject.branch, subject.tag, access.names()
    works = [short for short, slug in names if may(permission, slug, branch, tag)]
    if not works:
        access.require(permission, branch=branch, tag=tag, ref_known=bool(branch or tag))
    configured = [short for short, slug in names if may(Permission.CONFIGURE, slug, None, None)]
    return NoProject(
        tuple(about_project(command.syntax, args, each) for each in works),
        line(lines.USE, lines.UseArgs(ProjectName(configured[0]))) if configured else None,
    )
