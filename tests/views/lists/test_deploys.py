from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Component, Deployment, Environment, Version
from bot.model.message import Audience, with_prefix
from bot.slack.drawing.blocks import payload
from bot.views.lists.deploys import (
    DeployEntry,
    DeployList,
    deploy_list,
)
from tests.commands.desk import buttons
from tests.views.facts import SCENE, WEB, ago, identifier, pipeline


def version(name: str, *, is_live: bool = False, hours: float = 1, **changes: object) -> Version:
    facts = {"name": name, "environment_id": "e", "is_live": is_live, "last_deployed_at": ago(hours=hours)}
    return Version.model_validate(facts | changes)


def place(environment: str = "production", *versions: Version, namespace: str = "default") -> Deployment:
    found = versions or (version("v1.2.1", is_live=True), version("v1.2.0", hours=30))
    return Deployment(Component(id="c", name="shop"), Environment(id="e", name=environment), namespace, found)


def card(*entries: DeployEntry, **changes: object) -> DeployList:
    return replace(DeployList(WEB, "web", entries, SCENE), **changes)  # type: ignore[arg-type]


def test_what_is_live_has_a_way_back_that_asks_why(drawn: SnapshotAssertion) -> None:
    made_by = version("v1.2.1", is_live=True, workflow_id=identifier(9001), job_number=155)
    message = deploy_list(
        card(DeployEntry(place("production", made_by, version("v1.2.0", hours=30)), pipeline()))
    )

    assert message.text == ("web: v1.2.1 in production",)
    assert payload(message) == drawn


def test_several_places_have_one_line_each_and_one_way_back_that_asks_where(drawn: SnapshotAssertion) -> None:
    names = ("production", "staging", "preview", "demo")
    message = deploy_list(card(*(DeployEntry(place(name)) for name in names)))

    assert list(buttons(message).items()) == [("Roll back…", "rollback --project gh/acme/web")]
    assert payload(with_prefix(message, "/ci")) == drawn


def test_a_longer_list_goes_on_in_the_thread_and_the_way_back_stays_last() -> None:
    message = deploy_list(card(DeployEntry(place()), following="deploys web --page 10", first=False))

    assert list(buttons(message)) == ["Show 10 more", "Roll back…"]
    assert message.audience is Audience.THREAD
    assert "web's other live versions" in str(message.blocks[0])


def test_where_nothing_or_more_than_one_version_is_live_there_is_no_way_back() -> None:
    both = place("production", version("v2", is_live=True), version("v1", is_live=True))
    message = deploy_list(
        card(
            DeployEntry(both),
            DeployEntry(place("staging", version("v1"))),
            DeployEntry(place("eu", namespace="a")),
        )
    )

    text = str(message.blocks[0])
    assert "nothing deployed" in text
    assert "Code(text='v2'), ' and ', Code(text='v1')" in text
    assert "' (a)'" in text
    assert list(buttons(message)) == ["Roll back…"]


def test_what_is_live_nowhere_is_said() -> None:
    assert deploy_list(card(DeployEntry(place("staging", version("v1"))))).text == ("web: nothing deployed",)


def test_no_deploy_markers_are_explained_in_a_sentence(drawn: SnapshotAssertion) -> None:
    assert payload(deploy_list(card())) == drawn
