"""What is asked: a line read into a command and its arguments, and allowed. Costs no network."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.command import AuthorizedLine, Command
from bot.grammar import Syntaxes, about_project, line, parse, says_exactly, unknown_name
from bot.model.fault import Denied, ForeignWorkspace, NoPolicy, NoProject, SharedChannel, UnknownProject
from bot.model.grammar_fault import GrammarFault, UnknownCommand
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.reply import Surface
from bot.model.request import Request
from bot.model.subject import Subject
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.services import Services
from bot.spine.delivery_log import UNKNOWN
from bot.store import StoreUnavailable


class LineReader:
    """Parses and authorizes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._syntaxes = Syntaxes(command.syntax for command in services.commands.values())
        self._prefixes = services.prefixes.names

    async def read(self, request: Request) -> AuthorizedLine:
        """What is only named is looked at. Raises the `Fault` that the asker is to read."""
        if request.actor.workspace != request.place.workspace:
            raise ForeignWorkspace
        access = self._services.access(request.actor, request.place)
        if request.place.thread is not None and request.reply.surface is not Surface.BUTTON:
            access = await self._in_thread(access)
        try:
            return self.read_with(request, access)
        except UnknownCommand as fault:
            if fault.look is None:
                raise
            asked = self.read_with(replace(request, line=fault.look, offered=True), access)
            return asked if fault.look in fault.suggestions else replace(asked, otherwise=fault)

    def read_with(self, request: Request, access: Access) -> AuthorizedLine:
        """What the line itself asks, where it is known what may be done there."""
        try:
            return self._allowed(request, access)
        except (Denied, NoProject, UnknownProject):
            if self._services.policies.broken:
                raise NoPolicy from None
            if self._services.is_closed(request.place):
                raise SharedChannel(request.place.channel) from None
            raise

    def _allowed(self, request: Request, access: Access) -> AuthorizedLine:
        known = access.project_names
        syntax, args = parse(request.line, self._syntaxes, known, lines.OTHER_WORDS, self._prefixes)
        command = self._services.commands[syntax.words]
        if command.permission is None:
            return AuthorizedLine(request, command, args, access, rule="anybody")
        try:
            return _granted(request, command, args, access, command.permission)
        except Denied as fault:
            fault.asked = syntax.words
            raise

    def with_exactness(self, asked: AuthorizedLine) -> AuthorizedLine:
        """Whether it is exact: a button that was pressed is, unless it was only offered; else what is typed
        as it is written. Nobody waits for that any more.
        """
        request, names = asked.request, asked.access.project_names
        if request.reply.surface is Surface.BUTTON or request.offered:
            return replace(asked, exact=not request.offered)
        syntax = asked.command.syntax
        return replace(asked, exact=says_exactly(request.line, syntax, asked.args, names, self._prefixes))

    async def _in_thread(self, access: Access) -> Access:
        """In a thread, its project is the one that is meant where none is named."""
        with suppress(StoreUnavailable):
            root = await self._services.store.memory.root(access.place)
            if root is not None:
                return replace(access, default=ProjectSlug.parse(root.project))
        return access

    def words(self, request: Request) -> str:
        """Of the command that was meant, for the log; `UNKNOWN` where it can't be read."""
        known = self._services.access(request.actor, request.place).project_names
        try:
            return parse(request.line, self._syntaxes, known, lines.OTHER_WORDS, self._prefixes)[0].words
        except GrammarFault as fault:  # most are about what comes after them
            return str(getattr(fault, "words", "")) or UNKNOWN

    def command(self, line: str) -> Command[Any, Any]:
        """The one of a line. Raises the `Fault` with which it can't be read."""
        syntax, _ = parse(line, self._syntaxes)
        return self._services.commands[syntax.words]


def _granted(
    request: Request, command: Command[Any, Any], args: object, access: Access, permission: Permission
) -> AuthorizedLine:
    """What is known of it so far is allowed."""
    subject = command.about(args)
    try:
        slug, called = access.project(subject.project) if subject.needs_project else (None, None)
    except UnknownProject as fault:
        if not subject.perhaps_several:
            raise unknown_name(command.syntax, args, fault) from fault
        slug = called = None
    except NoProject as fault:
        raise _unsaid(access, command, args, permission, subject) from fault
    decision = access.require(
        permission,
        slug,
        called=called,
        branch=subject.branch,
        tag=subject.tag,
        ref_known=subject.ref is not None,
    )
    rule = decision.rule.where if decision.rule else ""
    project = str(slug) if slug else None
    return AuthorizedLine(request, command, args, access, rule, project, subject.ref)


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
        tuple((each, about_project(command.syntax, args, each)) for each in works),
        line(lines.USE, lines.UseArgs(Reference.of_project(configured[0]))) if configured else None,
    )
