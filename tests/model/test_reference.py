import pytest

from bot.circleci.slug import ProjectSlug
from bot.grammar.kinds import BRANCH_REFERENCE, JOB_REFERENCE, PIPELINE_REFERENCE, PROJECT_NAME
from bot.grammar.reference import read_reference
from bot.model.reference import NamedState, ProjectName, Reference

WEB = ProjectSlug("gh", "acme", "web")
ID = "5034460f-c7c4-4c43-9457-000000000812"
PAGE = f"https://app.circleci.com/pipelines/gh/acme/web/812/workflows/{ID}"


def test_what_a_view_names_is_read_as_what_it_means() -> None:
    assert BRANCH_REFERENCE.read(BRANCH_REFERENCE.write(Reference.of(WEB, "main"))) == Reference.of(
        WEB, "main"
    )
    assert PROJECT_NAME.read(PROJECT_NAME.write(ProjectName.of(WEB))) == ProjectName.of(WEB)
    assert PIPELINE_REFERENCE.read(PIPELINE_REFERENCE.write(Reference.of_id(ID))) == Reference.of_id(ID)


def test_a_number_is_of_a_project_by_its_slug_or_by_what_it_is_called() -> None:
    for project in (WEB, "gh/acme/web", "web"):
        read = JOB_REFERENCE.read(JOB_REFERENCE.write(Reference.of_number(project, 155)))
        assert (read.number, read.project and read.project.said) == (155, str(project))


def test_a_job_by_its_number_is_one_whatever_is_asked_for() -> None:
    job = Reference.of_job(WEB, 155)
    assert JOB_REFERENCE.write(job) == "job gh/acme/web#155"
    assert PIPELINE_REFERENCE.read("job gh/acme/web#155") == job


def test_an_address_is_what_it_shows_and_is_written_as_it_was_typed() -> None:
    read = PIPELINE_REFERENCE.read(PAGE)
    assert (read.address, read.pipeline_number, read.workflow_id) == (PAGE, 812, ID)
    assert PIPELINE_REFERENCE.write(read) == PAGE


@pytest.mark.parametrize(
    ("reference", "exact", "names_run", "at_hand"),
    [
        (Reference(), False, False, True),
        (Reference(state=NamedState.FAILED), False, True, True),
        (Reference(words=("e2e",)), False, False, True),
        (Reference.of(WEB), False, False, True),
        (Reference.of(WEB, "main"), False, False, False),
        (Reference(last=True), False, True, False),
        (Reference(pull=97), False, True, False),
        (Reference(commit="abc1234"), False, True, False),
        (Reference.of_number("web", 812), True, True, False),
        (Reference.of_id(ID), True, True, False),
    ],
)
def test_how_well_a_reference_names_its_thing(
    reference: Reference, exact: bool, names_run: bool, at_hand: bool
) -> None:
    assert (reference.exact, reference.names_run, reference.at_hand) == (exact, names_run, at_hand)


def test_the_newest_that_failed_is_of_a_project() -> None:
    written = PIPELINE_REFERENCE.write(Reference.of_last_failed("web"))
    assert written == "last failed web"
    assert read_reference(written, {"web"}) == Reference.of_last_failed("web")
