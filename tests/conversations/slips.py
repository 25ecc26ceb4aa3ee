"""Lines that went wrong: each good one with its letters swapped, words missing or in another order, names and
numbers that are not there, flags of other tools, and other words for the command.

None of them is a line that acts as it is written.
"""

from collections.abc import Callable, Iterator

READING = (
    "status web@main",
    "status #812",
    "why last failed web",
    "why web#812",
    "pipelines web@main --mine",
    "logs last failed web 'Run tests' --tail 5",
    "logs 5266",
    "tests 5266 --all",
    "artifacts last failed web --match *.xml",
    "artifact 5266 test-results/junit.xml",
    "job web#5266",
    "workflow #812",
    "pipeline last failed",
    "config #812 --source",
    "flaky web",
    "insights web --days 7",
    "red acme",
    "project web",
    "envs web",
    "deploys web",
    "can trigger web@main",
    "help trigger",
)
ACTING = (
    "rerun web#812",
    "rerun last failed web --failed",
    "cancel #813",
    "cancel web@main",
    "approve web@release/2.5 approve-eu",
    "reject web#810",
    "trigger web@fix/cart-badge shards=3",
    "trigger api@fix/timeouts",
)

_OTHER_WORDS = {
    "status": ("state", "show"),
    "why": ("explain", "whats wrong with"),
    "pipelines": ("builds", "list"),
    "logs": ("log", "tail"),
    "tests": ("test", "results"),
    "artifacts": ("files",),
    "pipeline": ("show", "build"),
    "deploys": ("deploy", "versions"),
    "envs": ("env", "vars"),
    "rerun": ("retry", "restart"),
    "cancel": ("stop", "abort"),
    "approve": ("accept", "confirm"),
    "trigger": ("run", "start"),
}
_ABSENT = (
    ("web", "wbe"),
    ("web", "zebra"),
    ("main", "mian"),
    ("812", "99999"),
    ("5266", "812"),
    ("5266", "9999999"),
    ("810", "99999"),
    ("813", "99999"),
    ("acme", "acmee"),
    ("approve-eu", "aprove-eu"),
    ("release/2.5", "release/2-5"),
    ("shards", "shrads"),
    ("junit.xml", "junti.xml"),
    ("Run tests", "Runs"),
    ("--days 7", "--days 8"),
)
_FLAGS = ("--limit 5", "extra")


def slips() -> list[str]:
    """All of them, each once, in an order that is always the same."""
    ways: tuple[Callable[[str], Iterator[str]], ...] = (_swapped, _absent, _reordered, _flagged, _renamed)
    found = [slip for good in (*READING, *ACTING) for way in ways for slip in way(good)]
    found += [slip for good in READING for slip in _shortened(good)]
    return [each for each in dict.fromkeys(found) if each not in {*READING, *ACTING}]


def _swapped(line: str) -> Iterator[str]:
    """Two letters of the command, or of the first word after it."""
    words = line.split(" ")
    for at, word in enumerate(words[:2]):
        if len(word) > 2 and word.isalpha():
            for place in dict.fromkeys((0, len(word) - 2)):
                slip = f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"
                yield " ".join([*words[:at], slip, *words[at + 1 :]])


def _absent(line: str) -> Iterator[str]:
    for name, other in _ABSENT:
        if name in line:
            yield line.replace(name, other)


def _reordered(line: str) -> Iterator[str]:
    verb, *rest = line.split(" ")
    if len(rest) > 1 and "'" not in line:
        yield " ".join([verb, *reversed(rest)])
        yield " ".join([verb, *rest[1:], rest[0]])


def _flagged(line: str) -> Iterator[str]:
    return (f"{line} {flag}" for flag in _FLAGS)


def _renamed(line: str) -> Iterator[str]:
    verb, _, rest = line.partition(" ")
    return (f"{other} {rest}".rstrip() for other in _OTHER_WORDS.get(verb, ()))


def _shortened(line: str) -> Iterator[str]:
    """One word is missing, or all but the command are."""
    verb, *rest = line.split(" ")
    if "'" in line:
        return
    yield verb
    for at in range(len(rest)):
        yield " ".join([verb, *rest[:at], *rest[at + 1 :]])
