"""Sans-I/O: what to send to the API, and what an answer means.

Nothing here opens a connection or waits; a request does not know the token.
https://circleci.com/docs/api-developers-guide/
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlencode

from pydantic import JsonValue, TypeAdapter, ValidationError

from bot.circleci import errors
from bot.circleci.models import Page
from bot.circleci.models.lenient import (
    MOST_ENTRIES,
    Model,
    ReadingContext,
    UnreadPart,
    difference,
    held_value,
    unread_entry,
)
from bot.circleci.slug import ProjectSlug

_Item = TypeVar("_Item")
_Model = TypeVar("_Model", bound=Model)

_PREFIX = "/api/v2"
_LONGEST_MESSAGE = 500
#: Headers of limits begin so; a number beyond this is of seconds since 1970, and not from now.
_LIMITS, _SINCE_1970 = ("ratelimit", "x-ratelimit"), 1e9
#: How many values an answer has at most: in memory each takes many times the bytes that it is sent in.
_MOST_VALUES = 300_000
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]+")

# Characters beyond the first 65,536 are escaped as two halves.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)

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
    """``headers`` by their names in lower case; ``path``: what was asked, for the log."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    path: str = ""


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


def delete(*segments: str | int | ProjectSlug) -> WireRequest:
    return WireRequest("DELETE", path(*segments))


def read_answer(
    response: Response, kind: type[_Item], now: datetime | None = None, reading: ReadingContext | None = None
) -> _Item:
    """Decode an answer. Raises the typed error that it is, or Unreadable.

    ``reading`` is told of the entries of its lists that can't be read.
    """
    check(response, now)
    if _is_too_much(response.body):
        raise errors.Unreadable(f"answered with more than {_MOST_VALUES} values", path=response.path)
    try:
        body = with_whole_characters(response.body)
        return cast(_Item, _adapter(cast(Any, kind)).validate_json(body, context=reading))
    except ValidationError as error:
        what = f"answered {response.status} with something unexpected: {difference(error)}"
        raise errors.Unreadable(what, path=response.path) from None


def _is_too_much(body: bytes) -> bool:
    """Whether it has more values than an answer has, as the signs before each tell that are in no text."""

    def more(several: bytes) -> bool:
        return sum(map(several.count, (b",", b"[", b"{"))) > _MOST_VALUES

    return more(body) and more(_TEXT.sub(b"", body, count=_MOST_VALUES))


def with_whole_characters(body: bytes) -> bytes:
    """JSON in which half of a character, as a text has that was cut in the middle of one, is U+FFFD.

    JSON can say it (`RFC 8259, section 8.2`), but no text can hold it.
    """
    if not _HALF.search(body):
        return body
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)


def read_page(
    response: Response,
    item: type[_Model],
    now: datetime | None = None,
    *,
    project: ProjectSlug | None = None,
) -> Page[_Model]:
    """Decode one page of a list, entry by entry.

    ``project``: whose entries these are.
    """
    answer = read_answer(response, _Envelope, now)
    if len(answer.items) > MOST_ENTRIES:
        raise errors.Unreadable(f"answered with more than {MOST_ENTRIES} entries", path=response.path)
    items: list[_Model] = []
    unread: list[UnreadPart] = []
    for position, entry in enumerate(answer.items):
        try:
            items.append(held_value(item.model_validate(entry)))
        except ValidationError as error:
            part = unread_entry(item.noun, position, entry, error)
            unread.append(replace(part, path=response.path, project=project))
            if isinstance(known := item.salvaged(entry), item):
                items.append(known)
    return Page(tuple(items), answer.next_page_token or None, tuple(unread))


def check(response: Response, now: datetime | None = None) -> None:
    """Raise the error that an answer is, if it is one."""
    status = response.status
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        why = f"answered {status}, a redirect, which the API does not do: is the base URL right?"
        raise errors.Redirected(why, path=response.path)
    said, path = message(response), response.path
    if status == 429:
        wait = retry_after(response.headers, now or datetime.now(UTC))
        raise errors.RateLimited(status, said, wait, path=path)
    if status >= 500:
        raise errors.ServerError(status, said, path=path)
    raise _BY_STATUS.get(status, errors.ApiError)(status, said, path=path)


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
    """How many seconds to wait: as is asked for, else until there are calls left again.

    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    asked = _seconds(headers.get("retry-after", ""), now)
    return asked if asked is not None else _longest(_resets(headers), now)


def used_up(headers: Mapping[str, str], now: datetime) -> float | None:
    """How many seconds no call is left; None where there are some, or nothing is said of it.

    https://circleci.com/docs/guides/toolkit/api-developers-guide/
    """
    none_left = (name for name in _LIMITS if headers.get(f"{name}-remaining", "").strip() == "0")
    return _longest((headers.get(f"{name}-reset", "") for name in none_left), now)


def _resets(headers: Mapping[str, str]) -> Iterable[str]:
    return (headers.get(f"{name}-reset", "") for name in _LIMITS)


def _longest(values: Iterable[str], now: datetime) -> float | None:
    return max((each for it in values if (each := _seconds(it, now)) is not None), default=None)


def _seconds(value: str, now: datetime) -> float | None:
    """From now, of a number of seconds, of these since 1970, or of a date."""
    value = value.strip()
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
    if seconds > _SINCE_1970:
        seconds -= now.timestamp()
    return max(0.0, seconds) if math.isfinite(seconds) else None


class _Envelope(Model):
    """A list's answer. Its items are decoded apart, so that they may be of any kind."""

    items: tuple[Any, ...]
    next_page_token: str | None = None


@lru_cache(maxsize=64)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
