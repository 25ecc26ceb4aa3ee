"""Test results: how many failed, which and why, and what was slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot import lines
from bot.circleci.models import Test
from bot.grammar import line
from bot.model.job_tests import Results, failures_by_file, test_failed
from bot.model.message import Block, Button, Buttons, CodeBlock, File, Message
from bot.model.reference import Reference
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Emoji, Text
from bot.output import safe
from bot.views.parts.buttons import job_button
from bot.views.parts.commit import job_facts, job_message, job_phrase
from bot.views.parts.text import bullets, count, duration, join_facts, left_out, one_line, paragraph
from bot.views.scene import Scene

#: How many failed tests are shown, how many lines of each message, and how long a line of it is.
FAILURES, _LINES, WIDTH = 10, 4, 160
SLOWEST = 5
#: Characters of a name in the file.
CELL = 300
#: Characters of a message or a name that are looked at, and of all messages in the file.
LONGEST_MESSAGE, ALL = 4_000, 200_000


@dataclass(frozen=True, slots=True)
class TestsCard:
    """``live``: the job still runs, so that more may come. ``everything``: all tests, as a file."""

    job: BuiltJob
    results: Results
    scene: Scene
    live: bool = False
    everything: bool = False


def tests_card(result: TestsCard) -> Message:
    """The counts, the failed tests by their file, and the slowest."""
    job, results, scene = result.job, result.results, result.scene
    told = _outcome(results) if results.total else "No test results"
    sign = Emoji("x" if results.failed else "white_check_mark" if results.total else "grey_question")
    stored: Text = ("This job doesn't store test results; add ", Code("store_test_results"), ".")
    more = f"Only the first {results.total:,} are shown; CircleCI has more."
    slowest = [_slow(test) for test in results.slowest(SLOWEST)]
    return job_message(
        job,
        f"{told}: {job_phrase(job)}",
        (
            *paragraph(
                join_facts((sign, " ", Bold(told)), job_facts(job, scene)),
                stored if not results.total and not result.live else "",
                f"{results.skipped:,} skipped" if results.skipped else "",
                more if results.cut else "",
                "Still running; more results may follow." if result.live else "",
            ),
            *failed_tests(results.failed),
            *(paragraph((Bold("Slowest"),), *bullets(slowest)) if slowest else ()),
            _buttons(result),
            scene.footer(live=result.live),
        ),
        (_file(result),) if result.everything and results.total else (),
    )


def results_count(results: Results) -> str:
    """``2 of 418 tests``: how many of them failed; ``2+ of 20+ tests`` where not all were read."""
    return f"{len(results.failed):,}{'+' if results.cut else ''} of {_total(results)}"


def _outcome(results: Results) -> str:
    """``2 of 418 tests failed``, ``418 tests, none failed``."""
    if results.failed:
        return f"{results_count(results)} failed"
    if results.cut:
        return f"None of the first {count(results.total, 'test')} failed"
    return f"{_total(results)}, none failed"


def _total(results: Results) -> str:
    """``20+ tests`` where there are more than were read."""
    return count(results.total, "test", cut=results.cut)


def failed_tests(tests: Sequence[Test], most: int = FAILURES) -> tuple[Block, ...]:
    """The tests by their file, each with the beginning of its message; the rest as a count."""
    blocks: list[Block] = []
    left = most
    for file, several in failures_by_file(tests):
        for at, test in enumerate(several[:left]):
            head: Text = (Code(one_line(file, 120)), f"   {len(several):,} failed")
            blocks += failed_blocks(test, head if file and not at else "", _line(test, file))
        left = max(0, left - len(several))
    return (*blocks, *paragraph(left_out(len(tests) - most, "more failed test")))


def failed_blocks(test: Test, *told: Text | str) -> tuple[Block, ...]:
    """A failed test, with the beginning of its message."""
    message = message_beginning(test.message)
    return (*paragraph(*told), *((CodeBlock(message),) if message else ()))


def message_beginning(message: str) -> str:
    """The first lines of a test's message that say something."""
    lines = [line.rstrip() for line in _readable(message).splitlines() if line.strip()]
    first = [line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in lines[:_LINES]]
    return "\n".join([*first, *(["…"] if len(lines) > _LINES else [])])


