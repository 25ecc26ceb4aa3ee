"""What each kind reads, and what it says of what it can't."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug
from bot.grammar import Kind, kinds
from bot.grammar.kinds import (
    ARTIFACT_PATH,
    JOB_REFERENCE,
    LIST_MARK,
    PARAMETER,
    PERMISSION,
    PIPELINE_REFERENCE,
    PROJECT_NAME,
    TAG,
    TARGET,
    WORKFLOW_REFERENCE,
    Value,
)
from bot.grammar.reference import likely_reference
from bot.model.bad_text import BadText, ValueReason
from bot.model.permission import Permission
from bot.model.reference import LIST_START, Mark, ProjectName, Reference, Target
from tests.grammar import lines

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


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("web", Target(ProjectName("web"))),
        ("web@main", Target(ProjectName("web"), "main")),
        ("@release/1.2", Target(None, "release/1.2")),
        ("web@feature@2", Target(ProjectName("web"), "feature@2")),
        ("gh/acme/web@main", Target(ProjectName("gh/acme/web", WEB), "main")),
        ("https://github.com/acme/web@main", Target(ProjectName("gh/acme/web", WEB), "main")),
        ("https://github.com/acme/web/tree/fix", Target(ProjectName("gh/acme/web", WEB), "fix")),
        (
            "https://app.circleci.com/pipelines/gh/acme/web?branch=fix",
            Target(ProjectName("gh/acme/web", WEB), "fix"),
        ),
        ("git@github.com:acme/web.git", Target(ProjectName("gh/acme/web", WEB))),
        ("git@github.com:acme/web.git@main", Target(ProjectName("gh/acme/web", WEB), "main")),
    ],
)
def test_a_target_is_a_project_a_branch_or_both(said: str, target: Target) -> None:
    assert TARGET.read(said) == target


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("812", Reference("812", number=812)),
        ("#812", Reference("#812", number=812)),
        ("web#812", Reference("web#812", ProjectName("web"), number=812)),
        ("web", Reference("web", ProjectName("web"))),
        ("web@main", Reference("web@main", ProjectName("web"), "main")),
        ("@main", Reference("@main", branch="main")),
        (UUID, Reference(UUID, id=UUID)),
        (UUID.upper(), Reference(UUID.upper(), id=UUID)),
        ("5034460f", Reference("5034460f", start="5034460f")),
        ("5034460f-c7", Reference("5034460f-c7", start="5034460f-c7")),
        ("1234", Reference("1234", number=1234)),
        ("last", Reference("last", last=True)),
        ("Last Failed", Reference("Last Failed", last=True, failed=True)),
        ("last web", Reference("last web", ProjectName("web"), last=True)),
        (
            "last failed web@main",
            Reference("last failed web@main", ProjectName("web"), "main", last=True, failed=True),
        ),
    ],
)
def test_a_reference_is_read_in_each_of_its_forms(said: str, reference: Reference) -> None:
    assert (
        PIPELINE_REFERENCE.read(said)
        == WORKFLOW_REFERENCE.read(said)
        == JOB_REFERENCE.read(said)
        == reference
    )


def test_an_address_refers_to_all_that_it_names() -> None:
    url = f"https://app.circleci.com/pipelines/gh/acme/web/812/workflows/{UUID}/jobs/4711"
    assert JOB_REFERENCE.read(url) == Reference(
        url, ProjectName("gh/acme/web", WEB), number=812, workflow_id=UUID, job=4711, page=True
    )


@pytest.mark.parametrize(
    ("said", "number", "workflow", "job"),
    [
        ("app.circleci.com/pipelines/gh/acme/web/812", 812, None, None),
        ("app.circleci.com/pipelines/github/acme/web/812?branch=main", 812, None, None),
        (f"app.circleci.com/pipelines/gh/acme/web/812/workflows/{UUID}", 812, UUID, None),
        (f"ci.acme.example/pipelines/gh/acme/web/812/workflows/{UUID}/jobs/4711", 812, UUID, 4711),
        ("app.circleci.com/jobs/gh/acme/web/4711", None, None, 4711),
    ],
)
def test_an_address_needs_no_scheme(
    said: str, number: int | None, workflow: str | None, job: int | None
) -> None:
    assert PIPELINE_REFERENCE.read(said) == Reference(
        said, ProjectName("gh/acme/web", WEB), number=number, workflow_id=workflow, job=job, page=True
    )


def test_only_an_address_is_a_page() -> None:
    assert PIPELINE_REFERENCE.read("https://github.com/acme/web/tree/main").page
    assert PIPELINE_REFERENCE.read(f"app.circleci.com/pipeline/{UUID}").page
    assert not any(
        PIPELINE_REFERENCE.read(said).page for said in ("812", "web#812", UUID, "last failed", "web@main")
    )


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
    ("word", "line"),
    [
        ("latest", "last"),
        ("Newest", "last"),
        ("lats", "last"),
        ("lastest", "last"),
        ("failed", "last failed"),
        ("faild", "last failed"),
        ("last-failed", "last failed"),
        ("deploy", None),
        ("e2e", None),
        ("web", None),
    ],
)
def test_a_word_for_the_newest_or_the_failed_one_means_the_reference(word: str, line: str | None) -> None:
    assert (found := likely_reference(word)) == (PIPELINE_REFERENCE.read(line) if line else None), found


@pytest.mark.parametrize(
    "said", ["", "a b", "@", "#", "#x", "last a b", "https://example.com/x", "@a..b", "a!"]
)
def test_what_refers_to_nothing_is_refused(said: str) -> None:
    with pytest.raises(BadText):
        PIPELINE_REFERENCE.read(said)


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        (Reference(number=812), "#812"),
        (Reference(project=ProjectName("web"), number=812), "web#812"),
        (Reference(id=UUID), UUID),
        (Reference(last=True, failed=True, branch="main"), "last failed @main"),
        (Reference(project=ProjectName("web"), branch="main"), "web@main"),
    ],
)
def test_a_reference_that_nobody_typed_is_written_as_the_line_that_means_it(
    reference: Reference, line: str
) -> None:
    assert PIPELINE_REFERENCE.write(reference) == line
    assert PIPELINE_REFERENCE.read(line) is not None


@pytest.mark.parametrize(
    "said", ["", "-x", "a b", "a..b", "a~1", "a:b", "a^", "x.lock", "/a", "a/", "a\tb", "a" * 256]
)
def test_a_name_that_git_forbids_is_no_branch_and_no_tag(said: str) -> None:
    with pytest.raises(BadText):
        TAG.read(said)
    with pytest.raises(BadText):
        TARGET.read(f"web@{said}")


@pytest.mark.parametrize("said", ["refs/heads/main", "refs/tags/v1", "refs/pull/1/head"])
def test_a_branch_or_tag_goes_by_its_plain_name(said: str) -> None:
    for kind in (TAG, TARGET, PIPELINE_REFERENCE):
        with pytest.raises(BadText) as caught:
            kind.read(said if kind is TAG else f"web@{said}")
        assert caught.value.reason is ValueReason.REF_WITH_PREFIX
    assert TARGET.read("@heads/main").branch == "heads/main"


@pytest.mark.parametrize("said", ["+x", "+", "+-1", "+1.", "+1234567", "+١"])
def test_where_a_list_goes_on_is_known_by_its_button_alone(said: str) -> None:
    with pytest.raises(BadText) as caught:
        LIST_MARK.read(said)
    assert caught.value.reason is ValueReason.NO_MARK


@pytest.mark.parametrize("said", ["x", "", "0", "-1", "1.", "51", "1234567", "١", "2.token"])
def test_a_page_that_is_typed_is_a_number_as_people_count(said: str) -> None:
    with pytest.raises(BadText) as caught:
        LIST_MARK.read(said)
    assert (caught.value.reason, caught.value.limit) == (ValueReason.OUT_OF_RANGE, 50)
    assert (LIST_MARK.read("1"), LIST_MARK.read("2")) == (LIST_START, Mark(page=2))
    assert LIST_MARK.read("+10.a.b") == Mark(10, "a.b")


@given(st.builds(Mark, st.integers(0, 999_999), st.none() | st.text(min_size=1)))
def test_a_mark_is_read_as_it_was_written(mark: Mark) -> None:
    assert LIST_MARK.read(LIST_MARK.write(mark)) == mark


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


def test_an_action_is_a_permission_and_a_slip_is_pointed_out() -> None:
    assert PERMISSION.read("Trigger") is Permission.TRIGGER
    with pytest.raises(BadText) as caught:
        PERMISSION.read("triger")
    assert (caught.value.reason, caught.value.shown) == (ValueReason.MISSPELT, "trigger")


def test_a_text_has_a_length() -> None:
    with pytest.raises(BadText) as caught:
        ARTIFACT_PATH.read("  ")
    assert caught.value.reason is ValueReason.EMPTY
    with pytest.raises(BadText) as caught:
        ARTIFACT_PATH.read("x" * 1025)
    assert (caught.value.reason, caught.value.limit) == (ValueReason.TOO_LONG, 1024)


@given(lines.references)
def test_a_reference_is_written_as_it_was_typed(said: str) -> None:
    assert PIPELINE_REFERENCE.write(PIPELINE_REFERENCE.read(said)) == said


@given(lines.targets)
def test_what_is_written_of_a_target_is_read_as_the_same_target(said: str) -> None:
    target = TARGET.read(said)
    assert TARGET.read(TARGET.write(target)) == target


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
@given(said=st.text(max_size=60))
def test_no_text_breaks_a_kind(kind: Kind[object], said: str) -> None:
    with contextlib.suppress(BadText):
        kind.read(said)
