"""Output as nobody wishes it: long, hostile, with secrets in it. For a project or a branch of its own."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.playground.circleci.script import Contents, JobScript, Scripts, Step, WorkflowScript

_PIECE = 64 * 2**10


@dataclass(frozen=True, slots=True)
class RawStep(Step):
    """A step whose output is told byte by byte: ``body`` gives the JSON behind its address, in pieces."""

    body: Callable[[], Iterator[bytes]] = lambda: iter((b"[]",))


def one_message(text: Iterable[bytes]) -> Iterator[bytes]:
    """The JSON of one message, whose text is escaped already; it takes as little memory as its pieces."""
    yield b'[{"type":"out","message":"'
    yield from text
    yield b'","time":"2026-11-24T10:00:00.000Z"}]'


def escaped(text: str) -> bytes:
    """A text as it stands within a JSON string."""
    return json.dumps(text)[1:-1].encode()


def endless(size: int, line: str = "GET /api/orders/17 200 in 12 ms\n") -> Iterator[bytes]:
    """One message of ``size`` bytes, made on the fly; a ``line`` without an end makes one line of all."""
    piece = escaped(line) * (_PIECE // len(line))
    whole, rest = divmod(size, len(piece))
    yield from one_message(piece if at < whole else piece[:rest] for at in range(whole + 1))


#: None of them opens anything. In two parts, so that nobody takes this file for a leak.
SECRETS = (
    "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
    "xoxb-" + "17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
    "AKIA" + "IOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "CCIPAT_" + "8kPq3vRZtNwYb5XjLmCdTs_0123456789abcdef",
    "hunter2-" + "and-more",
    "MIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/" + "ygWyF0qJDr1uYRJz",
)
_KEY = "RSA PRIVATE" + " KEY"
_LEAKS = (
    f"$ git clone https://x-access-token:{SECRETS[0]}@github.com/acme/api\n"
    f'{{"slack": {{"token": "{SECRETS[1]}"}}}}\n'
    f"export AWS_ACCESS_KEY_ID={SECRETS[2]} AWS_SECRET_ACCESS_KEY={SECRETS[3]}\n"
    f"\x1b[33mstripe\x1b[0m key \x1b[1m{SECRETS[4][:12]}\x1b[22m{SECRETS[4][12:]}\x1b[0m\n"
    f"> Circle-Token: {SECRETS[5]}\n"
    f"postgres://app:{SECRETS[6]}@db.internal:5432/shop\n"
    f"-----BEGIN {_KEY}-----\n{SECRETS[7]}\n-----END {_KEY}-----\n"
)
_MENTIONS = (
    "<!channel> <!here> <!everyone> @here @channel <@U0ANA> <#C0DEPLOYS> <!subteam^S0RELEASE>\n"
    "```\n*bold* _italic_ ~gone~ `code` &lt;!channel&gt; :rotating_light:\n```\n"
    "<https://evil.example|web #812> [web](https://evil.example) https://evil.example/unfurl\n"
    "\u202egnp.exe\u202c z\u200be\u200br\u200bo\n"
)
_COLOURS = (
    "\x1b(B\x1b[2J\x1b[H\x1b[31mred\x1b[39m \x1b]8;;https://evil.example\x07linked\x1b]8;;\x07\n"
    "  1%\r 50%\r100% done\r\n\x1b]0;a title\x1b\\\x07\x07typo\b\b\b\bfixed\n"
)
_TEXT = _COLOURS + _LEAKS + _MENTIONS


def _hostile() -> Iterator[bytes]:
    yield from one_message((escaped(_TEXT), b"no \xff\xfe text \xc3\\n", escaped("the end\n")))


def _one_line() -> Iterator[bytes]:
    """10 MB without an end of the line, and a secret in the middle of it."""
    yield from one_message((b"x y " * 1_250_000, escaped(f" {SECRETS[0]} "), b"x y " * 1_250_000))


def hostile(outcome: str) -> Contents:
    """What such a job leaves behind."""
    return Contents(
        steps=(
            Step("Checkout code", "git checkout --force", "HEAD is now at a1b2c3d A change\n"),
            Step("Many lines", "yes", "".join(f"line {number}\n" for number in range(1, 1_205))),
            RawStep("One line", "cat bundle.js", "", body=_one_line),
            RawStep("Large output", "yes", "", body=lambda: endless(200_000_000)),
            Step("Silence", "true", ""),
            Step("Run tests", "npm test", "never reached\n"),
            RawStep(
                "Run <!channel>",
                f"deploy --token {SECRETS[0]}",
                "",
                failed=outcome == "failed",
                body=_hostile,
            ),
        )
    )


#: A pipeline of it: three parallel runs, of which one fails.
SCRIPTS: Scripts = (
    WorkflowScript("chaos", (JobScript("noise", 5, outcomes=("failed",), contents=hostile, parallelism=3),)),
)
