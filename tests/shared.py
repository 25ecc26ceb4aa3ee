"""Where the reference material lies that some tests read: beside the project, never in it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="reads the reference material in ../shared, which is not beside this checkout"
)
