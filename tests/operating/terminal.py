"""The program's commands without a process: in a thread of this one."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.operating import logging
from bot.settings import CannotStart


class Terminal:
    """``ringmaster words …``: exit code, standard output and standard error."""

    def __init__(self, words: tuple[str, ...], environment: dict[str, str]) -> None:
        self._words = words
        self._environment = environment

    async def ran(self, *words: str, **more: str) -> tuple[int, str, str]:
        environment = {**self._environment, **more}
        result = await asyncio.to_thread(CliRunner().invoke, app, [*self._words, *words], env=environment)
        if isinstance(result.exception, CannotStart):  # which the program says, and ends with 2
            return 2, result.stdout, str(result.exception)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr


def a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str, **environment: str) -> Terminal:
    """One that stands in ``folder``, and begins every command with ``words``."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(logging, "configure", lambda *_: None)
    return Terminal(words, environment)
