"""Every reader of what comes from outside, for a moment; `make soak ARGS=fuzz` takes its time."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.fuzzing.readers import READERS


@pytest.mark.parametrize("name", READERS)
def test_whatever_comes_is_read_or_refused_as_documented_and_soon(name: str, tmp_path: Path) -> None:
    with READERS[name](tmp_path) as (what_comes, read):
        settings(max_examples=25, deadline=None, database=None)(given(what_comes)(read))()
