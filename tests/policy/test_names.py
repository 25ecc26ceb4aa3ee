"""What CircleCI calls projects whose slugs are made of ids."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.fault import UnknownProject
from bot.model.reference import ProjectName
from bot.model.request import Actor, Place
from bot.policy.access import Access
from bot.policy.file import load_policy
from bot.policy.names import LearnedNames
from bot.policy.rules import Policy
from bot.policy.source import PolicySource

ONE, TWO, SECRET = (
    ProjectSlug("circleci", "8kPq3vRZtNwYb5XjLmCdTs", each) for each in ("one", "two", "secret")
)
SITE = ProjectSlug("gh", "acme", "mobile")
RULES = """
projects: {site: gh/acme/mobile, named: circleci/8kPq3vRZtNwYb5XjLmCdTs/named}
groups: {release: [U0CHO]}
everywhere:
  allow:
    - {do: [read], projects: ["gh/acme/*", "circleci/*/one", "circleci/*/two", named]}
    - {do: [read], projects: ["circleci/*/secret"], who: [release]}
"""


def file_with(folder: Path, text: str) -> Path:
    (file := folder / "policy.yml").write_text(text)
    return file


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return load_policy(file_with(tmp_path, RULES))


def access(policy: Policy, actor: str = "U0ANA") -> Access:
    return Access(policy, {}, Actor(actor, "T0ACME"), Place("T0ACME", "C0WEB"))


def meant(asked: Access, word: str) -> ProjectSlug:
    assert word.lower() in asked.project_names
    return asked.project(ProjectName(word))[0]


def test_a_learned_name_is_said_and_can_be_typed_in_any_capitals(policy: Policy) -> None:
    policy.learned.learn(ONE, "Hello World")
    asked = access(policy)

    assert asked.called(ONE) == "Hello-World"
    assert meant(asked, "hello-world") == ONE


def test_of_two_that_are_called_alike_neither_is_and_both_are_offered_by_their_slugs(policy: Policy) -> None:
    policy.learned.learn(ONE, "mobile-app")
    policy.learned.learn(TWO, "Mobile-App")
    asked = access(policy)

    assert [asked.called(each) for each in (ONE, TWO)] == [str(ONE), str(TWO)]
    assert "mobile-app" not in asked.project_names
    with pytest.raises(UnknownProject) as caught:
        asked.project(ProjectName("mobile-app"))
    assert caught.value.suggestions == (str(ONE), str(TWO))


def test_a_learned_name_takes_nothing_from_the_policys_own(policy: Policy) -> None:
    for slug, name in ((ONE, "site"), (TWO, "mobile")):
        policy.learned.learn(slug, name)
    asked = access(policy)

    assert (meant(asked, "site"), meant(asked, "mobile")) == (SITE, SITE)
    assert (asked.called(ONE), asked.called(TWO)) == (str(ONE), str(TWO))


def test_what_may_not_be_seen_is_as_unknown_as_before(policy: Policy) -> None:
    policy.learned.learn(SECRET, "vault")

    assert "vault" not in access(policy).project_names
    with pytest.raises(UnknownProject) as caught:
        access(policy).project(ProjectName("vault"))
    assert caught.value.suggestions == ()
    assert access(policy).called(SECRET) == str(SECRET)
    assert meant(access(policy, "U0CHO"), "vault") == SECRET


def test_a_project_with_a_short_name_answers_to_both(policy: Policy) -> None:
    named = ProjectSlug(ONE.vcs, ONE.organization, "named")
    policy.learned.learn(named, "Long-Name")

    assert access(policy).called(named) == "named"
    assert meant(access(policy), "long-name") == named


def test_a_projects_own_name_goes_before_its_repositorys_and_a_new_one_before_the_old() -> None:
    names = LearnedNames()
    for name, repository, known in (
        (None, "app", "app"),
        ("mobile", "app", "mobile"),
        (None, "app", "mobile"),
        ("ios", None, "ios"),
        ("–", None, "ios"),
    ):
        names.learn(ONE, name, repository)
        assert names.name(ONE) == known
    assert [names.projects(each) for each in ("app", "mobile", "ios")] == [set(), set(), {ONE}]


def test_only_so_many_are_kept_and_none_of_a_slug_that_people_can_read() -> None:
    names = LearnedNames()
    several = [replace(ONE, name=f"p{at}") for at in range(1_001)]
    for each in (SITE, *several):
        names.learn(each, "same")

    assert names.projects("same") == set(several[1:])
    assert names.name(SITE) == names.name(several[0]) == ""


def test_names_stay_where_the_policy_is_read_again(tmp_path: Path) -> None:
    clock = iter(range(0, 100, 5))
    source = PolicySource(file_with(tmp_path, RULES), clock=lambda: next(clock))
    source.current.learned.learn(ONE, "mobile-app")
    file_with(tmp_path, RULES + "\n# more\n")

    assert access(source.current).called(ONE) == "mobile-app"
