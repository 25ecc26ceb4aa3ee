"""Decisions as sentences: who, in which channel, may do what."""

from pathlib import Path

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy.decide import Question, Verdict, decide
from bot.policy.rules import Policy
from tests.policy.policies import API, MEMBERS, STRANGE, WEB, written

TEXT = """
projects: {web: gh/acme/web, api: gh/acme/api}
groups: {release: [U0ANA, S0RELEASE], nobody: []}
channels:
  C0DEPLOYS:
    allow:
      - {do: [trigger, cancel], projects: [web], branches: [main, "release/*"], who: [release]}
      - {do: [trigger], projects: [web], tags: ["v*", "!*-rc*"], who: [release, U0DAN]}
      - {do: [approve], projects: [web], who: [nobody]}
  C0WEB:
    allow:
      - {do: [trigger], projects: [web], branches: ["!main"]}
      - {do: [configure], projects: ["*"]}
everywhere:
  allow:
    - {do: [read], projects: ["gh/acme/*"]}
"""
ANY_REF = {"ref_known": False}
FIRST, SECOND = "channels.C0DEPLOYS.allow[0]", "channels.C0DEPLOYS.allow[1]"

TABLE = [
    ("everybody reads everywhere", "U0BEN read C0RANDOM", WEB, {"branch": "main"}, "everywhere.allow[0]"),
    ("everybody reads in a direct message", "U0BEN read D0BEN", API, {"branch": "x"}, "everywhere.allow[0]"),
    ("what no rule names is not read", "U0BEN read C0RANDOM", STRANGE, {}, None),
    ("a read of something is depends", "U0BEN read C0RANDOM", None, ANY_REF, "depends"),
    ("a person of the group", "U0ANA trigger C0DEPLOYS", WEB, {"branch": "main"}, FIRST),
    ("a member of its Slack group", "U0CHO trigger C0DEPLOYS", WEB, {"branch": "release/2/fix"}, FIRST),
    ("somebody else", "U0BEN trigger C0DEPLOYS", WEB, {"branch": "main"}, None),
    ("another branch", "U0ANA trigger C0DEPLOYS", WEB, {"branch": "topic"}, None),
    ("another project", "U0ANA trigger C0DEPLOYS", API, {"branch": "main"}, None),
    ("another verb", "U0ANA rerun C0DEPLOYS", WEB, {"branch": "main"}, None),
    ("another channel", "U0ANA cancel C0RANDOM", WEB, {"branch": "main"}, None),
    ("a full ref is that branch", "U0ANA trigger C0DEPLOYS", WEB, {"branch": "refs/heads/main"}, FIRST),
    ("a tag", "U0ANA trigger C0DEPLOYS", WEB, {"tag": "v1.0"}, SECOND),
    ("a tag by somebody named by id", "U0DAN trigger C0DEPLOYS", WEB, {"tag": "v1.0"}, SECOND),
    ("an excluded tag", "U0ANA trigger C0DEPLOYS", WEB, {"tag": "v1.0-rc1"}, None),
    ("a tag is no branch", "U0ANA cancel C0DEPLOYS", WEB, {"tag": "main"}, None),
    ("a branch is no tag", "U0DAN trigger C0DEPLOYS", WEB, {"branch": "v1.0"}, None),
    ("neither branch nor tag", "U0ANA trigger C0DEPLOYS", WEB, {}, None),
    ("a branch that isn't known yet", "U0ANA trigger C0DEPLOYS", WEB, ANY_REF, "depends"),
    ("a branch that would not help", "U0BEN trigger C0DEPLOYS", WEB, ANY_REF, None),
    ("a project that isn't known yet", "U0ANA trigger C0DEPLOYS", None, {"branch": "main"}, "depends"),
    ("an empty group is nobody", "U0ANA approve C0DEPLOYS", WEB, {}, None),
    ("all but main", "U0BEN trigger C0WEB", WEB, {"branch": "topic"}, "channels.C0WEB.allow[0]"),
    ("not main", "U0BEN trigger C0WEB", WEB, {"branch": "main"}, None),
    ("only exclusions of branches cover no tag", "U0BEN trigger C0WEB", WEB, {"tag": "v1.0"}, None),
    ("a rule without limits", "U0BEN configure C0WEB", STRANGE, ANY_REF, "channels.C0WEB.allow[1]"),
    ("a rule without limits, whatever it is", "U0BEN configure C0WEB", None, {}, "channels.C0WEB.allow[1]"),
]


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return written(tmp_path, TEXT)


