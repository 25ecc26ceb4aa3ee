"""How answers are read: forgiving where the API's own document and its recorded answers differ."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from bot.circleci.slug import ProjectSlug


def _slug(value: object) -> object:
    return ProjectSlug.parse(value) if isinstance(value, str) else value


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _readable(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


def _flat(value: object) -> object:
    return value if isinstance(value, str | int | bool) else json.dumps(value)


Slug = Annotated[ProjectSlug, BeforeValidator(_slug)]
Moment = Annotated[datetime, AfterValidator(_aware)]
#: What is not plain is its JSON.
PlainValue = Annotated[bool | int | str, BeforeValidator(_flat)]
#: A moment that we can do without: an empty or odd one is None.
Sometime = Annotated[Moment | None, WrapValidator(_readable)]


class Model(BaseModel):
    """The base of all answers: frozen, open to new fields, indifferent to hyphens. Null is absent."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", arbitrary_types_allowed=True, coerce_numbers_to_str=True
    )

    @model_validator(mode="before")
    @classmethod
    def _snake(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            return {str(key).replace("-", "_"): value for key, value in data.items() if value is not None}
        return data
