"""Files that are none, never end, or aren't YAML: what is told of them says what to do."""

import os
from pathlib import Path

import pytest

from bot.policy.file import PolicyError, load_policy


def test_what_may_never_end_is_no_policy_file(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe.yml")
    for endless in (pipe, Path("/dev/zero")):
        with pytest.raises(PolicyError, match="is a pipe or a device; make it a file"):
            load_policy(endless)
    with (large := tmp_path / "large.yml").open("wb") as file:
        file.truncate(10_000_000_000)
    with pytest.raises(PolicyError, match="is too large for a policy: over 2,000,000 bytes"):
        load_policy(large)


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"projects:\n\tweb: gh/acme/web\n", ":2: .*; use spaces, not tabs"),
        (b"projects:\tweb\n", ":1: .*; use spaces, not tabs"),
        ("projects: {}".encode("utf-16"), r"is not UTF-8 \(at byte 0\); save it as UTF-8"),
        (b"projects: {}\n# \x00", r"remove the character U\+0000 in line 2"),
        (b"projects: {web: gh/acme/*}", "isn't a project's slug like gh/acme/web"),
        (b"channels: {C0WEB: {project: 'gh/acme/w?b'}}", "isn't a project's slug like gh/acme/web"),
        (
            b"projects: {}\n---\nprojects: {}\n",
            ":2: not YAML: expected a single document in the stream but found another document",
        ),
        (
            b"everywhere: {allow: [&r {do: [read], projects: ['*']}, {<<: *r, who: [U0ANA]}]}",
            "<< isn't read here; write out the keys that are meant",
        ),
        (b"markers: {gh/*/web: wish}", "isn't a project's slug like gh/acme/web"),
    ],
)
def test_what_is_told_of_a_mistake_says_what_to_do(tmp_path: Path, content: bytes, advice: str) -> None:
    (file := tmp_path / "policy.yml").write_bytes(content)
    with pytest.raises(PolicyError, match=advice):
        load_policy(file)
