"""Whether CircleCI answers, and takes the token."""

from urllib.parse import urlsplit

from bot.app import circleci_client
from bot.circleci.errors import CircleCIError, Forbidden, RateLimited, ServerError, Unauthorized, Unreachable
from bot.operating.doctor.finding import Finding, bad, check_network, good
from bot.settings import Settings
from bot.settings.values import ODD, has_odd_character

_TOKEN = "CircleCI token"  # noqa: S105 - what was looked at
_NEW_TOKEN = "Set CIRCLECI_TOKEN to a personal API token from https://app.circleci.com/settings/user/tokens."  # noqa: S105


async def check_circleci(settings: Settings) -> Finding:
    """One finding: the first thing that is wrong, or whose the token is."""
    url = settings.circleci_url
    if settings.circleci_token is None:
        return bad(_TOKEN, "CIRCLECI_TOKEN isn't set", _NEW_TOKEN)
    if has_odd_character(settings.circleci_token.get_secret_value()):
        return bad(_TOKEN, f"CIRCLECI_TOKEN {ODD}", "Copy it again.")
    try:
        async with circleci_client(settings) as client:
            me = await client.get_me()
    except OSError as error:
        remedy = "Set CIRCLECI_CA_BUNDLE to a PEM file with certificates."
        return bad("CircleCI", f"CIRCLECI_CA_BUNDLE can't be used: {error.strerror or error}", remedy)
    except ValueError as error:
        return bad("CircleCI", f"CIRCLECI_URL can't be used: {error}", "Set it to https://circleci.com.")
    except Forbidden as error:
        return bad(_TOKEN, f"{url} doesn't let its user in: {error}", _NEW_TOKEN)
    except Unauthorized:
        return bad(_TOKEN, f"{url} rejected it: it's wrong or expired", _NEW_TOKEN)
    except CircleCIError as error:
        return bad("CircleCI", *_answer(url, error))
    if not (called := me.login or me.name or me.id):
        return bad(
            "CircleCI", f"{urlsplit(url).netloc} doesn't say whose the token is", "Check CIRCLECI_URL."
        )
    return good(_TOKEN, f"{called} at {url}")


def _answer(url: str, error: CircleCIError) -> tuple[str, str]:
    """What came instead, and what to do about it."""
    host = urlsplit(url).netloc
    if isinstance(error, Unreachable) and "certificate" in str(error).lower():
        remedy = "Set CIRCLECI_CA_BUNDLE to the PEM file of the authority that signed it."
        return f"{host} has a certificate that isn't trusted here", remedy
    if isinstance(error, Unreachable):
        return f"can't reach {host}", check_network("CIRCLECI_URL")
    if isinstance(error, RateLimited | ServerError):
        return f"{host} is having problems ({error.status})", "Try again in a minute."
    return f"{host} doesn't respond like CircleCI: {error}", "Check CIRCLECI_URL."
