"""One file per verb; the order here is the order of the help."""

from typing import Any

from bot.command import Command
from bot.commands.act.approve import APPROVE
from bot.commands.act.cancel import CANCEL
from bot.commands.act.cancel_job import CANCEL_JOB
from bot.commands.act.reject import REJECT
from bot.commands.act.rerun import RERUN
from bot.commands.act.rollback import ROLLBACK
from bot.commands.act.trigger import TRIGGER
from bot.commands.channel.can import CAN
from bot.commands.channel.help import HELP
from bot.commands.channel.me import ME
from bot.commands.channel.use import USE
from bot.commands.explain.artifacts import ARTIFACTS
from bot.commands.explain.flaky import FLAKY
from bot.commands.explain.insights import INSIGHTS
from bot.commands.explain.logs import LOGS
from bot.commands.explain.tests import TESTS
from bot.commands.explain.why import WHY
from bot.commands.look_up.artifact import ARTIFACT
from bot.commands.look_up.config import CONFIG
from bot.commands.look_up.job import JOB
from bot.commands.look_up.pipeline import PIPELINE
from bot.commands.look_up.project import PROJECT
from bot.commands.look_up.projects import PROJECTS
from bot.commands.look_up.workflow import WORKFLOW
from bot.commands.see.deploys import DEPLOYS
from bot.commands.see.pipelines import PIPELINES
from bot.commands.see.red import RED
from bot.commands.see.status import STATUS

COMMANDS: tuple[Command[Any, Any], ...] = (
    HELP,
    STATUS,
    WHY,
    PIPELINES,
    PIPELINE,
    WORKFLOW,
    JOB,
    LOGS,
    TESTS,
    FLAKY,
    INSIGHTS,
    RED,
    PROJECT,
    PROJECTS,
    CONFIG,
    ARTIFACTS,
    ARTIFACT,
    TRIGGER,
    APPROVE,
    REJECT,
    CANCEL,
    CANCEL_JOB,
    RERUN,
    DEPLOYS,
    ROLLBACK,
    USE,
    CAN,
    ME,
)
