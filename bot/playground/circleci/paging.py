"""Pages of a list: at most 20 entries, and an opaque token for those that follow."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TypeVar

from starlette.requests import Request

from bot.playground.circleci.answers import Json
from bot.playground.circleci.refusal import Refusal

PAGE = 20
Item = TypeVar("Item")


def page(
    request: Request, items: Sequence[Item], key: Callable[[Item], object], draw: Callable[[Item], Json]
) -> Json:
    """The page that is asked for.

    A token names the last entry of the page before, of this list with these filters, so that entries which
    come in meanwhile shift nothing. One of another list is not found, as in reality.
    """
    asked = request.query_params.get("page-token")
    start = 0
    if asked:
        tokens = (_token(request, key(item)) for item in items)
        found = next((index for index, token in enumerate(tokens) if token == asked), None)
        if found is None:
            raise Refusal(404, "Not Found")
        start = found + 1
    shown = items[start : start + PAGE]
    more = len(items) > start + PAGE
    return {
        "items": [draw(item) for item in shown],
        "next_page_token": _token(request, key(shown[-1])) if more else None,
    }


def _token(request: Request, key: object) -> str:
    filters = sorted((name, value) for name, value in request.query_params.items() if name != "page-token")
    return blake2b(f"{request.url.path} {filters} {key}".encode(errors="replace"), digest_size=40).hexdigest()
