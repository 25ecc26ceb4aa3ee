"""What each kind reads, and what it says of what it can't."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug
from bot.grammar import Kind, kinds
from bot.grammar.kinds import (
    ARTIFACT_PATH,
    BRANCH_REFERENCE,
    JOB_REFERENCE,
    LIST_MARK,
    PARAMETER,
    PIPELINE_REFERENCE,
    PROJECT_NAME,
    TAG,
    WORKFLOW_REFERENCE,
    Value,
)
from bot.grammar.reference import read_reference
from bot.grammar.refs import read_ref
from bot.model.bad_text import BadText, ValueReason
from bot.model.grammar_fault import Contradiction, GrammarFault
from bot.model.reference import NamedState, ProjectName, Reference
from tests.grammar import lines
from tests.grammar.lines import PROJECTS

WEB = ProjectSlug("gh", "acme", "web")
UUID = "5034460f-c7c4-4c43-9457-de07e2029e7b"
ALL = [each for each in vars(kinds).values() if isinstance(each, Kind)]


@pytest.mark.parametrize("kind", [each for each in ALL if each.example], ids=lambda kind: kind.name)
def test_the_example_of_a_kind_is_read(kind: Kind[object]) -> None:
    assert kind.read(kind.example) is not None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("web", ProjectName("web")),
        ("acme/web", ProjectName("acme/web")),
        ("gh/acme/web", ProjectName("gh/acme/web", WEB)),
        ("github/acme/web", ProjectName("github/acme/web", WEB)),
        ("https://github.com/acme/web", ProjectName("gh/acme/web", WEB)),
        ("github.com/acme/web", ProjectName("gh/acme/web", WEB)),
        ("git@github.com:acme/web.git", ProjectName("gh/acme/web", WEB)),
        ("https://app.circleci.com/pipelines/github/acme/web", ProjectName("gh/acme/web", WEB)),
    ],
)
def test_a_project_is_a_short_name_a_slug_or_an_address(said: str, name: ProjectName) -> None:
    assert PROJECT_NAME.read(said) == name


@pytest.mark.parametrize("said", ["", "a b", "svn/acme/web", "web!", "env=staging", "https://example.com/"])
def test_what_is_no_project_is_refused_with_a_reason(said: str) -> None:
    with pytest.raises(BadText) as caught:
        PROJECT_NAME.read(said)
    assert caught.value.reason in (ValueReason.NO_PROJECT, ValueReason.FOREIGN_ADDRESS)


OF_WEB = Reference(ProjectName("web"))
ADDRESS = "https://app.circleci.com/pipelines/github/acme/web"


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("web", OF_WEB),
        ("web.git", OF_WEB),
        ("web@main", Reference(ProjectName("web"), "main")),
        ("web @main", Reference(ProjectName("web"), "main")),
        ("@main web", Reference(ProjectName("web"), "main")),
        ("branch main of web", Reference(ProjectName("web"), "main")),
        ("@release/1.2", Reference(branch="release/1.2")),
        ("web@feature@2", Reference(ProjectName("web"), "feature@2")),
        ("web@refs/heads/main", Reference(ProjectName("web"), "main")),
        ("@origin/main", Reference(branch="main")),
        ("@heads/main", Reference(branch="heads/main")),
        ("gh/acme/web@main", Reference(ProjectName("gh/acme/web", WEB), "main")),
        ("acme/web@main", Reference(ProjectName("acme/web"), "main")),
        ("main", Reference(words=("main",))),
        ("web main", Reference(ProjectName("web"), words=("main",))),
        ("'web'", Reference(ProjectName("web"))),
    ],
)
def test_a_project_and_a_branch_stand_in_any_order_and_a_word_alone_is_kept(
    said: str, reference: Reference
) -> None:
    assert read_reference(said, PROJECTS) == reference


@pytest.mark.parametrize(
    ("said", "address", "branch"),
    [
        ("https://github.com/acme/web@main", "https://github.com/acme/web", "main"),
        ("https://github.com/acme/web/tree/fix", "https://github.com/acme/web/tree/fix", "fix"),
        (f"{ADDRESS}?branch=fix", f"{ADDRESS}?branch=fix", "fix"),
        ("git@github.com:acme/web.git", "", None),
        ("git@github.com:acme/web.git@main", "git@github.com:acme/web.git", "main"),
    ],
)
def test_an_address_names_a_project_and_perhaps_a_branch(said: str, address: str, branch: str | None) -> None:
    project = ProjectName.of(WEB)
    assert BRANCH_REFERENCE.read(said) == Reference(project, branch, address=address)


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("812", Reference(number=812)),
        ("#812", Reference(number=812)),
        ("1234", Reference(number=1234)),
        ("web#812", Reference(ProjectName("web"), number=812)),
        ("web #812", Reference(ProjectName("web"), number=812)),
        ("812 of web", Reference(ProjectName("web"), number=812)),
        ("pipeline 812 of web", Reference(ProjectName("web"), pipeline_number=812)),
        ("job 5266", Reference(job_number=5266)),
        (UUID, Reference(id=UUID)),
        (UUID.upper(), Reference(id=UUID)),
        ("5034460f", Reference(words=("5034460f",))),
        ("5034460f-c7", Reference(words=("5034460f-c7",))),
        ("commit 5034460F", Reference(commit="5034460f")),
        ("a" * 40, Reference(commit="a" * 40)),
        ("pull/97", Reference(pull=97)),
        ("pr #97", Reference(pull=97)),
        ("last", Reference(last=True)),
        ("Last Failed", Reference(last=True, state=NamedState.FAILED)),
        ("failed last", Reference(last=True, state=NamedState.FAILED)),
        ("last-failed", Reference(last=True, state=NamedState.FAILED)),
        ("the latest of web", Reference(ProjectName("web"), last=True)),
        ("failed", Reference(state=NamedState.FAILED)),
        ("last web", Reference(ProjectName("web"), last=True)),
        ("last failed web@main", Reference(ProjectName("web"), "main", last=True, state=NamedState.FAILED)),
        ("web@main last failed", Reference(ProjectName("web"), "main", last=True, state=NamedState.FAILED)),
        ("did it fail", Reference()),
    ],
)
def test_a_reference_is_read_in_each_of_its_forms(said: str, reference: Reference) -> None:
    assert read_reference(said, PROJECTS) == reference


@pytest.mark.parametrize("said", ["812", "web#812", UUID, "last failed", "web@main", "main"])
def test_the_kinds_that_name_a_run_read_alike(said: str) -> None:
    read = PIPELINE_REFERENCE.read(said)
    assert WORKFLOW_REFERENCE.read(said) == JOB_REFERENCE.read(said) == BRANCH_REFERENCE.read(said) == read


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("@main @next", ("@main", "@next")),
        ("web api", ("web", "api")),
        ("web#812 @main api", ("web", "api")),
        ("pull/97 pull/98", ("pull/97", "pull/98")),
    ],
)
def test_two_that_contradict_each_other_are_told_by_name(said: str, names: tuple[str, ...]) -> None:
    with pytest.raises(Contradiction) as caught:
        read_reference(said, PROJECTS)
    assert caught.value.names == names


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/pipelines/gh/acme/web/812", {"pipeline_number": 812}),
        ("/pipelines/github/acme/web/812?branch=main", {"pipeline_number": 812}),
        (
            f"/pipelines/gh/acme/web/812/workflows/{UUID}",
            {"pipeline_number": 812, "workflow_id": UUID},
        ),
        (
            f"/pipelines/gh/acme/web/812/workflows/{UUID}/jobs/4711",
            {"pipeline_number": 812, "workflow_id": UUID, "job_number": 4711},
        ),
        (
            f"/pipelines/gh/acme/web/812/workflows/{UUID}/jobs/4711/parallel-runs/0/steps/0-101",
            {
                "pipeline_number": 812,
                "workflow_id": UUID,
                "job_number": 4711,
                "step": 101,
                "parallel_run": 0,
            },
        ),
        ("/jobs/gh/acme/web/4711", {"job_number": 4711}),
    ],
)
def test_an_address_names_all_that_it_shows_and_needs_no_scheme(path: str, named: dict[str, object]) -> None:
    for said in (f"https://app.circleci.com{path}", f"app.circleci.com{path}"):
        it = PIPELINE_REFERENCE.read(said)
        assert it == replace(Reference(ProjectName.of(WEB), address=said), branch=it.branch, **named)


@pytest.mark.parametrize(
    "said", ["https://github.com/acme/web/pull/97", "https://bitbucket.org/acme/web/pull-requests/97"]
)
def test_the_address_of_a_pull_request_names_it_by_its_number(said: str) -> None:
    it = PIPELINE_REFERENCE.read(said)
    assert (it.pull, it.branch, str(it.project and it.project.slug)[2:]) == (97, None, "/acme/web")


def test_the_address_of_a_commit_names_the_commit() -> None:
    it = PIPELINE_REFERENCE.read("https://github.com/acme/web/commit/abc1234")
    assert (it.commit, it.project) == ("abc1234", ProjectName.of(WEB))


def test_a_number_has_as_many_digits_as_circleci_can_count() -> None:
    assert (
        PIPELINE_REFERENCE.read("9" * 18).number
        == JOB_REFERENCE.read("web#" + "9" * 18).number
        == int("9" * 18)
    )
    for said in ("9" * 19, "#" + "9" * 19, "web#" + "9" * 19, "9" * 1999):
        with pytest.raises(BadText) as caught:
            WORKFLOW_REFERENCE.read(said)
        assert (caught.value.reason, caught.value.limit) == (ValueReason.NUMBER_TOO_LONG, 18)
    with pytest.raises(BadText) as caught:
        PIPELINE_REFERENCE.read("https://app.circleci.com/pipelines/gh/acme/web/" + "9" * 19)
    assert caught.value.reason is ValueReason.FOREIGN_ADDRESS


@pytest.mark.parametrize(
    "said",
    [
        "@",
        "web@",
        "https://example.com/x",
        "@a..b",
        "https://app.circleci.com/pipelines/gh/acme",
    ],
)
def test_what_can_name_nothing_is_refused(said: str) -> None:
    with pytest.raises(BadText):
        PIPELINE_REFERENCE.read(said)


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        (Reference(number=812), "#812"),
        (Reference(project=ProjectName("web"), number=812), "web#812"),
        (Reference(id=UUID), UUID),
        (Reference(last=True, state=NamedState.FAILED, branch="main"), "last failed @main"),
        (Reference(project=ProjectName("web"), branch="main"), "web@main"),
        (Reference(project=ProjectName("web"), branch="main", number=812), "web@main #812"),
        (Reference(project=ProjectName("web"), job_number=155), "job web#155"),
        (Reference(pipeline_number=812), "pipeline #812"),
        (Reference(pull=97, project=ProjectName("web")), "web pull/97"),
        (Reference(words=("main",)), "main"),
    ],
)
def test_a_reference_that_nobody_typed_is_written_as_the_line_that_means_it(
    reference: Reference, line: str
) -> None:
    assert PIPELINE_REFERENCE.write(reference) == line
    assert read_reference(line, PROJECTS) == reference


@pytest.mark.parametrize(
    "said", ["", "-x", "a b", "a..b", "a~1", "a:b", "a^", "x.lock", "/a", "a/", "a\tb", "a" * 256]
)
def test_a_name_that_git_forbids_is_no_branch_and_no_tag(said: str) -> None:
    with pytest.raises(BadText):
        TAG.read(said)
    with pytest.raises(BadText):
        read_ref(said)


@pytest.mark.parametrize(
    ("said", "branch"),
    [
        ("refs/heads/main", "main"),
        ("refs/remotes/origin/main", "main"),
        ("origin/main", "main"),
        ("heads/main", "heads/main"),
    ],
)
def test_gits_own_spelling_of_a_branch_means_the_branch(said: str, branch: str) -> None:
    assert TAG.read(said) == branch
    assert BRANCH_REFERENCE.read(f"web@{said}").branch == branch


@pytest.mark.parametrize("said", ["x", "", "-1", "1.", "1234567", "١"])
def test_a_page_is_a_number_or_what_a_lists_button_says(said: str) -> None:
    with pytest.raises(BadText) as caught:
        LIST_MARK.read(said)
    assert caught.value.reason is ValueReason.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("n=5", 5),
        ("n=-5", -5),
        ("n=0", 0),
        ("n=true", True),
        ("n=false", False),
        ("n=True", "True"),
        ("n=007", "007"),
        ("n=5.0", "5.0"),
        ('n="5"', "5"),
        ("n='true'", "true"),
        ("n='\"x\"'", '"x"'),
        ("n=''", ""),
        ("n=don't", "don't"),
        ('n={"a":1}', '{"a":1}'),
        ('n="', '"'),
        ("n=", ""),
        ("n=a=b", "a=b"),
        ("n=99999999999999999999", "99999999999999999999"),
    ],
)
def test_a_parameter_is_an_integer_a_boolean_or_else_a_string(said: str, value: Value) -> None:
    name, read = PARAMETER.read(said)
    assert (name, read, type(read)) == ("n", value, type(value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5, "n=5"),
        (True, "n=true"),
        ("5", 'n="5"'),
        ("true", 'n="true"'),
        ("", "n="),
        ("it's", "n=it's"),
        ("hello world", 'n="hello world"'),
        ('"x"', "n='\"x\"'"),
        ("'x", 'n="\'x"'),
        ('{"a": 1}', "n='{\"a\": 1}'"),
    ],
)
def test_a_parameter_is_written_as_it_is_read(value: Value, written: str) -> None:
    assert PARAMETER.write(("n", value)) == written
    assert PARAMETER.read(written) == ("n", value)


@pytest.mark.parametrize(
    ("said", "reason", "limit"),
    [
        ("env", ValueReason.NO_ASSIGNMENT, 0),
        ("=x", ValueReason.NO_ASSIGNMENT, 0),
        ("5=x", ValueReason.NO_ASSIGNMENT, 0),
        (f"{'n' * 129}=x", ValueReason.PART_TOO_LONG, 128),
        (f"n={'x' * 513}", ValueReason.PART_TOO_LONG, 512),
    ],
)
def test_a_wrong_parameter_is_refused_with_a_reason(said: str, reason: ValueReason, limit: int) -> None:
    with pytest.raises(BadText) as caught:
        PARAMETER.read(said)
    assert (caught.value.reason, caught.value.limit) == (reason, limit)


def test_a_text_has_a_length() -> None:
    with pytest.raises(BadText) as caught:
        ARTIFACT_PATH.read("  ")
    assert caught.value.reason is ValueReason.EMPTY
    with pytest.raises(BadText) as caught:
        ARTIFACT_PATH.read("x" * 1025)
    assert (caught.value.reason, caught.value.limit) == (ValueReason.TOO_LONG, 1024)


@given(lines.references)
def test_what_is_written_of_a_reference_is_read_as_the_same_reference(said: str) -> None:
    reference = read_reference(said, PROJECTS)
    assert read_reference(PIPELINE_REFERENCE.write(reference), PROJECTS) == reference


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
@given(said=st.text(max_size=60))
def test_no_text_breaks_a_kind(kind: Kind[object], said: str) -> None:
    with contextlib.suppress(BadText, GrammarFault):
        kind.read(said)