def asked(said: str, project: ProjectSlug | None = None, **ref: object) -> Question:
    actor, permission, channel = said.split()
    return Question(Permission(permission), actor, channel, project, **ref)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "project", "ref", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_decision(
    policy: Policy, said: str, project: ProjectSlug | None, ref: dict[str, object], expected: str | None
) -> None:
    decision = decide(policy, MEMBERS, asked(said, project, **ref))
    if expected is None:
        assert (decision.verdict, decision.rule) == (Verdict.DENIED, None)
    elif expected == "depends":
        assert decision.verdict is Verdict.DEPENDS
    else:
        assert decision.verdict is Verdict.ALLOWED
        assert decision.rule is not None
        assert decision.rule.where == expected


def test_nobody_is_in_a_slack_group_that_could_not_be_read(policy: Policy) -> None:
    question = asked("U0CHO trigger C0DEPLOYS", WEB, branch="main")
    assert decide(policy, {}, question).verdict is Verdict.DENIED


def test_a_denial_says_who_may_here(policy: Policy) -> None:
    assert decide(policy, MEMBERS, asked("U0BEN trigger C0DEPLOYS", WEB, branch="main")).grounds.who == (
        "release",
    )
    tag = decide(policy, MEMBERS, asked("U0BEN trigger C0DEPLOYS", WEB, tag="v2"))
    assert tag.grounds.who == ("release", "U0DAN")
    assert decide(policy, MEMBERS, asked("U0BEN trigger C0DEPLOYS", API, branch="main")).grounds.who == ()


def test_a_denial_names_the_people_where_they_are_few(policy: Policy) -> None:
    question = asked("U0BEN trigger C0DEPLOYS", WEB, branch="main")
    assert decide(policy, MEMBERS, question).grounds.people == ("U0ANA", "U0CHO")
    many = {**MEMBERS, "S0RELEASE": frozenset({"U0CHO", "U0DAN", "U0EVE"})}
    assert decide(policy, many, question).grounds.people == ()
    assert decide(policy, many, question).grounds.who == ("release",)


def test_a_group_in_which_nobody_is_can_not_be_asked(policy: Policy) -> None:
    denied = decide(policy, MEMBERS, asked("U0BEN approve C0DEPLOYS", WEB, branch="main"))
    assert (denied.grounds.who, denied.grounds.people) == ((), ())


#: Names that CircleCI takes for a branch and that are none, and the patterns that name them.
NO_BRANCHES = [
    ("pull/77", "pull/*"),
    ("pull/77/head", "pull/*"),
    ("pull/77/merge", "pull/*/merge"),
    ("refs/pull/77/head", "pull/77/head"),
    ("pull-requests/4/from", "pull-requests/*"),
    ("merge-requests/4/head", "merge-requests/*"),
    ("HEAD", "HEAD"),
    ("origin/main", "origin/*"),
    ("refs/changes/77/1", "changes/*"),
    ("refs/stash", "stash"),
    ("0123456789abcdef0123456789abcdef01234567", "0123456789abcdef0123456789abcdef01234567"),
    ("ABCDEF" + "0" * 34, "ABCDEF" + "0" * 34),
    ("ab" * 32, "ab" * 32),
    ("1a2b3c4", "1a2b3c4"),
    ("head", "head"),
    ("FETCH_HEAD", "FETCH_HEAD"),
    ("Pull/77/head", "Pull/*"),
    ("REFS/heads/main", "REFS/*"),
    ("Heads/main", "Heads/*"),
    ("heads/heads/main", "heads/main"),
]
#: The same for a tag.
NO_TAGS = [
    ("pull/77/head", "pull/*"),
    ("refs/pull/77/merge", "pull/*/merge"),
    ("refs/heads/main", "heads/*"),
    ("heads/main", "heads/main"),
    ("origin/main", "origin/*"),
    ("refs/v2", "v2"),
    ("HEAD", "HEAD"),
    ("ab" * 20, "ab" * 20),
]


