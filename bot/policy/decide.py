"""One question, one decision. Pure.

A rule that is added never takes anything away, and the order of rules changes no verdict: what no rule
grants is denied, and what a rule must not cover it excludes itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy.globs import Globs
from bot.policy.refs import is_branch, is_tag, naming_pattern, plain_branch, plain_tag
from bot.policy.rules import Policy, Rule

#: What lets code run: of a ref that is neither branch nor tag only where a pattern names it.
_BUILDS = frozenset({Permission.TRIGGER, Permission.RERUN, Permission.APPROVE})

#: How many people are named; of more, their group is.
_FEW = 3


class Verdict(IntEnum):
    """Ordered: the best that any rule gives is the verdict."""

    DENIED = 0
    DEPENDS = 1  # on the project, branch or tag, which isn't known yet
    ALLOWED = 2


@dataclass(frozen=True, slots=True)
class Question:
    """``project`` None: any. ``ref_known`` False: it is not known yet which branch or tag it will be."""

    permission: Permission
    actor: str
    channel: str
    project: ProjectSlug | None = None
    branch: str | None = None
    tag: str | None = None
    ref_known: bool = True


@dataclass(frozen=True, slots=True)
class Grounds:
    """What can be told of a decision that is no plain yes.

    Of a denial: ``who`` could do exactly this here (names of groups, ids), and ``people``, who they
    are, where those are few; ``elsewhere``, in which channels this actor could; ``open_refs``, that another
    branch is open to this actor here, and ``branches``, the patterns that say which, where they can be
    listed; ``by_ref``, that the branch or tag was what decided; ``others``, rules that let others do it here;
    ``named_by``, of a ref that would be covered if it were a branch or tag, the pattern that a rule needs.
    Where it depends on the branch or tag, ``branches`` and ``tags`` are those for which it is allowed.
    ``unread`` are groups that may let this actor do it, or more of it, of which it is not known who is in
    them.
    """

    who: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open_refs: bool = False
    branches: tuple[str, ...] = ()
    by_ref: bool = False
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    named_by: str = ""
    unread: tuple[str, ...] = ()


_NO_GROUNDS = Grounds()


@dataclass(frozen=True, slots=True)
class Decision:
    """``rule`` is the one that decided: None where no rule allows it."""

    verdict: Verdict
    rule: Rule | None = None
    grounds: Grounds = _NO_GROUNDS


def decide(policy: Policy, members: Mapping[str, frozenset[str]], question: Question) -> Decision:
    """``members``: the people of each Slack user group; nobody is in one that isn't there."""

    def mine(rule: Rule) -> bool:
        return question.permission in rule.do and _is_for(rule, question.actor, policy, members)

    rules = policy.rules(question.channel)
    for rule in rules:
        if mine(rule) and _covers(rule, question) is Verdict.ALLOWED:
            return Decision(Verdict.ALLOWED, rule)
    own = [rule for rule in rules if mine(rule)]
    best = next((rule for rule in own if _covers(rule, question)), None)
    fitting = [rule for rule in rules if question.permission in rule.do and _covers(rule, question)]
    who = tuple(dict.fromkeys(each for each in _entries(fitting) if _is_peopled(each, policy, members)))
    unread = tuple(each for each in who if _is_unread(each, policy, members))
    if best is not None:
        depending = _depending([rule for rule in own if _covers(rule, question)])
        return Decision(Verdict.DEPENDS, best, replace(depending, unread=unread))
    elsewhere = tuple(
        channel
        for channel in policy.channels
        if channel != question.channel
        and any(mine(rule) and _covers(rule, question) for rule in policy.rules(channel))
    )
    people = _few(fitting, policy, members)
    denied = _denied(own, fitting, question)
    grounds = replace(denied, who=who, unread=unread, elsewhere=elsewhere, people=people)
    return Decision(Verdict.DENIED, grounds=grounds)


def _denied(own: Sequence[Rule], fitting: Sequence[Rule], question: Question) -> Grounds:
    """What can be told of it by the asker's ``own`` rules, and by those of anybody that are ``fitting``."""
    opening = [rule.branches for rule in own if rule.branches and _branch_open(rule, question)]
    named_by = _name_for_rules(own, question)
    refs_differ = bool(opening or named_by) or any(not rule.every_ref for rule in fitting)
    return Grounds(
        open_refs=bool(opening),
        branches=_written(opening),
        by_ref=_ref_known(question) and refs_differ,
        others=tuple(rule.where for rule in fitting),
        named_by=named_by,
    )


