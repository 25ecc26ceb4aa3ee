"""Patterns of branches, tags and projects."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.globs import Globs, fault


@pytest.mark.parametrize(
    ("patterns", "covered", "uncovered"),
    [
        (["main"], ["main"], ["Main", "main2", "xmain", "", "main\n"]),
        (["release/*"], ["release/1", "release/1/fix", "release/"], ["release", "prerelease/1"]),
        (["release/**"], ["release/1", "release/1/fix"], ["release"]),
        (["*"], ["main", "release/1/fix", "ünïcode"], []),
        (["v?.?"], ["v1.0"], ["v10.0", "v1.0-rc1"]),
        (["v*", "!*-rc*"], ["v1.0"], ["v1.0-rc1", "w1"]),
        (["!main"], ["release/1", "mainly"], ["main"]),
        (["!main", "!release/*"], ["topic"], ["main", "release/1", "release/1/fix"]),
        (["a.b+c(d)|e"], ["a.b+c(d)|e"], ["aXb+c(d)|e", "e", "a.b+cd"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_refs(patterns: list[str], covered: list[str], uncovered: list[str]) -> None:
    globs = Globs.of(patterns)
    assert [name for name in (*covered, *uncovered) if globs.cover(name)] == covered


@pytest.mark.parametrize(
    ("patterns", "covered", "uncovered"),
    [
        (["gh/acme/*"], ["gh/acme/web", "gh/Acme/Web"], ["gh/acme-corp/web", "gh/acme/web/more", "gh/acme/"]),
        (["gh/*/web"], ["gh/acme/web"], ["gh/acme/sub/web", "bb/acme/web"]),
        (["*/*/*"], ["gh/acme/web", "circleci/a/b"], []),
        (["gh/acme/*", "!gh/acme/secret-*"], ["gh/acme/web"], ["gh/acme/secret-1", "GH/ACME/SECRET-1"]),
        (["!gh/acme/web"], ["gh/acme/api"], ["gh/acme/web", "gh/acme/WEB"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_projects_are_matched_part_by_part_whatever_their_capitals(
    patterns: list[str], covered: list[str], uncovered: list[str]
) -> None:
    globs = Globs.of(patterns, parts=True)
    names = (*covered, *(name for name in uncovered if not name.endswith("/")))
    assert [name for name in names if globs.cover(name)] == covered


@pytest.mark.parametrize(
    "pattern", ["", "!", "!!main", "a b", "refs/heads/main", "[ab]", "a{b,c}", "a\\b", "a~1"]
)
def test_a_pattern_that_could_not_mean_what_it_says_is_a_fault(pattern: str) -> None:
    assert fault(pattern)


_PATTERNS = st.lists(st.text("ab/*?", min_size=1, max_size=5), max_size=2)
_NAMES = st.text("ab/", min_size=1, max_size=6)


def _regex(pattern: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(each) or re.escape(each) for each in pattern)


@given(_PATTERNS, _PATTERNS, _NAMES)
def test_a_name_is_covered_that_is_included_and_not_excluded(
    include: list[str], exclude: list[str], name: str
) -> None:
    def matches(patterns: list[str]) -> bool:
        return any(re.fullmatch(_regex(pattern), name, re.DOTALL) for pattern in patterns)

    globs = Globs.of([*include, *(f"!{pattern}" for pattern in exclude)])
    assert globs.cover(name) == ((matches(include) or not include) and not matches(exclude))


@given(_PATTERNS, _PATTERNS, _NAMES)
def test_patterns_without_an_example_cover_nothing(include: list[str], exclude: list[str], name: str) -> None:
    globs = Globs.of([*include, *(f"!{pattern}" for pattern in exclude)])
    if globs.example is None:
        assert not globs.cover(name)
    else:
        assert globs.cover(globs.example)
    if globs.everything:
        assert globs.cover(name)
