from syrupy.assertion import SnapshotAssertion

from bot.model.message import with_prefix
from bot.slack.drawing.blocks import payload
from bot.views.lists import projects as project
from tests.views.facts import SCENE
from tests.views.facts import project as facts_of_project


def test_a_project_has_its_slug_and_default_branch(drawn: SnapshotAssertion) -> None:
    assert payload(project.project_card(project.ProjectCard(facts_of_project(), "web", True, SCENE))) == drawn


def test_the_default_project_was_set(drawn: SnapshotAssertion) -> None:
    message = project.default_project_card(project.DefaultProject("web", "api", "U0ANA"))

    assert payload(with_prefix(message, "/ci")) == drawn
