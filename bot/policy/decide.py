"""The decision, and the rule that made it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy.rules import Globs, Policy, Rule


class Verdict(StrEnum):
    """DEPENDS: allowed for some project or ref; which one is meant is not known yet."""

    ALLOWED = "allowed"
    DENIED = "denied"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Question:
    """``project`` None: whichever it will be. ``ref_known`` False: whichever branch or tag it will be."""

    permission: Permission
    user: str
    channel: str
    project: ProjectSlug | None = None
    branch: str | None = None
    tag: str | None = None
    ref_known: bool = True

    @property
    def ref(self) -> str | None:
        return self.branch or self.tag


@dataclass(frozen=True, slots=True)
class Decision:
    """``rule`` allowed it (or may, where it depends). Where it was denied: ``who`` may here, ``elsewhere``
    are channels in which the asker may, ``open_refs``: other branches are open to the asker here, and
    ``ref_decided``: rules of this project speak of branches or tags.
    """

    verdict: Verdict
    rule: Rule | None = None
    who: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open_refs: bool = False
    ref_decided: bool = False


class _Fit(IntEnum):
    NO = 0
    MAYBE = 1
    YES = 2


def decide(policy: Policy, members: Mapping[str, frozenset[str]], question: Question) -> Decision:
    """Whether the question's user may. ``members``: who is in each Slack user group."""
    rules = [rule for rule in policy.rules(question.channel) if question.permission in rule.do]
    fit, rule = _best(rules, members, question)
    if fit is _Fit.YES:
        return Decision(Verdict.ALLOWED, rule)
    if fit is _Fit.MAYBE:
        return Decision(Verdict.DEPENDS, rule)
    elsewhere = tuple(
        channel
        for channel, there in policy.channels.items()
        if channel != question.channel
        and _best([rule for rule in there.rules if question.permission in rule.do], members, question)[0]
    )
    of_project = [rule for rule in rules if _project(rule, question)]
    who = [rule.who.names for rule in of_project if rule.who and _ref(rule, question)]
    return Decision(
        Verdict.DENIED,
        who=tuple(dict.fromkeys(name for names in who for name in names)),
        elsewhere=elsewhere,
        open_refs=any(_who(rule, members, question) and not _ref(rule, question) for rule in of_project),
        ref_decided=any(rule.branches or rule.tags for rule in of_project),
    )


def _best(
    rules: list[Rule], members: Mapping[str, frozenset[str]], question: Question
) -> tuple[_Fit, Rule | None]:
    """How well the best rule fits, and the first that fits so."""
    best, found = _Fit.NO, None
    for rule in rules:
        fit = min(_who(rule, members, question), _project(rule, question), _ref(rule, question))
        if fit > best:
            best, found = fit, rule
    return best, found


def _who(rule: Rule, members: Mapping[str, frozenset[str]], question: Question) -> _Fit:
    return _Fit.YES if rule.who is None or rule.who.include(question.user, members) else _Fit.NO


def _project(rule: Rule, question: Question) -> _Fit:
    if rule.projects is None:
        return _Fit.YES
    if question.project is None:
        return _Fit.MAYBE
    return _Fit.YES if rule.projects.match(str(question.project)) else _Fit.NO


def _ref(rule: Rule, question: Question) -> _Fit:
    if rule.branches is None and rule.tags is None:
        return _Fit.YES
    if not question.ref_known:
        return _Fit.MAYBE
    matched = _matches(rule.branches, question.branch) or _matches(rule.tags, question.tag)
    return _Fit.YES if matched else _Fit.NO


def _matches(globs: Globs | None, name: str | None) -> bool:
    return globs is not None and name is not None and globs.match(name)
