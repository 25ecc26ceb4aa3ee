"""What CircleCI would refuse of the parameters that a pipeline is to get, and how each is mended."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import lines
from bot.circleci.models import Definition
from bot.circleci.slug import ProjectSlug
from bot.finding.finder import Finder
from bot.finding.granted_project import GrantedBranch
from bot.grammar import LIMIT, kinds, line
from bot.model.bad_text import BadText
from bot.model.fault import Denied, NothingHere, UnknownProject
from bot.model.line import Line
from bot.model.parameters import (
    Declaration,
    DeclaredParameter,
    MistakenParameters,
    ParameterMistake,
    ParameterReason,
    ParameterType,
    ParameterValue,
    TriggerOffer,
)
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference
from bot.model.subject import Scope
from bot.policy.access import Access
from bot.policy.decide import Verdict

#: What people give as parameters that has another place in the line, unless it is declared.
_PLACES = {
    **dict.fromkeys(("branch", "git-branch", "ref", "git-ref"), ParameterReason.BRANCH),
    **dict.fromkeys(("tag", "git-tag"), ParameterReason.TAG),
    **dict.fromkeys(("project", "repo", "repository"), ParameterReason.PROJECT),
}
_TRUE, _FALSE = {"true", "yes", "on", "y", "1"}, {"false", "no", "off", "n", "0"}
#: What ends a sentence, and no value but a text.
_MARKS = ".,;:!?"
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
#: How many letters of a name or a value may differ, and how many tell it by its beginning.
_SLIPS, _BEGINNING = 2, 3


def declarations_for(
    several: Sequence[Declaration], definition: Definition | None, *, only: bool
) -> Sequence[Declaration]:
    """What may be declared by a pipeline definition's configuration. ``only``: the project has no other.

    What tells no definition may be of any that has none of its own here.
    """
    sources = {each.pipeline.config_source_id for each in several}
    if only or (definition is None and len(sources) == 1):
        return several[:1]
    told = [each for each in several if definition and each.pipeline.config_source_id == definition.id]
    return told or [each for each in several if each.pipeline.config_source_id is None]


def least_mistaken(
    given: Sequence[tuple[str, ParameterValue]], several: Sequence[Declaration]
) -> tuple[Declaration, tuple[ParameterMistake, ...]] | None:
    """The declaration that fits best, with what does not fit it."""
    found = [(each, parameter_mistakes(given, each)) for each in several]
    return min(found, key=lambda it: len(it[1]), default=None)


def definitions_for(
    given: Sequence[tuple[str, ParameterValue]],
    definitions: Sequence[Definition],
    several: Sequence[Declaration],
) -> frozenset[str]:
    """The names of the pipeline definitions that are known to take the parameters."""

    def takes(definition: Definition) -> bool:
        found = least_mistaken(given, declarations_for(several, definition, only=False))
        return found is not None and not found[1]

    return frozenset(each.name for each in definitions if takes(each))


async def named_declarations(
    find: Finder, reference: Reference
) -> tuple[GrantedBranch, tuple[tuple[str, Declaration], ...]]:
    """What the branch declares, else the default one, for a command that is itself about nothing.

    Each with the name of its pipeline definition, where there are several. Raises `NothingHere` where
    nothing is known.
    """
    reading = replace(
        find,
        permission=Permission.READ,
        scope=Scope.BRANCH,
        again=lambda it: parameters_line(it.said),
        take_note=lambda _: None,
    )
    found, pipelines = await reading.branch_and_pipelines(reference)
    several = await found.declarations(pipelines)
    if not several:
        raise NothingHere("configuration", f"@{found.branch}" if found.branch else "", found.called)
    if len(several) == 1:
        return found, (("", several[0]),)
    named = [
        (each.name, known[0])
        for each in await found.definitions()
        if (known := declarations_for(several, each, only=False))
    ]
    return found, tuple(named) or (("", several[0]),)


def parameter_mistakes(
    given: Sequence[tuple[str, ParameterValue]], declaration: Declaration
) -> tuple[ParameterMistake, ...]:
    """What is not declared, or not so."""
    told = (_mistake(name, value, declaration) for name, value in given)
    return tuple(each for each in told if each is not None)


def _mistake(name: str, value: ParameterValue, declaration: Declaration) -> ParameterMistake | None:
    declared = declaration.parameter(name)
    if declared is not None:
        if declared.fits(value):
            return None
        return ParameterMistake(ParameterReason.VALUE, name, value, declared, _mended(declared, value))
    likely = _likely(name, [each.name for each in declaration.parameters])
    meant = declaration.parameter(likely) if likely else None
    place = _PLACES.get(_plain(name))
    if place and (meant is None or _plain(meant.name) != _plain(name)):
        return ParameterMistake(place, name, value)
    later = ParameterReason.DECLARED_LATER if name in declaration.later_names else ParameterReason.UNKNOWN
    if later is ParameterReason.DECLARED_LATER or meant is None:
        return ParameterMistake(later, name, value)
    fitting = value if meant.fits(value) else _mended(meant, value)
    return ParameterMistake(ParameterReason.UNKNOWN, name, value, meant, fitting)


def _mended(declared: DeclaredParameter, value: ParameterValue) -> ParameterValue | None:
    """The value as the parameter takes it, where only one can be meant."""
    text = value_text(value)
    if declared.type is ParameterType.STRING:
        return text
    text = text.rstrip(_MARKS)
    match declared.type:
        case ParameterType.INTEGER if _INTEGER.fullmatch(text):
            return int(text)
        case ParameterType.BOOLEAN if text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        case ParameterType.ENUM:
            return text if text in declared.values else _likely(text, declared.values)
    return None


def value_text(value: ParameterValue) -> str:
    """As it is typed, without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(name: str) -> str:
    """Without what people mix up: case, and how words are joined."""
    return name.casefold().replace("_", "-")


