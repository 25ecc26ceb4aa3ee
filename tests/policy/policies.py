"""Policies to try: as people write them, and any that they could write."""

from itertools import combinations_with_replacement
from pathlib import Path

from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy.decide import Question
from bot.policy.file import load_policy
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Policy, Rule

WEB = ProjectSlug("gh", "acme", "web")
API = ProjectSlug("gh", "acme", "api")
SECRET = ProjectSlug("gh", "acme", "secret")
STRANGE = ProjectSlug("gh", "other", "web")
MOBILE = ProjectSlug("circleci", "8kPq3vRZtNwYb5XjLmCdTs", "Hf6sWz2QnKxVr9GbJpEyUa")

#: Who is in each Slack user group.
MEMBERS = {"S0RELEASE": frozenset({"U0CHO"})}


def written(folder: Path, text: str) -> Policy:
    """The policy of a file with this text."""
    (file := folder / "policy.yml").write_text(text, encoding="utf-8")
    return load_policy(file)


_PROJECTS = st.sampled_from([WEB, API, SECRET, STRANGE, MOBILE])
_REFS = st.sampled_from(["main", "release/1", "release/1/fix", "renovate/npm/left-pad", "v1.0", "v1.0-rc1"])
_PEOPLE = st.sampled_from(["U0ANA", "U0BEN", "U0CHO"])
_CHANNELS = st.sampled_from(["C0DEPLOYS", "C0WEB", "C0RANDOM"])
_PERMISSIONS = st.sampled_from([Permission.READ, Permission.TRIGGER, Permission.CANCEL])


def _globs(texts: list[str], *, parts: bool = False) -> st.SearchStrategy[Globs]:
    """What a file may say: one or two patterns that leave something."""
    patterns = [*texts, *(f"!{text}" for text in texts)]
    several = [Globs.of(pair, parts=parts) for pair in combinations_with_replacement(patterns, 2)]
    return st.sampled_from([globs for globs in several if globs.example is not None])


_WHO = st.none() | st.lists(
    st.sampled_from(["U0ANA", "U0BEN", "S0RELEASE", "release", "nobody"]), min_size=1, max_size=2
).map(tuple)

rules = st.builds(
    Rule,
    where=st.integers(0, 99).map(lambda number: f"everywhere.allow[{number}]"),
    do=st.frozensets(_PERMISSIONS, min_size=1),
    projects=_globs(["*/*/*", "gh/acme/*", "gh/*/web", "gh/acme/web", str(MOBILE)], parts=True),
    branches=st.none() | _globs(["*", "*/*", "main", "release/*", "renovate/*"]),
    tags=st.none() | _globs(["*", "v*", "*-rc*"]),
    who=_WHO,
)
_several = st.lists(rules, max_size=4).map(tuple)
policies = st.builds(
    Policy,
    groups=st.just({"release": frozenset({"U0BEN", "S0RELEASE"}), "nobody": frozenset[str]()}),
    channels=st.dictionaries(_CHANNELS, st.builds(ChannelRules, rules=_several), max_size=2),
    everywhere=_several,
)
known = st.builds(
    Question,
    permission=_PERMISSIONS,
    actor=_PEOPLE,
    channel=_CHANNELS,
    project=_PROJECTS,
    branch=st.none() | _REFS,
    tag=st.none() | _REFS,
)
