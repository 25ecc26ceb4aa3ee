"""A small CircleCI: API v2 and a little of v1.1, with pipelines that advance as time passes.

Nothing runs in the background. Every pipeline follows a script (`script`), and `timeline` tells from the
script, from what people did and from the clock where it stands; `world` holds what there is, `acme` and
`history` invent it, `reading` and `acting` are the endpoints, `front` checks the token and plays faults.
`webhooks` delivers what has happened, when it is told to.

The shape of the answers: https://circleci.com/docs/api/v2/
"""

from bot.playground.circleci.faults import DeliveryFault, Fault, rate_limited
from bot.playground.circleci.server import TOKEN, SmallCircleCI

__all__ = ["TOKEN", "DeliveryFault", "Fault", "SmallCircleCI", "rate_limited"]
