"""What CircleCI answers, as values: one file for each part of its API."""

from bot.circleci.models.deploys import *
from bot.circleci.models.insights import *
from bot.circleci.models.job import *
from bot.circleci.models.pipeline import *
from bot.circleci.models.resources import *
from bot.circleci.models.webhooks import *