def _under(tmp_path: Path, limits: str, question: Question) -> Verdict:
    """What one rule for everybody says, with these limits of branches and tags."""
    rule = f"{{do: [read, trigger, rerun, approve, cancel], projects: ['*']{limits}}}"
    return decide(written(tmp_path, f"everywhere: {{allow: [{rule}]}}"), MEMBERS, question).verdict


@pytest.mark.parametrize(("name", "pattern"), NO_BRANCHES)
@pytest.mark.parametrize("verb", ["trigger", "rerun", "approve"])
def test_what_is_no_branch_is_built_only_where_a_pattern_names_it(
    tmp_path: Path, name: str, pattern: str, verb: str
) -> None:
    def verdict(limits: str, *, verb: str = verb) -> Verdict:
        return _under(tmp_path, limits, asked(f"U0BEN {verb} C0WEB", WEB, branch=name))

    for limits in ("", ", branches: ['!main']", ", branches: ['*']", ", branches: ['*/*', '!x']"):
        assert verdict(limits) is Verdict.DENIED
        assert verdict(limits, verb="cancel") is Verdict.ALLOWED or limits
    assert verdict(f", branches: ['*', '{pattern}']") is Verdict.ALLOWED
    assert verdict(f", branches: ['{pattern}', '!{pattern}x*']") is Verdict.ALLOWED
    assert verdict("", verb="read") is Verdict.ALLOWED


@pytest.mark.parametrize(("name", "pattern"), NO_TAGS)
@pytest.mark.parametrize("verb", ["trigger", "rerun", "approve"])
def test_what_is_no_tag_is_built_as_one_only_where_a_pattern_names_it(
    tmp_path: Path, name: str, pattern: str, verb: str
) -> None:
    def verdict(limits: str, *, verb: str = verb) -> Verdict:
        return _under(tmp_path, limits, asked(f"U0BEN {verb} C0WEB", WEB, tag=name))

    for limits in ("", ", tags: ['!v1']", ", tags: ['*']", f", branches: ['{pattern}'], tags: ['*']"):
        assert verdict(limits) is Verdict.DENIED
    assert verdict(f", tags: ['*', '{pattern}']") is Verdict.ALLOWED
    assert verdict("", verb="read") is Verdict.ALLOWED


@pytest.mark.parametrize("name", ["v2.0", "refs/tags/v2.0", "tags/v2.0"])
def test_a_tag_is_the_same_however_it_is_written(tmp_path: Path, name: str) -> None:
    policy = written(tmp_path, "everywhere: {allow: [{do: [trigger], projects: ['*'], tags: ['*', '!v*']}]}")
    assert decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", WEB, tag=name)).verdict is Verdict.DENIED


@pytest.mark.parametrize(
    "name", ["20261201", "deadbeef", "feature_head", "release/1a2b3c4", "pull", "1a2b3c"]
)
def test_a_date_or_a_word_of_digits_is_a_branch(tmp_path: Path, name: str) -> None:
    policy = written(tmp_path, "everywhere: {allow: [{do: [trigger], projects: ['*'], branches: ['!main']}]}")
    assert decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", WEB, branch=name)).verdict is Verdict.ALLOWED


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("refs/pull/77/head", "pull/*"), ("origin/main", "origin/*"), ("HEAD", "HEAD"), ("a" * 40, "a" * 40)],
)
def test_a_denial_of_what_is_no_branch_says_which_pattern_names_it(
    tmp_path: Path, name: str, pattern: str
) -> None:
    for limits in ("", ", branches: ['!main']", ", branches: ['*']"):
        rule = f"{{do: [trigger], projects: [gh/acme/web]{limits}}}"
        policy = written(tmp_path, f"everywhere: {{allow: [{rule}]}}")
        denied = decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", WEB, branch=name))
        assert (denied.grounds.named_by, denied.grounds.by_ref) == (pattern, True)
        assert decide(policy, MEMBERS, asked("U0BEN rerun C0WEB", WEB, branch=name)).grounds.named_by == ""
        assert decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", API, branch=name)).grounds.named_by == ""