def _likely(said: str, known: Sequence[str]) -> str | None:
    """The only one that differs by case or by a slip, or that begins so."""
    low = _plain(said)
    same = [each for each in known if _plain(each) == low]
    begun = [each for each in known if len(low) >= _BEGINNING and _plain(each).startswith(low)]
    slips = min(_SLIPS, len(low) // 3)
    near = process.extract(low, known, processor=_plain, scorer=OSA.distance, score_cutoff=slips)
    best = [each for each, score, _ in near if score == near[0][1]]
    return next((several[0] for several in (same, begun, best) if len(several) == 1), None)


def mended_args(
    args: lines.TriggerArgs, mistakes: Sequence[ParameterMistake], exact: lines.TriggerArgs, access: Access
) -> lines.TriggerArgs | None:
    """``exact`` without the mistakes; None where one has no plain remedy, or what is meant is not allowed.

    ``args``: as they were typed.
    """
    by_name = {each.name: each for each in mistakes}
    parameters: dict[str, ParameterValue] = {}
    for name, value in args.parameters:
        mistake = by_name.get(name)
        if mistake is not None and mistake.reason in _PLACES.values():
            continue
        meant, fitting = (mistake.meant, mistake.mended) if mistake else (None, value)
        said = meant.name if meant else name
        if fitting is None or said in parameters:
            return None
        parameters[said] = fitting
    placed = _placed(args, mistakes, exact, access)
    return replace(placed, parameters=tuple(parameters.items())) if placed else None


def misplaced_ref(args: lines.TriggerArgs, access: Access, denied: Denied) -> MistakenParameters | None:
    """Where the branch or tag that is meant was given as a parameter, and so another one was denied."""
    mistakes = [
        ParameterMistake(place, name, value)
        for name, value in args.parameters
        if (place := _PLACES.get(_plain(name))) is not None
    ]
    slug, called = access.project(args.target.project)
    exact = replace(args, target=Reference.of(slug, args.target.branch))
    mended = mended_args(args, mistakes, exact, access) if mistakes else None
    offer = trigger_offer(mended, access) if mended else None
    if offer is None:
        return None
    return MistakenParameters(
        called, None, tuple(mistakes), offer, None, parameters_line(called), denied.ref or ""
    )


def parameters_line(called: str) -> Line:
    """The line that lists a project's parameters."""
    return line(lines.HELP, lines.HelpArgs(f"{lines.TRIGGER.words} {called}"))


def trigger_offer(args: lines.TriggerArgs, access: Access) -> TriggerOffer | None:
    """The line that says exactly this; None where it is too long for one."""
    said = line(lines.TRIGGER, args)
    project = args.target.project
    if len(said) > LIMIT or project is None or project.slug is None:
        return None
    called = access.called(project.slug)
    typed = line(lines.TRIGGER, args, target=replace(args.target, project=ProjectName(called)))
    return TriggerOffer(said, typed, called, args.target.branch, args.tag, args.parameters)


def _placed(
    args: lines.TriggerArgs, mistakes: Sequence[ParameterMistake], exact: lines.TriggerArgs, access: Access
) -> lines.TriggerArgs | None:
    """With the branch, tag and project that were given as parameters; None where two contradict."""
    slug, _ = access.project(exact.target.project)
    branch, tag, named = exact.target.branch, exact.tag, args.target.branch or args.tag
    for each in mistakes:
        text = value_text(each.value)
        if each.reason is ParameterReason.PROJECT:
            other = _project(text, args, slug, access)
            if other is None:
                return None
            branch, slug = branch if named or other == slug else None, other
        elif each.reason in (ParameterReason.BRANCH, ParameterReason.TAG):
            ref, is_tag = _ref(text, is_tag=each.reason is ParameterReason.TAG)
            if not ref or (named and named != ref):
                return None
            named = ref
            branch, tag = (None, ref) if is_tag else (ref, None)
    known = bool(branch or tag)
    for permission in (Permission.TRIGGER, Permission.READ):
        decision = access.decide(permission, slug, branch=branch, tag=tag, ref_known=known)
        if decision.verdict is Verdict.DENIED:
            return None
    return replace(exact, target=Reference.of(slug, branch), tag=tag)


def _ref(text: str, *, is_tag: bool) -> tuple[str | None, bool]:
    """The branch or tag as it is typed, and whether it is a tag."""
    for prefix, tagged in (("refs/heads/", False), ("refs/tags/", True), ("@", False)):
        if text.startswith(prefix):
            text, is_tag = text.removeprefix(prefix), tagged
    try:
        return kinds.TAG.read(text), is_tag
    except BadText:
        return None, is_tag


def _project(text: str, args: lines.TriggerArgs, slug: ProjectSlug, access: Access) -> ProjectSlug | None:
    """The project that is named, unless the line names another."""
    try:
        other, _ = access.project(kinds.PROJECT_NAME.read(text))
    except (BadText, UnknownProject):
        return None
    own, _ = access.project(args.target.project)
    if other in (own, slug):
        return slug
    return other if args.target.project is None else None
