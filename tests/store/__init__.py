"""What the tests do to databases. Statements that are compiled for one serve all of its kind.

The program has one database, and compiles each of its statements once. Tests have one each, and would spend a
tenth of their time on it.
"""

from functools import partial
from typing import Any

from bot.store import engine


class _Compiled(dict[Any, Any]):
    """Statements by their keys, which begin with an engine's dialect: of which the kind counts."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (type(dialect), *rest)


engine.create_async_engine = partial(
    engine.create_async_engine, execution_options={"compiled_cache": _Compiled()}
)
