from syrupy.assertion import SnapshotAssertion

from bot import lines
from bot.grammar import line
from bot.model.message import Audience
from bot.model.reference import Mark
from bot.slack.drawing.blocks import payload
from bot.views.lists.projects import EnvVarList, env_var_list
from tests.views.facts import SCENE, WEB

NEXT = line(lines.ENVS, lines.EnvsArgs(page=Mark(10)))


def test_environment_variables_are_one_name_a_line(drawn: SnapshotAssertion) -> None:
    listed = EnvVarList(WEB, "web", ("AWS_REGION", "<NPM>\nTOKEN"), 12, SCENE, following=NEXT)

    assert payload(env_var_list(listed)) == drawn


def test_the_next_page_goes_into_the_thread() -> None:
    message = env_var_list(EnvVarList(WEB, "web", ("NPM_TOKEN",), 11, SCENE, first=False))

    assert message.audience is Audience.THREAD
    assert message.text == ("More environment variables in web",)


def test_a_project_without_environment_variables_says_so(drawn: SnapshotAssertion) -> None:
    assert payload(env_var_list(EnvVarList(WEB, "web", (), 0, SCENE))) == drawn


def test_after_the_last_page_there_are_no_more() -> None:
    message = env_var_list(EnvVarList(WEB, "web", (), 10, SCENE, first=False))

    assert message.text == ("web has no more environment variables.",)
