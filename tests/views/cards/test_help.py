from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.model.line import Line
from bot.model.message import with_prefix
from bot.model.permission import Permission
from bot.policy.decide import Verdict
from bot.slack.drawing.blocks import payload
from bot.views.cards.help import CommandHelp, HelpCard, HelpEntry, HelpGroup, help_card
from tests.commands.desk import buttons, lines

ENTRIES = (
    HelpEntry("status", "Show the newest pipeline", HelpGroup.SEE, True),
    HelpEntry("red", "List red branches", HelpGroup.SEE, True),
    HelpEntry("why", "Explain a failure", HelpGroup.EXPLAIN, True),
    HelpEntry("trigger", "Start a pipeline", HelpGroup.ACT, False),
    HelpEntry("rerun", "Rerun a workflow", HelpGroup.ACT, True),
    HelpEntry("rollback", "Roll back", HelpGroup.ACT, False),
    HelpEntry("pipeline", "Show a pipeline", HelpGroup.LOOK_UP, True),
    HelpEntry("use", "Set the default project", HelpGroup.CHANNEL, False),
)
TRIGGER = CommandHelp(
    Line("trigger [project][@branch] [--tag TAG] [name=value …]"),
    "Start a pipeline",
    Permission.TRIGGER,
    (
        ("project@branch", "Which project"),
        ("--tag TAG", "A tag instead of a branch"),
        ("name=value …", "Parameters"),
    ),
    (Line("trigger web@main env=staging"),),
    Verdict.DEPENDS,
    (("--definition NAME", "The pipeline definition"),),
    ((Line("trigger all"), "Start all of them"),),
)


def test_all_commands_are_listed_by_their_purpose(drawn: SnapshotAssertion) -> None:
    assert payload(with_prefix(help_card(HelpCard(ENTRIES, "@ringmaster")), "/ci")) == drawn


def test_what_the_asker_can_not_use_is_marked_in_its_group_and_not_put_first() -> None:
    shown = lines(help_card(HelpCard(ENTRIES, "@ringmaster")))

    assert shown[:3] == [
        "/ci status  Show the newest pipeline",
        "/ci why  Explain a failure",
        "/ci rerun  Rerun a workflow",
    ]
    assert "Act  rerun  ·  not here: trigger, rollback" in shown
    assert "This channel  not here: use" in shown


def test_three_buttons_lead_on() -> None:
    assert buttons(help_card(HelpCard(ENTRIES, "@ringmaster"))) == {
        "Status": "status",
        "Last failure": "why last failed",
        "What can I do here?": "can",
    }


def test_one_command_shows_its_arguments_examples_and_what_else_there_is(drawn: SnapshotAssertion) -> None:
    assert payload(with_prefix(help_card(TRIGGER), "/ci")) == drawn


def test_one_command_says_whether_the_asker_can_use_it_here() -> None:
    def said(verdict: Verdict, permission: Permission | None = Permission.TRIGGER) -> str:
        return lines(help_card(replace(TRIGGER, verdict=verdict, permission=permission)))[-1]

    assert said(Verdict.ALLOWED) == "You can use this here."
    assert said(Verdict.DEPENDS) == "You can use this here on some branches."
    assert said(Verdict.DENIED) == "You can't use this here. /ci can shows what you can do."
    assert said(Verdict.ALLOWED, None) == "Anyone can use this."
