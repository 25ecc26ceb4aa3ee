"""Whether a policy is what is left of another: a copy that ended early may lack what limits its last rule."""

from bot.policy.rules import Policy, Rule


def widens(part: Policy, whole: Policy) -> bool:
    """Whether a policy that was read from the beginning of another's text may allow what that doesn't.

    Whole rules that are missing take nothing but rights away; one that isn't the same may be a wider one.
    """
    fewer_limits = (part.protected, part.approve_within) != (whole.protected, whole.approve_within)
    other_names = not (part.projects.items() <= whole.projects.items())
    other_people = any(
        not people <= whole.groups.get(name, frozenset()) for name, people in part.groups.items()
    )
    return fewer_limits or other_names or other_people or not _rules(part) <= _rules(whole)


def _rules(policy: Policy) -> set[Rule]:
    channels = (rule for channel in policy.channels.values() for rule in channel.rules)
    return {*channels, *policy.everywhere}


def limits(policy: Policy) -> bool:
    """Whether it has something that a part of its text may lack, so that saying where it ends helps."""
    safeguards = policy.protected is not None or policy.approve_within is not None
    return safeguards or any(not rule.every_ref or rule.who is not None for rule in _rules(policy))