def test_a_group_of_which_it_is_not_known_who_is_in_it_is_told(policy: Policy) -> None:
    question = asked("U0BEN trigger C0DEPLOYS", WEB, branch="main")
    assert decide(policy, {}, question).grounds.unread == ("release",)
    assert decide(policy, MEMBERS, question).grounds.unread == ()
    assert decide(policy, {}, asked("U0ANA trigger C0DEPLOYS", WEB, branch="main")).grounds.unread == ()


@pytest.mark.parametrize("name", ["main", "heads/main", "refs/heads/main"])
def test_an_excluded_branch_is_excluded_however_it_is_written(tmp_path: Path, name: str) -> None:
    rule = "{do: [trigger], projects: ['*'], branches: ['!main']}"
    policy = written(tmp_path, f"everywhere: {{allow: [{rule}]}}")
    found = decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", WEB, branch=name))
    assert found.verdict is Verdict.DENIED


def everywhere(rules: str) -> str:
    """The same rules, for all projects."""
    return rules.replace("[trigger],", "[trigger], projects: ['*'],")


@pytest.mark.parametrize(
    ("rules", "branches", "tags"),
    [
        ("{do: [trigger], branches: ['!main']}", ("!main",), ()),
        (
            "{do: [trigger], branches: [dev]}, {do: [trigger], tags: ['v*']}",
            ("dev",),
            ("v*",),
        ),
        (
            "{do: [trigger], branches: [dev]}, {do: [trigger], branches: ['!main']}",
            (),
            (),
        ),
        (
            "{do: [trigger], branches: [dev]}, {projects: [gh/acme/web], do: [trigger]}",
            (),
            (),
        ),
    ],
)
def test_what_depends_says_on_which_branches_and_tags(
    tmp_path: Path, rules: str, branches: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    policy = written(tmp_path, f"everywhere: {{allow: [{everywhere(rules)}]}}")
    found = decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", None, ref_known=False))
    assert (found.verdict, found.grounds.branches, found.grounds.tags) == (Verdict.DEPENDS, branches, tags)


def test_a_denial_says_where_the_asker_may(policy: Policy) -> None:
    assert decide(
        policy, MEMBERS, asked("U0BEN trigger C0RANDOM", WEB, branch="topic")
    ).grounds.elsewhere == ("C0WEB",)
    main = decide(policy, MEMBERS, asked("U0ANA trigger C0RANDOM", WEB, branch="main"))
    assert main.grounds.elsewhere == ("C0DEPLOYS",)
    assert (
        decide(policy, MEMBERS, asked("U0BEN trigger C0RANDOM", WEB, branch="main")).grounds.elsewhere == ()
    )


def test_a_denial_says_that_other_branches_are_open(policy: Policy) -> None:
    main = decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", WEB, branch="main"))
    assert (main.grounds.open_refs, main.grounds.by_ref) == (True, True)
    verb = decide(policy, MEMBERS, asked("U0BEN cancel C0WEB", WEB, branch="main"))
    assert (verb.grounds.open_refs, verb.grounds.by_ref) == (False, False)


@pytest.mark.parametrize(
    ("rules", "open_"),
    [
        ("{do: [trigger], branches: ['!main']}", ("!main",)),
        ("{do: [trigger], branches: [dev, 'release/*']}", ("dev", "release/*")),
        (
            "{do: [trigger], branches: [dev]}, {do: [trigger], branches: [dev, qa]}",
            ("dev", "qa"),
        ),
        (
            "{do: [trigger], branches: [dev]}, {do: [trigger], branches: ['!main']}",
            (),
        ),
        ("{do: [trigger], branches: [dev], who: [U0ANA]}", ()),
        ("{do: [trigger], tags: ['v*']}", ()),
    ],
)
def test_a_denial_says_which_branches_are_open(tmp_path: Path, rules: str, open_: tuple[str, ...]) -> None:
    policy = written(tmp_path, f"everywhere: {{allow: [{everywhere(rules)}]}}")
    denied = decide(policy, MEMBERS, asked("U0BEN trigger C0WEB", WEB, branch="main"))
    assert (denied.verdict, denied.grounds.branches) == (Verdict.DENIED, open_)
