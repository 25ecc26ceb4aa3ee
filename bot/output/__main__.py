"""The process that `apart` starts: masks what it is given until nobody is there to give any more."""

import os
import pickle
import signal
import sys

from bot.output.apart import through, write_message


def _serve() -> None:
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # whoever prints, prints beside
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal; the end of the pipe ends this
    if hasattr(os, "nice"):
        os.nice(10)
    while True:
        try:
            filters, text, last = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own
        except EOFError:
            return
        write_message(answers, through(filters, text, last))


if __name__ == "__main__":
    _serve()