def _line(test: Test, file: str) -> Text:
    """The test, its class where that says more, and its time."""
    of = "" if test.classname == file else _class(test)
    took = _took(test.run_time) if test.run_time > 0 else ""
    return join_facts((Emoji("x"), " ", Bold(_name(test))), of, took)


def _class(test: Test) -> str:
    """The class, which some reports fill with the name once more."""
    told = bool(test.name) and test.name in test.classname
    return "" if told or not test.classname else one_line(test.classname, 80)


def _name(test: Test) -> str:
    return one_line(test.name, 150) or "(unnamed test)"


def _took(seconds: float) -> str:
    """``0.4 s``, ``2 min 5 s``."""
    if seconds < 0.1:
        return "under 0.1 s"
    return f"{seconds:.1f} s" if seconds < 60 else duration(timedelta(seconds=min(seconds, 1e7)))


def _slow(test: Test) -> Text:
    place: Text = (Code(one_line(test.file, 80)),) if test.file else ()
    return join_facts(_took(test.run_time), _name(test), _class(test) or place)


def _buttons(result: TestsCard) -> Buttons:
    slug, number = result.job.pipeline.project_slug, result.job.number
    items, reference = list[Button](), Reference.of_number(slug, number)
    if result.results.total and not result.everything:
        items.append(Button("Attach all", line(lines.TESTS, lines.TestsArgs(reference, all=True))))
    if result.live:
        items.append(Button("Refresh", line(lines.TESTS, lines.TestsArgs(reference))))
    items.append(job_button(slug, number, "Job"))
    return Buttons(tuple(items))


def _file(result: TestsCard) -> File:
    """A table of all tests, what failed first, and the messages below it."""
    tests = sorted(
        result.results.tests, key=lambda it: (not test_failed(it), it.file or it.classname, it.name)
    )
    words = {word for it in tests for word in (it.result, it.file, it.classname, it.name)}
    told = {word: one_line(word, CELL) for word in words}  # each once: files have many tests
    cells = [
        (told[it.result], f"{it.run_time:.2f}", told[it.file], told[it.classname], told[it.name])
        for it in tests
    ]
    head = ("result", "seconds", "file", "class", "test")
    widths = [min(80, max(len(row[at]) for row in (head, *cells))) for at in range(len(head))]
    # numbers to the right, words to the left
    form = "  ".join(f"{{:{'>' if at == 1 else '<'}{width}}}" for at, width in enumerate(widths))
    lines = [form.format(*row).rstrip() for row in (head, *cells)]
    lines += _messages(result.results.failed)
    name = f"tests-{one_line(result.job.called).replace('/', '-')}-{result.job.number}.txt"
    content, title = ("\n".join(lines) + "\n").encode(), f"All tests: {job_phrase(result.job)}"
    return File(name, content, title, result.job.page(result.scene.web))


def _messages(tests: Sequence[Test]) -> list[str]:
    """What the failed tests said, as far as there is room."""
    lines: list[str] = []
    room = ALL
    for at, test in enumerate(tests):
        if room <= 0:
            return [*lines, "", f"+ the messages of {count(len(tests) - at, 'more failed test')}"]
        if message := _readable(test.message).strip("\n"):
            place, name = (one_line(each, CELL) for each in (test.file or test.classname, test.name))
            lines += ["", f"{place}: {name}", message]
            room -= len(message)
    return lines


def _readable(message: str) -> str:
    """As much of a message as is looked at, without what a terminal would make of it, and without secrets."""
    return safe(message[:LONGEST_MESSAGE])
