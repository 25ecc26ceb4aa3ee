"""The policy in force, while its file changes."""

import queue
import threading
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.model.permission import Permission
from bot.policy.file import parse_policy
from bot.policy.rules import Policy
from bot.policy.source import POLICY_LOOK_EVERY, PolicySource

READ = "everywhere: {allow: [{do: [read], projects: ['*']}]}\n"
TRIGGER = "everywhere: {allow: [{do: [trigger], projects: ['*']}]}\n"
WRONG = "everywhere: {allow: [{do: [raed], projects: ['*']}]}\n"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def passes(self) -> None:
        self.now += POLICY_LOOK_EVERY


def looked(source: PolicySource, clock: Clock) -> Policy:
    """What holds once what changed has stood still for a look."""
    for _ in range(2):
        clock.passes()
        current = source.current
    return current


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policy.yml"


def granted(policy: Policy) -> set[Permission]:
    return {permission for rule in policy.everywhere for permission in rule.do}


def test_a_change_is_taken_up_within_a_second(file: Path, clock: Clock) -> None:
    file.write_text(READ)
    source = PolicySource(file, clock)
    before = source.current
    file.write_text(TRIGGER)
    assert source.current is before
    assert granted(looked(source, clock)) == {Permission.TRIGGER}


def test_nobody_waits_until_a_large_file_that_changed_is_read(
    file: Path, clock: Clock, mocker: MockerFixture
) -> None:
    file.write_text(READ)
    source = PolicySource(file, clock)
    may, readers = threading.Event(), queue.Queue[threading.Thread]()

    def slowly(path: Path, text: str) -> Policy:
        readers.put(threading.current_thread())
        assert may.wait(10)
        return parse_policy(path, text)

    mocker.patch("bot.policy.source.parse_policy", slowly)
    file.write_text(TRIGGER + "# long\n" * 10_000)
    assert granted(looked(source, clock)) == {Permission.READ}
    reader = readers.get(timeout=10)
    file.write_text(WRONG + "# longer\n" * 10_000)
    assert granted(looked(source, clock)) == {Permission.READ}
    may.set()
    reader.join(10)
    assert (granted(source.current), source.problem) == ({Permission.TRIGGER}, None)
    looked(source, clock)
    readers.get(timeout=10).join(10)
    assert granted(source.current) == {Permission.TRIGGER}
    assert "raed" in str(source.problem)


def test_a_file_that_has_not_changed_is_not_read_again(file: Path, clock: Clock) -> None:
    file.write_text(READ)
    source = PolicySource(file, clock)
    before = source.current
    clock.passes()
    assert source.current is before


def test_a_broken_file_changes_nothing_until_it_is_mended(file: Path, clock: Clock) -> None:
    file.write_text(READ)
    source = PolicySource(file, clock)
    assert source.problem is None
    file.write_text(WRONG)
    assert granted(looked(source, clock)) == {Permission.READ}
    assert "raed" in str(source.problem)
    file.write_text(TRIGGER)
    assert granted(looked(source, clock)) == {Permission.TRIGGER}
    assert source.problem is None


def test_a_file_that_is_wrong_from_the_start_allows_nothing_until_it_is_mended(
    file: Path, clock: Clock
) -> None:
    file.write_text(WRONG)
    source = PolicySource(file, clock)
    assert granted(source.current) == set()
    assert source.problem is not None
    file.write_text(READ)
    assert granted(looked(source, clock)) == {Permission.READ}


def test_without_a_file_one_may_read_and_one_that_appears_is_taken_up(file: Path, clock: Clock) -> None:
    source = PolicySource(file, clock)
    assert granted(source.current) == {Permission.READ}
    assert source.problem is None
    file.write_text(TRIGGER)
    assert granted(looked(source, clock)) == {Permission.TRIGGER}


def test_a_file_that_was_named_and_is_not_there_allows_nothing(file: Path, clock: Clock) -> None:
    source = PolicySource(file, clock, named=True)
    assert granted(source.current) == set()
    assert source.problem == f"{file} isn't there, so nothing is allowed"
    file.write_text(READ)
    assert granted(looked(source, clock)) == {Permission.READ}
    assert source.problem is None


def test_a_link_that_leads_to_no_file_allows_nothing_though_nobody_named_it(file: Path, clock: Clock) -> None:
    file.symlink_to(file.with_name("mounted.yml"))
    source = PolicySource(file, clock)
    assert granted(source.current) == set()
    assert source.problem == f"{file} isn't there, so nothing is allowed"
    file.with_name("mounted.yml").write_text(READ)
    assert granted(looked(source, clock)) == {Permission.READ}


def test_a_file_that_is_still_being_written_is_not_taken_up(file: Path, clock: Clock) -> None:
    file.write_text(READ)
    source = PolicySource(file, clock)
    for more in range(3):
        file.write_text(TRIGGER + "#" * more)
        clock.passes()
        assert granted(source.current) == {Permission.READ}
    assert granted(looked(source, clock)) == {Permission.TRIGGER}


def test_a_wrong_file_that_appears_changes_nothing(file: Path, clock: Clock) -> None:
    source = PolicySource(file, clock)
    file.write_text(WRONG)
    assert granted(looked(source, clock)) == {Permission.READ}
    assert source.problem is not None


def test_a_file_that_disappears_leaves_its_policy_in_force(file: Path, clock: Clock) -> None:
    file.write_text(TRIGGER)
    source = PolicySource(file, clock)
    file.unlink()
    assert granted(looked(source, clock)) == {Permission.TRIGGER}
    assert "gone" in str(source.problem)
    file.write_text(READ)
    assert granted(looked(source, clock)) == {Permission.READ}
    assert source.problem is None


def test_a_file_that_is_replaced_by_another_is_noticed(file: Path, clock: Clock, tmp_path: Path) -> None:
    file.write_text(READ)
    source = PolicySource(file, clock)
    assert granted(source.current) == {Permission.READ}
    (tmp_path / "new.yml").write_text(TRIGGER)
    (tmp_path / "new.yml").replace(file)
    assert granted(looked(source, clock)) == {Permission.TRIGGER}


def test_a_path_that_can_not_be_looked_at_is_a_problem_and_no_crash(file: Path, clock: Clock) -> None:
    file.write_text(READ)
    source = PolicySource(file / "policy.yml", clock)
    assert granted(source.current) == set()
    assert source.problem is not None
