"""Secrets that stand where only secrets do: addresses, headers, hashes of passwords. Words that look like keys,
too: long, and put together by chance. Hashes and paths are long, too, and are not.

Each pattern is linear in what it reads.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase, digits

from bot.output.hints import Telling, any_of
from bot.output.tokens import shaped_words
from bot.output.values import Stretch, is_example, stands_in

#: `secret`: what of it is the secret. Behind what, in lower case, the line has.
_SAID = Telling(
    (words, re.compile(pattern, re.VERBOSE))
    for words, pattern in (
        ("hooks.slack.com", r"(?i)hooks\.slack\.com/\w{1,20}/(?P<secret>[\w/]{8,}+)"),
        ("/webhooks/", r"(?i)discord(?:app)?\.com/api/webhooks/\d{1,30}/(?P<secret>[\w-]{20,}+)"),
        ("webhook.office", r"(?i)\.webhook\.office\.com/webhookb2/(?P<secret>[\w@/-]{30,}+)"),
        ("@", r"""://\w{1,80}:(?P<secret>(?!\d+\b)[^\s/@"'<>]+(?:\ [^\s/@"'<>]+){1,5})@[\w.-]+:\d"""),
        ("@", r"://(?P<secret>[0-9a-f]{8,}:[0-9a-f]{8,})@"),
        ("key=|key =", r"^\s*key\s?=\s?(?P<secret>[0-9A-F]{32,})\s*$"),
        (
            "@",
            r"""://[^\s/:@?\#"'<>]{0,255}:(?P<secret>(?!\$)(?:[^\s/?"'<>]{1,255}|(?!\d+/)[^\s@?"'<>]{1,255}))@(?=[\w\[$])""",
        ),
        ("@", r"""://(?P<secret>[\w.~%+-]{20,255})(?::[\w-]{0,255})?@"""),
        (
            "bundle_",
            r"(?<=BUNDLE_)[A-Z]\w{0,80}?__\w{1,80}(?:=|:\s\"?)(?:(?![0-9a-f]{8}:)[\w-]{1,80}:(?=\S{6}))?(?P<secret>[^\s:\"'\[]{6,}+(?::[\w-]{8,})?)(?!:\[)",
        ),
        ("$", r"(?P<secret>\$(?:apr1|2[aby]|[156]|y|argon2\w{0,3})\$[A-Za-z0-9./$=,+]{10,}+)"),
        (
            "$",
            r"(?i)\b(?P<secret>(?:pbkdf2|scrypt|bcrypt|scram-sha|argon2|sha\d{3})[\w:-]{0,30}\$[^\s:'\"<>]{16,}+)",
        ),
        (":::", r":(?P<secret>[0-9a-fA-F]{32}:[0-9a-fA-F]{32}):::"),
        ("/hooks/", r"(?i)://[^\s/]{1,200}/hooks/(?P<secret>(?=[^\s\d]{0,200}+\d)[\w/-]{16,}+)"),
        ("/integration/", r"events\.pagerduty\.com/integration/(?P<secret>\w{20,}+)"),
        ("/t/", r"/t/(?P<secret>(?=[^\s/\d]{0,80}+\d)[\w-]{24,}+)/"),
        ("/with/key/", r"/with/key/(?P<secret>[\w-]{16,}+)"),
        (
            "sessid=|jsessionid=",
            r"(?i)\b(?:jsession|php_?sess|asp\w{0,20}sess)id=(?P<secret>(?=[^\s\d]{0,200}+\d)[\w%-]{16,}+)",
        ),
        (
            "basic ",
            r"""(?<![\w-])[Bb]asic\ (?P<secret>(?=[A-Za-z+/]{0,99}[\d=])(?=[a-z\d+/=]{0,99}[A-Z])
            (?:[A-Za-z0-9+/]{4}){3,}+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)(?![\w-])""",
        ),
        (
            "authorization",
            r"""(?i)authorization\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:
            (?:bearer|basic|token|aws4[\w-]{1,20}|apikey|ssws)\ (?P<secret>[^\n"'\\$<\s{(\[*][^\n"'\\]*+)
            | (?:digest\ [^\n]*?response=\\?"|(?!digest\ )[a-z][\w-]{1,20}\ )?(?P<other>(?=[^\s\d]{0,200}+\d)[^\s"'\\]{8,}+))""",
        ),
        (
            "bearer|ssws",
            r"(?i)(?<![\w-])(?:bearer|ssws)\s{1,3}(?P<secret>(?=[\w.~+/=-]{0,200}\d|[\w-]{20})[\w.~+/=-]{16,}+)",
        ),
        (
            "cookie",
            r"""(?i)(?:set-)?cookie\\?["']?\s{0,3}:\s{0,3}(?P<secret>[\w.-]{1,64}=(?![<\[*;\s])[^\n]++)""",
        ),
        (
            "-api-key|private-token|dd-|circle-token",
            r"""(?i)(?:(?<![A-Z])[A-Z]{1,20}-API-KEY|PRIVATE-TOKEN|DD-[\w-]{0,40}KEY|Circle-Token)['"]?[:\s]\s{0,3}
            ['"]?(?P<secret>[\w-]{16,}+)""",
        ),
        (
            '"auth"|github.com"',
            r"""(?i)"auth"\s{0,9}:\s{0,9}"(?P<secret>(?=[A-Za-z+/]{0,99}[\d=])[\w+/=]{8,})"|"github\.com"\s{0,9}:\s{0,9}"(?P<other>[0-9a-f]{30,})""",
        ),
        ("sig=|signature=", r"[?&]sig(?:nature)?=(?P<secret>[\w%+/=-]{8,}+)"),
    )
)


