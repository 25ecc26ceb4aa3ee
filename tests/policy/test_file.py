"""The policy file: what it means, and everything that can be wrong with one."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.permission import Permission
from bot.policy.file import PolicyError, load_policy
from bot.policy.rules import Policy
from tests.policy.policies import API, MOBILE, WEB, written

ROOT = Path(__file__).resolve().parents[2]

WRONG = [
    # YAML
    ("no end", "---\neverywhere: {}\n", "", "must end with ...", None),
    ("a part of an end", "---\neverywhere: {}\n..\n", "", "not YAML", 4),
    ("no projects", "everywhere: {allow: [{do: [read]}]}\n", "[0].projects", '"*" means every project', 1),
    ("not YAML", "everywhere:\n  allow:\n   - do: [read\n", "", "not YAML", 4),
    ("a tab", "\teverywhere: {}\n", "", "not YAML", 1),
    ("a control character", "projects: {web: gh/acme/web\x07}\n", "", "not YAML", None),
    ("two documents", "projects: {}\n---\ngroups: {}\n", "", "not YAML", 2),
    ("a key twice", "groups:\n  a: [U0ANA]\n  a: [U0BEN]\n", "groups.a", "given twice, first on line 2", 3),
    ("a key that is a list", "groups:\n  [a]: [U0ANA]\n", "groups", "isn't text", 2),
    ("a thing inside itself", "groups: &a {b: *a}\n", "groups.b", "refers to itself", 1),
    (
        "an open exclusion",
        "everywhere: {allow: [{do: [read], projects: ['*'], tags: [!v1 ]}]}\n",
        "[0].tags[0]",
        "quotes",
        1,
    ),
    (
        "an open star",
        "everywhere: {allow: [{do: [read], projects: ['*'], tags: [*]}]}\n",
        "",
        "needs quotes",
        1,
    ),
    ("far too deep", "[" * 10_000, "", "deep", None),
    # The outline
    ("a list at the top", "- projects\n", "", "projects, groups, channels, everywhere", 1),
    ("a text at the top", "hello\n", "", "projects, groups, channels, everywhere", 1),
    ("a wrong key", "project: {web: gh/acme/web}\n", "project", "did you mean 'projects'?", 1),
    ("an empty channel", "channels:\n  C0WEB:\n", "channels.C0WEB", "needs keys and values", 2),
    ("no list", "everywhere:\n  allow:\n    do: [read]\n", "everywhere.allow", "isn't a list", 2),
    # Names and ids
    ("half a slug", "projects: {web: gh/acme}\n", "projects.web", "'gh/acme' isn't a project's slug", 1),
    ("a short name with a slash", "projects: {a/b: gh/a/b}\n", "projects.a/b", "isn't a short name", 1),
    ("a short name like a flag", "projects: {--x: gh/a/b}\n", "projects.--x", "isn't a short name", 1),
    ("names alike", "projects:\n  web: gh/a/b\n  Web: gh/a/c\n", "projects.Web", "capitals", 3),
    ("a person's name", "groups: {a: [ana]}\n", "groups.a[0]", "isn't the id of a person", 1),
    ("a group like an id", "groups: {U024BE7LH: [U0ANA]}\n", "groups.U024BE7LH", "looks like a Slack id", 1),
    ("a channel's name", "channels: {deploys: {}}\n", "channels.deploys", "isn't a channel id", 1),
    (
        "no such default",
        "projects: {web: gh/a/b}\nchannels:\n  C0WEB: {project: wbe}\n",
        "channels.C0WEB.project",
        "'web'?",
        3,
    ),
    # Safeguards
    ("no length", "approve_within: soon\n", "approve_within", "like 30min, 12h or 3d", 1),
    ("a length alone", "approve_within: 12\n", "approve_within", "like 30min", 1),
    ("a length left open", "approve_within:\n", "approve_within", "is empty", 1),
    ("nothing protected", "protected: []\n", "protected", "is empty", 1),
    ("protected and not", 'protected: [main, "!main"]\n', "protected", "covers nothing", 1),
    (
        "a marker of nothing",
        "markers: {web: wish}\n",
        "markers.web",
        "isn't one of this file's short names",
        1,
    ),
    (
        "a marker's name",
        "projects: {web: gh/a/b}\nmarkers: {web: a b}\n",
        "markers.web",
        "isn't a parameter name",
        2,
    ),
    # Rules
    ("nothing granted", "everywhere: {allow: [{}]}\n", "everywhere.allow[0].do", "is missing", 1),
    (
        "no verb",
        "everywhere: {allow: [{do: [], projects: ['*']}]}\n",
        "everywhere.allow[0].do",
        "is empty",
        1,
    ),
    (
        "a wrong verb",
        "everywhere: {allow: [{do: [raed], projects: ['*']}]}\n",
        "allow[0].do[0]",
        "did you mean 'read'?",
        1,
    ),
    (
        "a text for a list",
        "everywhere: {allow: [{do: read}]}\n",
        "allow[0].do",
        "write one entry as [entry]",
        1,
    ),
    (
        "a key alike",
        "everywhere: {allow: [{do: [read], projects: ['*'], tag: [v]}]}\n",
        "allow[0].tag",
        "mean 'tags'?",
        1,
    ),
    (
        "nobody",
        "everywhere: {allow: [{do: [read], projects: ['*'], who: []}]}\n",
        "allow[0].who",
        "is empty",
        1,
    ),
    (
        "who left open",
        "everywhere: {allow: [{do: [read], projects: ['*'], who: }]}\n",
        "allow[0].who",
        "is empty",
        1,
    ),
    (
        "refs left open",
        "everywhere: {allow: [{do: [read], projects: ['*'], branches: ~}]}\n",
        "[0].branches",
        "is empty",
        1,
    ),
    (
        "projects left open",
        "everywhere: {allow: [{do: [read], projects: }]}\n",
        "[0].projects",
        "is empty",
        1,
    ),
    (
        "no such group",
        "everywhere: {allow: [{do: [read], projects: ['*'], who: [a]}]}\n",
        "allow[0].who[0]",
        "is neither a group",
        1,
    ),
    ("a star too few", "everywhere: {allow: [{do: [read], projects: [a/*]}]}\n", "[0]", "three parts", 1),
    ("an unknown host", "everywhere: {allow: [{do: [read], projects: [x/a/b]}]}\n", "[0]", "start with", 1),
    (
        "no such name",
        "everywhere: {allow: [{do: [read], projects: [x]}]}\n",
        "[0]",
        "isn't one of this file's short names",
        1,
    ),
    (
        "a space",
        "everywhere: {allow: [{do: [read], projects: ['*'], branches: [a b]}]}\n",
        "[0]",
        "can't contain ' '",
        1,
    ),
    (
        "a bare !",
        "everywhere: {allow: [{do: [read], projects: ['*'], branches: ['!']}]}\n",
        "[0]",
        "excludes nothing",
        1,
    ),
    (
        "a full ref",
        "everywhere: {allow: [{do: [read], projects: ['*'], tags: [refs/tags/v]}]}\n",
        "[0]",
        "name alone",
        1,
    ),
    (
        "nothing left",
        "everywhere: {allow: [{do: [read], projects: ['*'], tags: [v, '!v']}]}\n",
        "tags",
        "covers nothing",
        1,
    ),
]


@pytest.mark.parametrize(
    ("text", "at", "why", "line"), [each[1:] for each in WRONG], ids=[w[0] for w in WRONG]
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, text: str, at: str, why: str, line: int | None
) -> None:
    with pytest.raises(PolicyError) as caught:
        written(tmp_path, text)
    problem = caught.value.problems[0]
    assert problem.path.endswith(at)
    assert why in problem.reason
    assert problem.line == line
    assert str(caught.value).startswith(f"{tmp_path / 'policy.yml'}:")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    rule = "{do: [raed], projects: ['*'], who: [c]}"
    text = f"projects: {{web: x}}\ngroups: {{a: [b]}}\neverywhere:\n  allow:\n    - {rule}\n"
    with pytest.raises(PolicyError) as caught:
        written(tmp_path, text)
    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (1, "projects.web"),
        (2, "groups.a[0]"),
        (5, "everywhere.allow[0].do[0]"),
        (5, "everywhere.allow[0].who[0]"),
    ]
    assert len(str(caught.value).splitlines()) == 4


def test_bytes_that_are_no_text_are_a_mistake(tmp_path: Path) -> None:
    (file := tmp_path / "policy.yml").write_bytes(b"everywhere: {}\n# caf\xe9\n")
    with pytest.raises(PolicyError, match="not UTF-8"):
        load_policy(file)


def test_a_folder_is_no_policy_file(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="can't be read"):
        load_policy(tmp_path)


def test_no_file_is_not_a_mistake_in_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_policy(tmp_path / "policy.yml")


@given(st.binary() | st.text(":-[]{}&*!?|>'\"#\n abC0", max_size=40).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_the_file_it_is_a_policy_or_a_mistake(tmp_path: Path, content: bytes) -> None:
    (file := tmp_path / "policy.yml").write_bytes(content)
    found: object
    try:
        found = load_policy(file)
    except PolicyError as error:
        found = error.problems
    assert isinstance(found, Policy) or found


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "everywhere: {}\n", "\ufeffgroups: {}\n"])
def test_a_file_that_says_nothing_allows_nothing(tmp_path: Path, text: str) -> None:
    policy = written(tmp_path, text)
    assert (policy.everywhere, dict(policy.channels)) == ((), {})


def test_names_are_resolved_and_rules_know_their_place(tmp_path: Path) -> None:
    policy = written(
        tmp_path,
        """
