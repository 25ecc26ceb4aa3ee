"""What one person may do from one place, and what the projects are called there."""

from pathlib import Path

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.fault import Denied, ForeignWorkspace, NoProject, UnknownProject
from bot.model.permission import Permission
from bot.model.reference import ProjectName
from bot.model.request import Actor, Place
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.policy.rules import Policy
from tests.policy.policies import API, MEMBERS, SECRET, STRANGE, WEB, written

TEXT = """
projects: {web: gh/acme/web, backend: gh/acme/api, hidden: gh/acme/secret, theirs: gh/other/web}
groups: {release: [S0RELEASE]}
channels:
  C0WEB:
    project: web
    allow:
      - {do: [read], projects: [web, backend]}
      - {do: [trigger], projects: [web], branches: ["*", "!main"]}
      - {do: [trigger], projects: [web], branches: [main], who: [release]}
  C0BOTH: {allow: [{do: [read], projects: [web, theirs]}]}
  C0SECRET: {project: hidden, allow: [{do: [read, trigger], projects: [hidden]}]}
  C0LOST: {project: hidden, allow: [{do: [read], projects: [web]}]}
"""


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return written(tmp_path, TEXT)


def access(policy: Policy, channel: str = "C0WEB", user: str = "U0BEN", **more: object) -> Access:
    return Access(policy, MEMBERS, Actor(user, "T0ACME"), Place("T0ACME", channel), **more)  # type: ignore[arg-type]


def test_a_denial_carries_all_that_may_be_said(policy: Policy) -> None:
    with pytest.raises(Denied) as caught:
        access(policy).require(Permission.TRIGGER, WEB, branch="main")
    denied = caught.value
    assert (denied.project, denied.ref, denied.who, denied.open_refs) == ("web", "main", ("release",), True)


def test_the_ref_is_not_blamed_where_it_decided_nothing(policy: Policy) -> None:
    with pytest.raises(Denied) as caught:
        access(policy).require(Permission.CANCEL, WEB, branch="main")
    assert (caught.value.ref, caught.value.who) == (None, ())


def test_the_project_of_a_denial_is_the_askers_own_word(policy: Policy) -> None:
    with pytest.raises(Denied) as caught:
        access(policy).require(Permission.CANCEL, WEB, called="acme/web")
    assert caught.value.project == "acme/web"


def test_what_depends_passes_to_be_asked_again(policy: Policy) -> None:
    decision = access(policy).require(Permission.TRIGGER, WEB, ref_known=False)
    assert decision.verdict is Verdict.DEPENDS
    assert access(policy, user="U0CHO").require(Permission.TRIGGER, WEB, branch="main").rule


@pytest.mark.parametrize("permission", Permission)
def test_somebody_of_another_workspace_may_nothing(policy: Policy, permission: Permission) -> None:
    stranger = Access(policy, MEMBERS, Actor("U0CHO", "T0OTHER"), Place("T0ACME", "C0WEB"))
    assert stranger.decide(permission, WEB, branch="main").verdict is Verdict.DENIED
    with pytest.raises(ForeignWorkspace):
        stranger.require(permission, WEB, branch="main")
    assert stranger.names() == ()


@pytest.mark.parametrize("permission", [Permission.READ, Permission.TRIGGER])
def test_a_project_of_another_channel_is_denied_like_one_that_does_not_exist(
    policy: Policy, permission: Permission
) -> None:
    denials = []
    for slug in (SECRET, ProjectSlug("gh", "acme", "imaginary")):
        here = access(policy)
        found, called = here.project(ProjectName(str(slug), slug))
        with pytest.raises(Denied) as caught:
            here.require(permission, found, branch="main")
        fault = caught.value
        denials.append((called == str(slug), fault.project == called, fault.who, fault.elsewhere, fault.ref))
    assert denials == [(True, True, (), (), None)] * 2


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("web", WEB),
        ("WEB", WEB),
        ("backend", API),
        ("api", API),
        ("acme/api", API),
        ("Acme/Web", WEB),
    ],
)
def test_a_project_is_meant_by_its_short_name_or_its_own(
    policy: Policy, said: str, slug: ProjectSlug
) -> None:
    assert access(policy).project(ProjectName(said))[0] == slug


@pytest.mark.parametrize("said", ["hidden", "secret", "acme/secret", "imaginary", ""])
def test_a_short_name_that_may_not_be_read_is_as_unknown_as_any_word(policy: Policy, said: str) -> None:
    with pytest.raises(UnknownProject) as caught:
        access(policy).project(ProjectName(said))
    assert "hidden" not in caught.value.suggestions


def test_a_name_nearly_right_is_suggested(policy: Policy) -> None:
    with pytest.raises(UnknownProject) as caught:
        access(policy).project(ProjectName("backed"))
    assert caught.value.suggestions == ("backend",)


def test_a_short_name_goes_before_a_repository_of_that_name(policy: Policy) -> None:
    assert access(policy, "C0BOTH").project(ProjectName("web"))[0] == WEB
    assert access(policy, "C0BOTH").project(ProjectName("other/web"))[0] == STRANGE


def test_the_project_is_the_channels_where_none_is_named(policy: Policy) -> None:
    assert access(policy).project(None) == (WEB, "web")
    assert access(policy, default=API).project(None) == (API, "backend")


def test_without_a_default_no_project_is_meant(policy: Policy) -> None:
    with pytest.raises(NoProject):
        access(policy, "C0BOTH").project(None)


def test_a_default_that_may_not_be_seen_here_is_none(policy: Policy) -> None:
    with pytest.raises(NoProject):
        access(policy, "C0LOST").project(None)
    with pytest.raises(NoProject):
        access(policy, "C0BOTH", default=SECRET).project(None)


def test_a_project_is_called_by_a_short_name_only_where_it_is_known(policy: Policy) -> None:
    assert access(policy, "C0SECRET").called(SECRET) == "hidden"
    assert access(policy).called(SECRET) == "gh/acme/secret"
    assert access(policy).names() == (("web", WEB), ("backend", API))
