"""One file per verb; the order here is the order of the help."""

from typing import Any

from bot.command import Command
from bot.commands.approve import APPROVE
from bot.commands.artifact import ARTIFACT
from bot.commands.artifacts import ARTIFACTS
from bot.commands.can import CAN
from bot.commands.cancel import CANCEL
from bot.commands.cancel_job import CANCEL_JOB
from bot.commands.config import CONFIG
from bot.commands.deploys import DEPLOYS
from bot.commands.flaky import FLAKY
from bot.commands.help import HELP
from bot.commands.insights import INSIGHTS
from bot.commands.job import JOB
from bot.commands.logs import LOGS
from bot.commands.me import ME
from bot.commands.pipeline import PIPELINE
from bot.commands.pipelines import PIPELINES
from bot.commands.project import PROJECT
from bot.commands.projects import PROJECTS
from bot.commands.red import RED
from bot.commands.reject import REJECT
from bot.commands.rerun import RERUN
from bot.commands.rollback import ROLLBACK
from bot.commands.status import STATUS
from bot.commands.tests import TESTS
from bot.commands.trigger import TRIGGER
from bot.commands.use import USE
from bot.commands.why import WHY
from bot.commands.workflow import WORKFLOW

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
