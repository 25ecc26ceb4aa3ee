"""What every test may rely on."""

import atexit
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog

from bot.settings import Settings
from tests.warm import Warm

# A property is about values, not about time, which other tests take away on the same cores. In CI the values
# are the same each time: what lands does not hang on luck, and new ones are looked for where people work.
hypothesis.settings.register_profile(
    "ringmaster", deadline=None, max_examples=60, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile("ringmaster")

# What was imported stays; to look through it for garbage again and again is a tenth of the suite's time.
gc.freeze()
gc.set_threshold(50_000, 20, 100)
atexit.register(gc.freeze)


def pytest_collection_finish() -> None:
    """So do the tests that were found."""
    gc.freeze()


def _without_each_call(
    _: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    if method == "debug":
        raise structlog.DropEvent
    return event


# What was logged is read where a test fails. To draw each call of CircleCI takes a while, and a traceback as
# rich does, a tenth of a second.
structlog.configure(
    processors=[
        _without_each_call,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ],
)

# The bot waits until each row is on the disk, and so would each test. Its folder is in memory where there is
# enough: that is as good to whom only processes are taken from, not machines.
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the settings that they give, not those of whoever runs them."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Processes of the program that are forked."""
    made = Warm()
    yield made
    made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[pytest.TestReport]:
    """In CI every test is meant to run: there a skip is a failure."""
    report: pytest.TestReport = yield  # type: ignore[misc]
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("RINGMASTER_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped where every test must run: {report.longrepr}"
    return report  # type: ignore[return-value]
