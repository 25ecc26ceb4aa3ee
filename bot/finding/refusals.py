"""CircleCI's refusals of what has an effect."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.circleci.errors import BadRequest, Conflict, Forbidden, Gone, NotFound
from bot.model.deeds import CallRefused, Deed


@contextmanager
def refusals(deed: Deed) -> Iterator[None]:
    """CircleCI's refusal of a call, told with the ``deed`` that was not done. Raises `CallRefused`."""
    try:
        yield
    except (BadRequest, Conflict, Forbidden, Gone, NotFound) as error:
        raise CallRefused(deed, error.message, error.status) from error
