"""How answers are read: forgiving where the API's own document and its recorded answers differ.

A list is read entry by entry, and what can be done without is absent where it is odd: nobody misses an
answer because of one entry, nor an entry because of a field that is not needed.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from math import isfinite
from typing import Annotated, Any, ClassVar, Self, TypeVar
from weakref import WeakValueDictionary

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from bot.circleci.slug import ProjectSlug

#: How many entries a list has at most: each that can't be read takes a while to tell why.
MOST_ENTRIES = 20_000

#: By which of its fields people know an entry.
_NAMES = ("name", "test_name", "path")


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """What an answer should have told and does not: an entry of a list, or a whole answer among several.

    ``noun``: CircleCI's word for it; ``name`` what is known of it, as ``#808``. ``position`` counts from 0 in
    its list. ``reason`` and ``path`` are for the log: they repeat nothing of the contents.
    """

    noun: str
    reason: str
    name: str | None = None
    position: int | None = None
    path: str = ""
    project: ProjectSlug | None = None


@dataclass(slots=True)
class ReadingContext:
    """What is known while an answer is read: the parts of it that can't be."""

    unread: list[UnreadPart] = field(default_factory=list)


def _slug(value: object) -> object:
    return _parsed(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)  # thousands of pipelines are of few projects
def _parsed(value: str) -> ProjectSlug:
    return ProjectSlug.parse(value)


def _utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError("is in no year that there is") from None


def _readable(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


def _flat(value: object) -> object:
    return value if isinstance(value, str | int | bool) else json.dumps(value)


def _segment(value: str) -> str:
    if value in ("", ".", ".."):
        raise ValueError("can't be a part of an address")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("is no number")
    return value


def _rounded(value: object) -> object:
    return round(value) if isinstance(value, float) and isfinite(value) else value


Slug = Annotated[ProjectSlug, BeforeValidator(_slug)]
Moment = Annotated[datetime, AfterValidator(_utc)]
#: One of few, as a status or a name: each is in memory once.
CommonText = Annotated[str, AfterValidator(sys.intern)]
#: What is not plain is its JSON.
PlainValue = Annotated[bool | int | str, BeforeValidator(_flat)]
#: A moment that we can do without: an empty or odd one is None.
Sometime = Annotated[Moment | None, WrapValidator(_readable)]
#: What stands in addresses.
Id = Annotated[str, AfterValidator(_segment)]
#: What a thing is known by in its project.
Number = Annotated[int, BeforeValidator(_number), Field(ge=0, le=2**53)]
#: How many there are: rounded where CircleCI answers a fraction.
Count = Annotated[Number, BeforeValidator(_rounded)]
#: A length of time in seconds, of at most some centuries.
Seconds = Annotated[float, Field(ge=0, le=1e10)]


_Model = TypeVar("_Model", bound="Model")
#: Which of their fields were told.
_UNTOLD = set[str]()
#: By its id what was read last of a thing, for as long as somebody holds it.
_HELD = WeakValueDictionary[str, "Model"]()


class Model(BaseModel):
    """The base of all answers: frozen, open to new fields, indifferent to hyphens. Null is absent.

    An odd value of a field with a default is absent, too. ``noun``: CircleCI's word for such a thing.
    """

    noun: ClassVar[str] = "entry"

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        arbitrary_types_allowed=True,
        coerce_numbers_to_str=True,
        allow_inf_nan=False,
        defer_build=True,  # each when it is read first: the program starts with none
    )

    @classmethod
    def salvaged(cls, entry: object) -> "Model | None":
        """What there is to say of an entry of a list that can't be read; None where it is left out."""
        return None

    @model_validator(mode="wrap")
    @classmethod
    def _forgiving(cls, data: Any, read: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if not isinstance(data, Mapping):
            return read(data)
        known = {str(key).replace("-", "_"): value for key, value in data.items() if value is not None}
        unread = info.context.unread if isinstance(info.context, ReadingContext) else []
        before = len(unread)
        try:
            return _lean(read(known))
        except ValidationError as error:
            odd = {each["loc"][0] for each in error.errors(include_input=False) if each["loc"]}
            needed = {name for name, about in cls.model_fields.items() if about.is_required()}
            if not odd or odd & needed:
                raise
            del unread[before:]  # it is read once more
            return _lean(read({name: value for name, value in known.items() if name not in odd}))


def _lean(item: _Model) -> _Model:
    """It forgets which of its fields were told: of a job that is as much as all that it says."""
    object.__setattr__(item, "__pydantic_fields_set__", _UNTOLD)
    return item


def held_value(item: _Model) -> _Model:
    """The value that somebody holds of the same thing, where that is the same: many answers hold one."""
    if id := getattr(item, "id", None):
        if (known := _HELD.get(id)) == item:
            return known
        _HELD[id] = item
    return item


def entries(noun: str) -> WrapValidator:
    """Of a list within an answer: read entry by entry; who reads the answer is told what is left out."""

    def each(value: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if not isinstance(value, list | tuple):
            return read(value)
        if len(value) > MOST_ENTRIES:
            raise ValueError("has too many entries")
        found: list[Any] = []
        for position, entry in enumerate(value):
            try:
                found += read([entry])
            except ValidationError as error:
                if isinstance(info.context, ReadingContext):
                    info.context.unread.append(unread_entry(noun, position, entry, error))
        return tuple(found)

    return WrapValidator(each)


def unread_entry(noun: str, position: int, entry: object, error: ValidationError) -> UnreadPart:
    """An entry of a list that differs from the documented one."""
    return UnreadPart(noun, difference(error), _name_of(entry), position)


def difference(error: ValidationError) -> str:
    """Where an answer differs from the documented one; nothing of its contents."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the body"
    return f"{where}: {first['type']}"


def _name_of(entry: object) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    names = (entry.get(each) for each in _NAMES)
    name = next((each for each in names if isinstance(each, str) and each.strip()), None)
    numbers = (entry.get(each) for each in ("number", "pipeline_number"))
    number = next((each for each in numbers if isinstance(each, int) and not isinstance(each, bool)), None)
    if number is None:
        return name
    return f"{name} of #{number}" if name else f"#{number}"
