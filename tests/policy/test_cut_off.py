"""A file that was cut off at any of its bytes: it allows no more than the whole one did."""

import re
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy.cut_off import limits, widens
from bot.policy.decide import Question, Verdict, decide
from bot.policy.file import PolicyError, parse_policy
from bot.policy.rules import Policy
from bot.policy.source import PolicySource
from tests.policy.policies import API, SECRET, WEB
from tests.policy.test_source import Clock, looked

EXAMPLE = (Path(__file__).resolve().parents[2] / "policy.example.yml").read_text()

#: A block for everything, limits below what they limit, and safeguards at the end.
BLOCKS = """
projects:
  web: gh/acme/web
  api: gh/acme/api
groups:
  release:
    - U024BE7LH
    - S0614TZR7
people:
  ana-lima: U024BE7LH
channels:
  C0123456789:
    allow:
      - do:
          - trigger
          - approve
        projects:
          - web
          - "!api"
        branches:
          - main
          - release/*
        who:
          - release
      - do: [trigger]
        projects: [web]
        tags: ["v*", "!*-rc*"]
        who: [release]
  C0123456780:
    allow:
      - do: [trigger, cancel]
        projects:
          - api
        branches:
          - "*"
          - "!main"
everywhere:
  allow:
    - do: [read]
      projects:
        - gh/acme/*
        - "!gh/acme/secret"
protected:
  - main
  - release/*
approve_within: 24h
"""
#: As programs write it: keys in the order of the alphabet, lists not indented.
DUMPED = """
approve_within: 3d
channels:
  C0123456789:
    allow:
    - branches:
      - main
      do:
      - trigger
      - approve
      projects:
      - web
      - gh/acme/web-internal
      who:
      - U024BE7LH
    project: web
everywhere:
  allow:
  - branches:
    - '!main'
    - release/1
    do:
    - read
    projects:
    - '*/*/*'
    - '!gh/acme/secret'
people:
  ana: U024BE7LH
projects:
  api: gh/acme/api
  web: gh/acme/web
protected:
- main
"""
#: A line for each rule.
BRACES = """
approve_within: 12h
protected: [main, "release/*"]
projects: {web: gh/acme/web, api: gh/acme/api}
groups: {release: [U024BE7LH, S0614TZR7]}
people: {ana-lima: U024BE7LH, ben: U0OTHER}
channels:
  C0123456789:
    project: web
    allow:
      - {do: [trigger, approve], projects: [web], branches: [main], who: [release]}
      - {do: [trigger], projects: [web, api], tags: ["v*", "!*-rc*"]}
  C0123456780: {allow: [{do: [cancel], projects: [web], branches: ["!main"]}]}
everywhere:
  allow:
    - {do: [read], projects: ["gh/acme/*", "!gh/acme/secret"]}
"""
FILES = {"example": EXAMPLE, "blocks": BLOCKS, "dumped": DUMPED, "braces": BRACES}
MARKED = {name: text if "---" in text else f"---{text}...\n" for name, text in FILES.items()}

PATH = Path("policy.yml")
PEOPLE = ("U024BE7LH", "U024BE", "U0OTHER")
PROJECTS = (WEB, API, SECRET, ProjectSlug("gh", "acme", "web-internal"))
DOES = (Permission.READ, Permission.TRIGGER, Permission.CANCEL, Permission.APPROVE)
REFS = (("main", None), ("mai", None), ("release/1", None), ("topic", None), (None, "v1"), (None, "v1-rc1"))


def grants(policy: Policy) -> set[tuple[object, ...]]:
    """Who may do what where, of some people and places; and which safeguards there aren't."""
    found: set[tuple[object, ...]] = set()
    for channel, actor, project, (branch, tag), do in product(
        ("C0123456789", "C0123456780", "C0OTHER"), PEOPLE, PROJECTS, REFS, DOES
    ):
        question = Question(do, actor, channel, project, branch, tag)
        if decide(policy, {}, question).verdict is Verdict.ALLOWED:
            found.add((channel, actor, project, branch, tag, do))
    if any(each[-1] is Permission.APPROVE for each in found):
        covers = policy.protected.cover if policy.protected else lambda _: False
        found |= {("unprotected", each) for each in ("main", "release/1") if not covers(each)}
        found |= {("approved", "however late")} if policy.approve_within is None else set()
    return found


def parts(text: str) -> dict[str, Policy]:
    """The policies of all beginnings of a text that are right, each once; comments don't count."""
    bare = re.sub(r"(?m)^ *#.*\n|  #.*$", "", text)
    found: dict[str, Policy] = {}
    for end in range(len(bare)):
        with suppress(PolicyError):
            policy = parse_policy(PATH, bare[:end])
            if policy not in found.values():
                found[bare[:end]] = policy
    return found


@pytest.mark.parametrize("name", FILES)
def test_where_it_says_that_it_begins_a_part_that_allows_more_is_refused(name: str) -> None:
    allowed = grants(parse_policy(PATH, MARKED[name]))
    assert {text for text, part in parts(MARKED[name]).items() if not grants(part) <= allowed} == set()


@pytest.mark.parametrize("name", FILES)
def test_a_part_that_allows_more_than_the_file_in_force_is_told_from_it(name: str) -> None:
    text = re.sub(r"(?m)^(---|\.\.\.)$", "", FILES[name])
    whole, every = parse_policy(PATH, text), parts(text)
    allowed = grants(whole)
    wider = {part for part, policy in every.items() if not grants(policy) <= allowed}
    assert wider <= {part for part, policy in every.items() if widens(policy, whole)}
    assert wider or name in ("example", "braces")
    assert limits(whole)


def test_a_file_that_is_cut_off_while_the_bot_runs_changes_nothing_where_it_would_allow_more(
    tmp_path: Path,
) -> None:
    clock, file = Clock(), tmp_path / "policy.yml"
    file.write_text(BLOCKS)
    source = PolicySource(file, clock)
    whole = source.current
    file.write_text(BLOCKS[: BLOCKS.index("        branches:")])
    assert looked(source, clock) is whole
    assert "may be cut off: it is the beginning of the file in force" in str(source.problem)
    assert "add a comment at its end" in str(source.problem)
    file.write_text(BLOCKS[: BLOCKS.index("        branches:")] + "# meant so\n")
    assert looked(source, clock) != whole
    assert source.problem is None


def test_an_end_that_is_taken_away_with_what_it_allowed_is_no_cut(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "policy.yml"
    file.write_text(BRACES)
    source = PolicySource(file, clock)
    file.write_text(BRACES[: BRACES.index("everywhere:")])
    assert looked(source, clock).everywhere == ()
    assert source.problem is None
