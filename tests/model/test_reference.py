from bot.circleci.slug import ProjectSlug
from bot.grammar.kinds import BRANCH_REFERENCE, JOB_REFERENCE, PIPELINE_REFERENCE, PROJECT_NAME
from bot.model.reference import ProjectName, Reference

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


def test_a_page_is_what_it_shows() -> None:
    read = PIPELINE_REFERENCE.read(PIPELINE_REFERENCE.write(Reference(address=PAGE)))
    assert (read.pipeline_number, read.workflow_id, read.address) == (812, ID, PAGE)


def test_the_newest_that_failed_is_of_a_project() -> None:
    read = PIPELINE_REFERENCE.read(PIPELINE_REFERENCE.write(Reference.of_last_failed("web")))
    assert (read.last, read.failed, read.project) == (True, True, ProjectName("web"))
