from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import TriggeredPipeline
from bot.model.message import Buttons, Style
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.cards.triggered import TriggerCard, trigger_card
from tests.views.facts import NOON, SCENE, WEB, identifier, pipeline, workflow

STARTED = TriggerCard(
    TriggeredPipeline(id=identifier(813), number=813, state="pending", created_at=NOON),
    WEB,
    "web",
    SCENE,
    branch="main",
    parameters={"env": "staging", "deep": True, "shards": 4},
)


def test_what_was_started_is_named_at_once(drawn: SnapshotAssertion) -> None:
    message = trigger_card(STARTED)

    assert message.text == ("web #813 was started on main",)
    assert payload(message) == drawn


def test_the_workflows_show_as_soon_as_they_are_there(drawn: SnapshotAssertion) -> None:
    run = Run(pipeline(813), "web", (workflow("build", "running", took=None),))

    assert payload(trigger_card(replace(STARTED, run=run, waiting=False, definition="nightly"))) == drawn


def test_a_wrong_configuration_shows_on_the_card(drawn: SnapshotAssertion) -> None:
    error = {"type": "config", "message": "Job build is not defined"}
    run = Run(pipeline(813, state="errored", errors=[error]), "web")
    message = trigger_card(replace(STARTED, run=run, waiting=False))

    assert message.text == ("web #813 on main failed: config error",)
    assert payload(message) == drawn


def test_triggering_again_gives_the_same_parameters_and_definition() -> None:
    run = Run(pipeline(813), "web", (workflow("build", "failed"),))
    given = replace(STARTED, run=run, waiting=False, definition="Store release")
    text = str(payload(trigger_card(given)))

    line = "trigger gh/acme/web@main env=staging deep=true shards=4 --definition 'Store release'"
    assert line in text.replace("\\'", "'")
    assert "with env=staging deep=true" in text


def test_a_tags_pipeline_is_triggered_again_as_a_tag() -> None:
    run = Run(pipeline(813, vcs={"tag": "v1"}), "web", (workflow("build", "canceled"),))
    text = str(payload(trigger_card(replace(STARTED, branch=None, tag="v1", parameters=None, run=run))))

    assert "trigger gh/acme/web --tag v1" in text
    assert "without parameters" in text


def test_parameters_that_do_not_fit_are_told_from_a_wrong_configuration() -> None:
    error = {"type": "config", "message": "Type error for argument shards"}
    run = Run(pipeline(813, state="errored", errors=[error]), "web")
    message = trigger_card(replace(STARTED, run=run, waiting=False))

    assert message.text == ("web #813 on main failed: invalid parameters",)
    assert "--source" in str(payload(message))


def test_what_the_config_does_not_declare_is_left_out_of_the_line_that_is_offered() -> None:
    error = {"type": "config", "message": "Unexpected argument(s): shards, deep"}
    run = Run(pipeline(813, state="errored", errors=[error]), "web")
    message = trigger_card(replace(STARTED, run=run, waiting=False))
    first, *others = next(block for block in message.blocks if isinstance(block, Buttons)).items

    assert (first.label, first.style) == ("Trigger without shards and de…", Style.PRIMARY)
    assert first.line == "trigger gh/acme/web@main env=staging"
    assert not {"Why?", "Trigger again"} & {each.label for each in others}


def test_a_value_that_can_not_be_mended_is_not_tried_again() -> None:
    error = {"type": "config", "message": "Type error for argument shards: expected integer"}
    run = Run(pipeline(813, state="errored", errors=[error]), "web")
    message = trigger_card(replace(STARTED, run=run, waiting=False))
    [row] = [block for block in message.blocks if isinstance(block, Buttons)]
    assert not [each for each in row.items if (each.line or "").startswith("trigger")]


def test_a_pipeline_that_was_found_again_says_so() -> None:
    message = trigger_card(replace(STARTED, branch=None, tag="v1.2.0", parameters=None, recovered=True))

    assert message.text == ("web #813 was started for tag v1.2.0",)
    assert "CircleCI's answer was lost, but this pipeline started." in str(message.blocks[0])


def test_waiting_in_vain_is_said() -> None:
    message = trigger_card(replace(STARTED, waiting=False))

    assert "No workflows yet." in str(message.blocks[0])
