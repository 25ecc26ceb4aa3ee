"""The program where a clock is MINUTES off: `python -m tests.soak.misdated worker`."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

from bot.__main__ import app

if __name__ == "__main__":
    off = timedelta(minutes=float(os.environ["MINUTES"]))
    with time_machine.travel(datetime.now(UTC) + off, tick=True):
        app()