def token_stretches(line: str, lowered: str) -> Iterator[Stretch]:
    """The secrets of a line that have a shape of their own, or stand where only secrets do."""
    yield from shaped_words(line)
    for pattern in _SAID.of(lowered):
        for found in pattern.finditer(line):
            group = "secret" if found["secret"] is not None else "other"
            if not (stands_in(found[group]) or is_example(line, *found.span(group))):
                yield found.span(group)


#: A word that may be a key.
_WORD = re.compile(r"[^A-Za-z0-9+/_-](?=[A-Za-z0-9+/_-]{24})([A-Za-z0-9+/_-]++={0,2})")
_FEWEST, _FEWEST_OF_ONE_CASE, _FEWEST_DISTINCT = 20, 28, 10
_MIXED = re.compile(r"[0-9](?:(?=[A-Za-z])|(?<=[A-Za-z].))")
_HEX = re.compile(r"[0-9a-f-]+|[0-9A-F-]+")
#: What is public though it is random: checksums, public keys, stores, CircleCI's names of projects.
_PUBLIC = re.compile(
    r"[\w-]*cache/|(?:sha|md|blake)\d+[-_]|nonce-|AAAA[BCE][23]N|AAAAE2V|AAAAG|.*/store/[a-z0-9]{32}-|(?:.*/)?var/folders/"
    r"|(?:.*/)?circleci/[A-Za-z0-9]{20,24}(?:/[A-Za-z0-9]{20,24})?(?:/[a-z-]+|/\d+)*$"
)
_PUBLIC_BEFORE = re.compile(
    r"(?i)(?:\bh1:|SHA256:|fingerprint\S{0,3}\s?|public[ _-]?key\W{0,5}|etag\W{1,5}(?:W/\")?|integrity\W{1,4}\S{0,8}|resolved .*|(?:sha|md5)[\w-]{0,5}=|(?<!secret)(?<!session)(?<!access_key)(?<!accesskey)(?:[_-]id(?:-2)?|[a-z]Id|ID)\W{1,6}"
    r"|cache\b.*|recv-keys |(?:RSA|DSA|ECDSA|EDDSA) key |ssh-[a-z0-9]+ |ecdsa-\S+ |minisign .*|peer: |Inspect: .*|base64,|boundary=|digest\W{1,3})$"
)
_PUBLIC_HINT = any_of(
    "id|sha|md5|peer: |inspect: |base64,|h1:|sha256:|fingerprint|public|etag|integrity|resolved |cache|recv-keys | key |ssh-|ecdsa-|minisign |boundary=|digest"
)
#: A part that says nothing: hexadecimal, a number, a word.
_PLAIN_PART = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9a-f]{7,}+|[0-9A-F]{7,}+|[0-9]++|[A-Z]?[a-z]{2,}+)(?![A-Za-z0-9])"
)
_AWS = re.compile(r"[A-Za-z0-9/+]{40}")
_PARTS = re.compile(r"[/_+-]+")
#: Each sign as its kind.
_KINDS = str.maketrans(ascii_lowercase + ascii_uppercase + digits, "a" * 26 + "A" * 26 + "0" * 10)


def random_words(line: str) -> Iterator[Stretch]:
    """The words of a line that look like keys, where nothing says that they are public."""
    for word in _WORD.finditer(f" {line}"):
        start, end = word.start(1) - 1, word.end(1) - 1
        if looks_like_a_key(word[1]) and not _is_public(line[max(0, start - 200) : start]):
            yield start, end


def _is_public(before: str) -> bool:
    """Whether what stands before a word says so."""
    return _PUBLIC_HINT.search(before.lower()) is not None and _PUBLIC_BEFORE.search(before) is not None


def looks_like_a_key(word: str) -> bool:
    """Whether chance has put it together: its letters and digits change their kind as often as that does.

    Commits, UUIDs and digests (all hexadecimal, or marked as such) are not meant, nor paths and names.
    """
    body = word.rstrip("=")
    if not _MIXED.search(body) or _HEX.fullmatch(body) or _PUBLIC.match(body):
        return False
    parts = [part for part in _PARTS.split(_PLAIN_PART.sub("", body).translate(_KINDS)) if part]
    seen = set().union(*parts)
    signs = sum(map(len, parts))
    if "0" not in seen or len(seen) < 2 or len(set(body)) < _FEWEST_DISTINCT:
        return False
    # A sign is of another kind than the one before; a word's capital is no change.
    changes = sum(a != b and a + b != "Aa" for part in parts for a, b in pairwise(part))
    often = changes / max(1, signs - len(parts))
    if len(seen) == 3:
        return signs >= _FEWEST and often >= (0.15 if _AWS.fullmatch(body) else 0.25)
    return signs >= _FEWEST_OF_ONE_CASE and often >= 0.28
