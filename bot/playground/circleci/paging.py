"""Pages of a list, with an opaque token for what follows."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TypeVar

from starlette.requests import Request

from bot.playground.circleci.answers import Json
from bot.playground.circleci.refusal import Refusal

#: How many entries a page has; a workflow's jobs come in longer ones.
PAGE, JOBS = 20, 100

_MARK = 20
Item = TypeVar("Item")


def page(
    request: Request,
    items: Sequence[Item],
    key: Callable[[Item], object],
    draw: Callable[[Item], Json],
    size: int = PAGE,
) -> Json:
    """The page that is asked for.

    A token names the last entry of the page before, of this list with these filters, so that entries which
    come in meanwhile shift nothing. One of another list is not found, as in reality.
    """
    asked = request.query_params.get("page-token")
    start = _after(request, asked, items, key) if asked else 0
    shown = items[start : start + size]
    more = len(items) > start + size
    return {
        "items": [draw(item) for item in shown],
        "next_page_token": _token(request, key(shown[-1])) if more else None,
    }


def _after(request: Request, token: str, items: Sequence[Item], key: Callable[[Item], object]) -> int:
    """Where the page begins that a token names."""
    try:
        told = urlsafe_b64decode(token.encode())
    except ValueError:
        raise Refusal(404, "Not Found") from None
    if told[:_MARK] == _list(request):
        last = told[_MARK:].decode(errors="replace")
        for index, item in enumerate(items):
            if str(key(item)) == last:
                return index + 1
    raise Refusal(404, "Not Found")


def _token(request: Request, key: object) -> str:
    return urlsafe_b64encode(_list(request) + str(key).encode()).decode()


def _list(request: Request) -> bytes:
    """The mark of a list: its path and its filters."""
    filters = sorted((name, value) for name, value in request.query_params.items() if name != "page-token")
    return blake2b(f"{request.url.path} {filters}".encode(errors="replace"), digest_size=_MARK).digest()
