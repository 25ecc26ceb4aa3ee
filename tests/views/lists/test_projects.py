from syrupy.assertion import SnapshotAssertion

from bot.circleci.slug import ProjectSlug
from bot.slack.drawing.blocks import payload
from bot.views.lists.projects import ProjectEntry, ProjectList, project_list
from tests.views.facts import MOBILE, SCENE, WEB


def test_projects_are_one_line_each(drawn: SnapshotAssertion) -> None:
    entries = (
        ProjectEntry(WEB, "web"),
        ProjectEntry(ProjectSlug("gh", "acme", "docs"), "gh/acme/docs"),
        ProjectEntry(MOBILE, str(MOBILE), "mobile"),
    )
    listed = ProjectList(entries, 13, WEB, SCENE, following="projects --page 10")

    assert payload(project_list(listed)) == drawn


def test_a_channel_that_sees_no_project_is_told_so() -> None:
    message = project_list(ProjectList((), 0, None, SCENE))

    assert message.text == ("No projects here: the policy or the bot's CircleCI user allows none.",)
