"""What holds of every policy and every question."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.policy.decide import Question, Verdict, decide
from bot.policy.rules import ChannelRules, Policy, Rule
from tests.policy.policies import MEMBERS, known, policies, rules


@given(known)
def test_what_no_rule_allows_is_denied(question: Question) -> None:
    assert decide(Policy(), MEMBERS, question).verdict is Verdict.DENIED


@given(policies, known)
def test_every_permission_comes_from_a_rule_that_grants_it_in_that_channel(
    policy: Policy, question: Question
) -> None:
    decision = decide(policy, MEMBERS, question)
    if decision.verdict is Verdict.DENIED:
        assert decision.rule is None
    else:
        assert decision.rule in tuple(policy.rules(question.channel))
        assert decision.rule is not None
        assert question.permission in decision.rule.do


@given(policies, rules, known, st.booleans())
def test_a_rule_that_is_added_takes_nothing_away(
    policy: Policy, rule: Rule, question: Question, known_ref: bool
) -> None:
    question = replace(question, ref_known=known_ref)
    own = policy.channels.get(question.channel, ChannelRules())
    more = [
        replace(policy, everywhere=(rule, *policy.everywhere)),
        replace(
            policy, channels={**policy.channels, question.channel: replace(own, rules=(*own.rules, rule))}
        ),
    ]
    before = decide(policy, MEMBERS, question).verdict
    assert all(decide(each, MEMBERS, question).verdict >= before for each in more)


@given(policies, known, st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_no_verdict(
    policy: Policy, question: Question, chance: random.Random
) -> None:
    def shuffled(several: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(chance.sample(several, len(several)))

    other = replace(
        policy,
        everywhere=shuffled(policy.everywhere),
        channels={id: replace(each, rules=shuffled(each.rules)) for id, each in policy.channels.items()},
    )
    assert decide(policy, MEMBERS, question).verdict is decide(other, MEMBERS, question).verdict


@given(policies, known)
def test_full_knowledge_is_never_answered_with_it_depends(policy: Policy, question: Question) -> None:
    assert decide(policy, MEMBERS, question).verdict in (Verdict.ALLOWED, Verdict.DENIED)


@given(policies, known, st.booleans(), st.booleans())
def test_what_is_certain_without_a_project_or_ref_is_so_for_each(
    policy: Policy, question: Question, any_project: bool, any_ref: bool
) -> None:
    vague = question
    if any_project:
        vague = replace(vague, project=None)
    if any_ref:
        vague = replace(vague, branch=None, tag=None, ref_known=False)
    before = decide(policy, MEMBERS, vague).verdict
    after = decide(policy, MEMBERS, question).verdict
    if before is Verdict.DENIED:
        assert after is Verdict.DENIED
    # With a ref that is not known, a real one is promised; nothing at all is neither branch nor tag.
    if before is Verdict.ALLOWED and (question.branch is None) != (question.tag is None):
        assert after is Verdict.ALLOWED


@given(policies, known)
def test_somebody_whom_no_rule_names_may_no_more_than_everybody(policy: Policy, question: Question) -> None:
    for_all = replace(
        policy,
        everywhere=tuple(rule for rule in policy.everywhere if rule.who is None),
        channels={
            id: replace(each, rules=tuple(rule for rule in each.rules if rule.who is None))
            for id, each in policy.channels.items()
        },
    )
    stranger = replace(question, actor="U0STRANGER")
    assert decide(policy, MEMBERS, stranger).verdict is decide(for_all, MEMBERS, stranger).verdict


@given(policies, known)
def test_a_denial_names_only_channels_in_which_one_may(policy: Policy, question: Question) -> None:
    decision = decide(policy, MEMBERS, question)
    for channel in decision.grounds.elsewhere:
        there = replace(question, channel=channel)
        assert decide(policy, MEMBERS, there).verdict is Verdict.ALLOWED