def _depending(fitting: Sequence[Rule]) -> Grounds:
    """The branches and tags of the rules that fit, unless one of them is for all."""
    if any(rule.every_ref for rule in fitting):
        return _NO_GROUNDS
    branches = _written([rule.branches for rule in fitting if rule.branches])
    tags = _written([rule.tags for rule in fitting if rule.tags])
    return Grounds(branches=branches, tags=tags)


def _few(fitting: Sequence[Rule], policy: Policy, members: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The people whom these rules are for; nobody where those are too many to name."""
    ids = {id for entry in _entries(fitting) for id in policy.groups.get(entry, (entry,))}
    people = {person for id in ids for person in (members.get(id, ()) if id.startswith("S") else (id,))}
    return tuple(sorted(people)) if len(people) <= _FEW else ()


def _covers(rule: Rule, question: Question) -> Verdict:
    """Whether the rule covers what is asked, whoever asks."""
    return min(_covers_project(rule, question.project), _covers_ref(rule, question))


def _covers_project(rule: Rule, project: ProjectSlug | None) -> Verdict:
    if project is None:
        return _covers_some(rule.projects)
    return Verdict.ALLOWED if rule.projects.cover(str(project)) else Verdict.DENIED


def _covers_ref(rule: Rule, question: Question) -> Verdict:
    must_be_named = _must_be_named(question)
    if rule.every_ref and not must_be_named:
        return Verdict.ALLOWED
    some = (rule.branches, rule.tags)
    asked = [(globs, name) for globs, name in zip(some, _plain_refs(question), strict=True) if name]
    if must_be_named:
        named = all(globs is not None and globs.names(name) for globs, name in asked)
        return Verdict.ALLOWED if asked and named else Verdict.DENIED
    if not _ref_known(question):
        found = [_covers_some(globs) if globs else Verdict.DENIED for globs in some]
        return max(Verdict.DEPENDS, min(found)) if any(found) else Verdict.DENIED
    covered = all(globs is not None and globs.cover(name) for globs, name in asked)
    return Verdict.ALLOWED if asked and covered else Verdict.DENIED


def _plain_refs(question: Question) -> tuple[str | None, str | None]:
    """The branch and the tag that are asked about, as rules call them."""
    branch, tag = question.branch, question.tag
    return branch and plain_branch(branch), tag and plain_tag(tag)


def _must_be_named(question: Question) -> bool:
    """Whether only a pattern that names the ref covers it, since it is neither branch nor tag."""
    branch, tag = question.branch, question.tag
    odd = (branch is not None and not is_branch(branch)) or (tag is not None and not is_tag(tag))
    return odd and question.permission in _BUILDS


def _name_for_rules(rules: Sequence[Rule], question: Question) -> str:
    """The pattern that is lacking, where one of them would cover the ref if it were a branch or tag."""
    if not _must_be_named(question):
        return ""
    plain = replace(question, permission=Permission.READ)  # of which no ref must be named
    names = [name for name in _plain_refs(question) if name]
    return naming_pattern(names[0]) if any(_covers(rule, plain) for rule in rules) else ""


def _covers_some(globs: Globs) -> Verdict:
    if globs.everything:
        return Verdict.ALLOWED
    return Verdict.DENIED if globs.example is None else Verdict.DEPENDS


def _ref_known(question: Question) -> bool:
    return bool(question.ref_known or question.branch or question.tag)


def _branch_open(rule: Rule, question: Question) -> bool:
    if rule.branches is None or rule.branches.example is None or not _ref_known(question):
        return False
    return _covers_project(rule, question.project) is not Verdict.DENIED


def _written(several: Sequence[Globs]) -> tuple[str, ...]:
    """Patterns for people. Of several rules only without exclusions, which would hold for their own alone."""
    if len(several) > 1 and any(globs.exclude for globs in several):
        return ()
    return tuple(dict.fromkeys(glob for globs in several for glob in globs.written))


def _is_for(rule: Rule, actor: str, policy: Policy, members: Mapping[str, frozenset[str]]) -> bool:
    if rule.who is None:
        return True
    ids = {id for entry in rule.who for id in policy.groups.get(entry, (entry,))}
    return actor in ids or any(actor in members.get(id, ()) for id in ids)


def _entries(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Whom the rules name."""
    return tuple(entry for rule in rules for entry in rule.who or ())


def _is_peopled(entry: str, policy: Policy, members: Mapping[str, frozenset[str]]) -> bool:
    """Somebody is in it, or perhaps: what could not be read is not known to be empty."""
    ids = policy.groups.get(entry, (entry,))
    return any(members.get(id, True) for id in ids)


def _is_unread(entry: str, policy: Policy, members: Mapping[str, frozenset[str]]) -> bool:
    """Whether it is not known who is in this group, or in a part of it."""
    ids = policy.groups.get(entry, (entry,))
    return any(each.startswith("S") and each not in members for each in ids)
