"""What CircleCI answers, as values: one file for each part of its API."""

from bot.circleci.models.deploys import *  # noqa: F403
from bot.circleci.models.insights import *  # noqa: F403
from bot.circleci.models.pipeline import *  # noqa: F403
from bot.circleci.models.resources import *  # noqa: F403
