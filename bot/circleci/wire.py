"""Sans-I/O: what to send to the API, and what an answer means.

Nothing here opens a connection or waits; a request does not know the token.
https://circleci.com/docs/api-developers-guide/
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from types import GenericAlias
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlencode

from pydantic import JsonValue, TypeAdapter, ValidationError

from bot.circleci import errors
from bot.circleci.models import Page
from bot.circleci.models.lenient import Model
from bot.circleci.slug import ProjectSlug

_Item = TypeVar("_Item")

_PREFIX = "/api/v2"
_LONGEST_MESSAGE = 500
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]+")
_BY_STATUS: Mapping[int, type[errors.ApiError]] = {
    400: errors.BadRequest,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    410: errors.Gone,
}


@dataclass(frozen=True, slots=True)
class WireRequest:
    """``path`` is percent-encoded, with its query, and starts with ``/api/v2``."""

    method: str
    path: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """``headers`` by their names in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def path(*segments: str | int | ProjectSlug, **query: str | bool | None) -> str:
    """Put an address together. A slug's slashes stay; all else that is not plain is percent-encoded.

    ``pipeline/run`` answers 404 to a slug whose slashes are encoded. Query names are spelled with hyphens,
    and those whose value is None or False are left out.
    """
    parts = [_PREFIX]
    for segment in segments:
        names = str(segment).split("/") if isinstance(segment, ProjectSlug) else [str(segment)]
        if any(name in ("", ".", "..") for name in names):
            raise ValueError(f"can't be a part of an address: {segment!r}")
        parts += [quote(name, safe="") for name in names]
    asked = {
        name.replace("_", "-"): "true" if value is True else value
        for name, value in query.items()
        if value is not None and value is not False
    }
    return "/".join(parts) + (f"?{urlencode(asked, quote_via=quote)}" if asked else "")


def get(*segments: str | int | ProjectSlug, **query: str | bool | None) -> WireRequest:
    return WireRequest("GET", path(*segments, **query))


def post(*segments: str | int | ProjectSlug, body: Mapping[str, object] | None = None) -> WireRequest:
    """``body``'s empty values are left out: the API takes no null for a branch."""
    if body is None:
        return WireRequest("POST", path(*segments))
    said = {name: value for name, value in body.items() if value is not None and value != {}}
    return WireRequest("POST", path(*segments), json.dumps(said).encode())


def read_answer(response: Response, kind: type[_Item], now: datetime | None = None) -> _Item:
    """Decode an answer. Raises the typed error that it is, or Unreadable."""
    check(response, now)
    try:
        return cast(_Item, _adapter(cast(Any, kind)).validate_json(response.body))
    except ValidationError as error:
        raise errors.Unreadable(_why(response, error)) from None


def read_page(response: Response, item: type[_Item], now: datetime | None = None) -> Page[_Item]:
    """Decode one page of a list."""
    answer = read_answer(response, _Envelope, now)
    try:
        items = _adapter(GenericAlias(tuple, (item, ...))).validate_python(answer.items)
    except ValidationError as error:
        raise errors.Unreadable(_why(response, error)) from None
    return Page(items, answer.next_page_token or None)


def check(response: Response, now: datetime | None = None) -> None:
    """Raise the error that an answer is, if it is one."""
    status = response.status
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise errors.Redirected(
            f"answered {status}, a redirect, which the API does not do: is the base URL right?"
        )
    said = message(response)
    if status == 429:
        raise errors.RateLimited(status, said, retry_after(response.headers, now or datetime.now(UTC)))
    if status >= 500:
        raise errors.ServerError(status, said)
    raise _BY_STATUS.get(status, errors.ApiError)(status, said)


def message(response: Response) -> str:
    """What an error says about itself: one line.

    The body may be JSON whatever its content type says, plain text, a proxy's HTML (which says nothing to
    us) or nothing at all.
    """
    text = response.body.decode("utf-8", "replace").strip()
    try:
        said = _said(json.loads(text))
    except (ValueError, RecursionError):
        said = "" if text.startswith("<") else text
    return _UNSAFE.sub(" ", said).strip()[:_LONGEST_MESSAGE]


def _said(body: JsonValue) -> str:
    """``{"message": …}``, ``{"error": …}``, or v3's ``{"error": {"title", "detail"}}``."""
    if isinstance(body, str):
        return body
    if not isinstance(body, dict):
        return ""
    for name in ("message", "error", "detail", "title"):
        if found := _said(body.get(name)):
            return found
    return ""


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """How many seconds to wait. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after"""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            at = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


class _Envelope(Model):
    """A list's answer. Its items are decoded apart, so that they may be of any kind."""

    items: tuple[Any, ...]
    next_page_token: str | None = None


@lru_cache(maxsize=64)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _why(response: Response, error: ValidationError) -> str:
    """Where an answer differs from the documented one; nothing of its contents."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the body"
    return f"answered {response.status} with something unexpected: {where}: {first['type']}"
