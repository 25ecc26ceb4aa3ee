"""Memory that was needed for a moment is given back."""

import platform
import subprocess
import sys

import pytest

#: Frees a block of 30 MB, as after a large answer; then what is small and stays lies between large blocks.
PROGRAM = """
from pathlib import Path
from bot.operating.allocator import give_large_blocks_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20

if {given_back}:
    give_large_blocks_back()
before = resident()
bytearray(30 * 2**20)
several = [(bytearray(8 * 2**20), bytearray(4_000)) for _ in range(20)]
kept = [small for _, small in several]
del several
print(resident() - before)
"""


def megabytes_left(*, given_back: bool) -> float:
    program = PROGRAM.format(given_back=given_back)
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(found.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries give it back themselves")
def test_what_large_answers_took_is_given_back_though_something_small_stays() -> None:
    assert megabytes_left(given_back=False) > 100
    assert megabytes_left(given_back=True) < 10