projects: {web: github/acme/web, api: gh/acme/api}
groups: {release: [U0ANA, S0RELEASE]}
channels:
  C0WEB:
    name: web
    project: web
    allow:
      - {do: [trigger], projects: [web, "!api"], branches: [1.10, on], who: [release, S0OTHER]}
everywhere: {allow: [{do: [read, follow], projects: ["*"]}, {do: [follow], projects: ["*"]}]}
""",
    )
    assert policy.projects == {"web": WEB, "api": API}
    assert policy.channels["C0WEB"].project == WEB
    assert policy.user_groups == {"S0RELEASE", "S0OTHER"}
    own, everywhere, following = policy.rules("C0WEB")
    assert (own.where, everywhere.where) == ("channels.C0WEB.allow[0]", "everywhere.allow[0]")
    assert (everywhere.do, following.do) == ({Permission.READ, Permission.FOLLOW}, {Permission.FOLLOW})
    assert own.projects is not None
    assert [own.projects.cover(str(slug)) for slug in (WEB, API, MOBILE)] == [True, False, False]
    assert own.branches is not None
    assert [own.branches.cover(name) for name in ("1.10", "on", "1.1", "True")] == [True, True, False, False]


@pytest.mark.parametrize("path", ["policy.example.yml", "bot/playground/policy.yml"])
def test_the_files_that_we_ship_are_right(path: str) -> None:
    policy = load_policy(ROOT / path)
    assert policy.projects["web"] == WEB
    assert policy.channels


@pytest.mark.parametrize(
    ("said", "meant"),
    [("30min", timedelta(minutes=30)), ("12h", timedelta(hours=12)), ("3 d", timedelta(days=3))],
)
def test_safeguards_are_read(tmp_path: Path, said: str, meant: timedelta) -> None:
    policy = written(tmp_path, f'protected: [main, "release/*"]\napprove_within: {said}\n')
    assert policy.protected is not None
    assert [policy.protected.cover(each) for each in ("main", "release/2.5", "fix/a")] == [True, True, False]
    assert policy.approve_within == meant


def test_without_safeguards_nothing_is_protected(tmp_path: Path) -> None:
    policy = written(tmp_path, "everywhere: {}\n")
    assert (policy.protected, policy.approve_within, policy.markers) == (None, None, {})


def test_a_marker_is_of_a_project_by_either_name(tmp_path: Path) -> None:
    text = "projects: {web: gh/acme/web}\nmarkers: {web: wish-id, gh/acme/api: wish}\n"
    assert written(tmp_path, text).markers == {WEB: "wish-id", API: "wish"}
