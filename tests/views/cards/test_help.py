from syrupy.assertion import SnapshotAssertion

from bot.model.message import with_prefix
from bot.model.permission import Permission
from bot.policy.decide import Verdict
from bot.slack.drawing.blocks import payload
from bot.views.cards.help import HelpCard, HelpEntry, help_card

ENTRIES = (
    HelpEntry(
        "help [command]",
        "All commands, or one",
        None,
        (("command", "Which command"),),
        ("help",),
        Verdict.ALLOWED,
    ),
    HelpEntry(
        "trigger [project][@branch] [--tag TAG] [name=value …]",
        "Start a pipeline",
        Permission.TRIGGER,
        (
            ("project@branch", "What to build"),
            ("--tag TAG", "Build this tag"),
            ("name=value …", "Parameters"),
        ),
        ("trigger web@main env=staging",),
        Verdict.DEPENDS,
    ),
)


def test_all_commands_are_listed(drawn: SnapshotAssertion) -> None:
    assert payload(with_prefix(help_card(HelpCard(ENTRIES)), "/ci")) == drawn


def test_one_command_shows_its_arguments_permission_and_examples(drawn: SnapshotAssertion) -> None:
    assert payload(with_prefix(help_card(HelpCard(ENTRIES[1:], single_command=True)), "/ci")) == drawn
