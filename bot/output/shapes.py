"""What secrets look like: the shapes that services give their tokens. Words that look like keys, too: long, and
put together by chance. Hashes and paths are long, too, and are not.

Each pattern is linear in what it reads.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from string import ascii_lowercase, ascii_uppercase, digits

from bot.output.hints import any_of
from bot.output.values import Stretch

#: Tokens that begin in a way of their own, and are no part of a longer word.
_TOKENS = (
    # Code and builds
    r"gh[opsur]_\w{16,}+",
    r"github_pat_\w{16,}+",
    r"gl(?:pat|dt|rt|cbt|ptt|soat|agent|oas|ft|imt|ffct)-[\w.-]{16,}+",
    r"GR1348941[\w-]{16,}+",
    r"(?:ATBB|BBDC-)[A-Za-z0-9]{16,}+",
    r"AT[AC]TT3xFfG[\w=-]{16,}+",
    r"CCI[A-Z]{2,6}_\w{8,}+",
    r"bk(?:ua|aj|ct|at)_\w{16,}+",
    r"travis-[\w-]{20,}+",
    r"sq[apu]_[a-f0-9]{30,}+",
    r"pul-[a-f0-9]{30,}+",
    r"(?:sgp_[\w]{30,}+|snyk_\w{20,}+)",
    # Packages
    r"npm_[A-Za-z0-9]{30,}+",
    r"pypi-AgE[\w-]{16,}+",
    r"rubygems_[a-f0-9]{32,}+",
    r"dckr_[a-z]{2,4}_[\w-]{16,}+",
    r"(?:cio|crates-io-)[A-Za-z0-9]{32}(?!\w)",
    r"oy2[a-z0-9]{43}(?!\w)",
    r"hexpm_\w{20,}+",
    r"pub_[A-Za-z0-9]{30,}+",
    r"CLOJARS_\w{20,}+",
    r"(?:AKCp|cmVmd)[A-Za-z0-9]{40,}+",
    # Clouds
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?!\w)",
    r"ABSK[\w+/=]{40,}+",
    r"IQoJb3JpZ2lu[\w+/=]{16,}+",
    r"AIza[\w-]{30,}+",
    r"ya29\.[\w-]{16,}+",
    r"1//0[\w-]{20,}+",
    r"GOCSPX-[\w-]{16,}+",
    r"AAAA[\w-]{7}:APA91b[\w-]{16,}+",
    r"do[opr]_v1_[a-f0-9]{16,}+",
    r"HRKU-[\w-]{16,}+",
    r"nfp_\w{20,}+",
    r"vc[pkiar]_\w{20,}+",
    r"vercel_blob_rw_\w{16,}+",
    r"cf(?:ut|at|k)_[\w-]{20,}+",
    r"v1\.0-[a-f0-9]{20,}+-[a-f0-9]{20,}+",
    r"fo1_[\w-]{20,}+",
    r"FlyV1[ ]\S{16,}+",
    r"hv[bsr]\.[\w-]{20,}+",
    r"s\.[A-Za-z0-9]{24}(?!\w)",
    r"dapi[a-f0-9]{32}(?:-\d)?",
    r"pscale_(?:tkn|pw|oauth)_[\w-]{20,}+",
    r"sb(?:p|_secret)_\w{20,}+[\w-]*",
    r"napi_\w{30,}+",
    r"dp\.(?:st|pt|ct|sa|scim|audit)\.[\w.]{20,}+",
    r"st\.[a-f0-9]{24}\.[\w.]{20,}+",
    r"tskey-[a-z]+-[\w-]{16,}+",
    r"sha256~[\w-]{30,}+",
    r"LS0tLS1CRUdJTi[\w+/=]{16,}+",
    # Mail, telephony, chat
    r"SG\.[\w-]{16,64}\.[\w-]{16,}+",
    r"xkeysib-[a-f0-9]{30,}+[\w-]*",
    r"xsmtpsib-[a-f0-9]{30,}+[\w-]*",
    r"key-[a-f0-9]{32}(?!\w)",
    r"(?:SK|AC)[a-f0-9]{32}(?:[:][a-f0-9]{32})?(?!\w)",
    r"md-[\w-]{22}(?![\w-])",
    r"re_\w{8}_\w{20,}+",
    r"xox[a-z](?:\.xox[a-z])?-[\w-]{8,}+",
    r"xapp-[\w-]{8,}+",
    r"[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}+",
    r"oauth:[a-z0-9]{30}(?!\w)",
    # Money and shops
    r"[sr]k_(?:live|test)_\w{8,}+",
    r"whsec_[\w/+=]{16,}+",
    r"EAAA[\w-]{56,}+",
    r"sq0(?:atp|csp)-[\w-]{20,}+",
    r"shp(?:at|ca|pa|ss|tka)_[a-fA-F0-9]{16,}+",
    r"rzp_(?:live|test)_\w{14,}+",
    r"access_token\$(?:production|sandbox)\$[a-z0-9]+\$[a-f0-9]{32}",
    r"access-(?:sandbox|development|production)-[a-f0-9-]{36}",
    r"FLWSECK(?:_TEST)?-[\w-]{20,}+",
    r"EZ[AT]K\w{50,}+",
    r"shippo_(?:live|test)_\w{20,}+",
    r"duffel_(?:test|live)_[\w-]{20,}+",
    r"(?:live|test)_[a-f0-9]{35}(?!\w)",
    r"amzn\.mws\.[a-f0-9-]{36}",
    r"amzn1\.oa2-cs\.v1\.\w{30,}+",
    # Monitoring and trackers
    r"NR(?:AK|II|JS|RA|BR|IQ|AA)-[\w-]{16,}+",
    r"sntry[su]_[\w=+/-]{20,}+",
    r"ddapi_\w{20,}+",
    r"lin_(?:api|oauth)_\w{20,}+",
    r"secret_[A-Za-z0-9]{40,}+",
    r"ntn_\w{30,}+",
    r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}",
    r"key[A-Za-z0-9]{14}(?!\w)",
    r"figd_[\w-]{20,}+",
    r"gl(?:sa|c)_[\w=+/]{20,}+",
    r"dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{30,}+",
    r"essu_[\w+/=]{30,}+",
    r"hc[a-z]ik_\w{30,}+",
    r"PMAK-[\w-]{30,}+",
    r"(?:sdk|api)-[a-f0-9]{8}-(?:[a-f0-9]{4}-){3}[a-f0-9]{12}",
    r"chpt_\w{12,}+",
    r"CFPAT-[\w-]{30,}+",
    r"tfp_\w{20,}+[\w-]*",
    r"rdme_\w{40,}+",
    r"samsara_api_\w{20,}+",
    r"aio_\w{28}(?!\w)",
    r"pnu_\w{30,}+",
    r"u\+[A-Za-z0-9_-]{18}(?!\w)",
    # Models
    r"(?<!-)sk-(?=[\w-]{0,60}\d)[\w-]{20,}+",
    r"hf_[A-Za-z0-9]{30,}+",
    r"gsk_\w{40,}+",
    r"xai-\w{60,}+",
    r"r8_\w{30,}+",
    r"pplx-\w{40,}+",
    r"lsv2_[a-z]{2}_\w{30,}+",
    # Others
    r"eyJ[\w+/=-]{16,}+(?:\.[\w-]*+)*+",
    r"[sp]k\.eyJ[\w.=+/-]{16,}+",
    r"sl\.[\w-]{100,}+",
    r"EAAC[A-Za-z0-9]{40,}+",
    r"IGQV[\w-]{60,}+",
    r"A{21,}[\w%]{40,}+",
    r"AQVN[\w-]{30,}+",
    r"y0_[\w-]{40,}+",
    r"00[A-Za-z][\w-]{39}(?![\w-])",
    r"AGE-SECRET-KEY-1\w{16,}+",
    r"fio-u-[\w-]{40,}+",
    r"api_(?:live|sandbox)\.[\w-]+\.[\w-]{20,}+",
)  # fmt: skip


def _branches(tokens: Sequence[str]) -> str:
    """One of them; those that begin alike behind what they begin with, so that few are tried."""
    plain = [each for each in tokens if each[0].isalnum() and each[1] != "{"]
    branches = [each for each in tokens if each not in plain]
    for first, alike in groupby(sorted(plain), key=lambda each: each[0]):
        branches.append(f"{first}(?:{'|'.join(each[1:] for each in alike)})")
    return "|".join(branches)


#: Each is long, and no part of a longer word.
_BEGINS = r"[^A-Za-z0-9](?=[\w.~:/+$=-]{12}|FlyV1)"
_TOKEN = re.compile(rf"{_BEGINS}(?=(?P<token>{_branches(_TOKENS)}))")
#: What has its sign in its middle.
_MARKED = tuple(
    (sign, re.compile(rf"{_BEGINS}(?=(?P<token>{pattern}))"))
    for sign, pattern in (
        ("8Q~", r"[A-Za-z0-9_~.]{3}8Q~[\w~.-]{20,}+"),
        (".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}+"),
        ("-us", r"[a-f0-9]{32}-us\d{1,2}(?!\w)"),
        (":AA", r"(?:bot)?\d{8,12}:AA[\w-]{30,}+"),
        ("NRAL", r"[a-f0-9]{36}(?:FFFF)?NRAL"),
        ("jsn", r"\w{10}msh\w{15}p1\w{8}jsn\w{12}"),
    )
)
#: `secret`: what of it is the secret. Behind what, in lower case, the line has.
_SAID = tuple(
    (word, re.compile(pattern, re.VERBOSE))
    for words, pattern in (
        ("hooks.slack.com", r"(?i)hooks\.slack\.com/\w{1,20}/(?P<secret>[\w/]{8,}+)"),
        ("/webhooks/", r"(?i)discord(?:app)?\.com/api/webhooks/\d{1,30}/(?P<secret>[\w-]{20,}+)"),
        ("webhook.office", r"(?i)\.webhook\.office\.com/webhookb2/(?P<secret>[\w@/-]{30,}+)"),
        ("@", r"""://[^\s/:@?\#"'<>]{0,255}:(?P<secret>(?!\$)[^\s/@"'<>]{1,255})@(?=[\w\[$])"""),
        ("@", r"""://(?P<secret>[\w.~%+-]{20,255})(?::[\w-]{0,255})?@"""),
        ("bundle_", r"(?<=BUNDLE_)\w{1,80}=(?:[\w-]{1,80}:)?(?P<secret>[\w-]{8,}(?::[\w-]{8,})?)"),
        ("$", r"(?P<secret>\$(?:apr1|2[aby]|[156]|y|argon2\w{0,3})\$[^\s:'\"<>]{10,}+)"),
        (
            "authorization",
            r"""(?i)authorization\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:
            (?:bearer|basic|token|digest|aws4[\w-]{1,20}|apikey|ssws)\ (?P<secret>[^\n"'\\$<\s{(][^\n"'\\]*+)
            | (?P<other>(?=[^\s\d]{0,200}+\d)[^\s"'\\]{8,}+))""",
        ),
        (
            "bearer|ssws",
            r"(?i)(?<![\w-])(?:bearer|ssws)\s{1,3}(?P<secret>(?=[\w.~+/=-]{0,200}\d|[\w-]{20})[\w.~+/=-]{16,}+)",
        ),
        ("token token=", r"(?i)token\ token=\"?(?P<secret>[\w-]{16,}+)"),
        ("cookie", r"""(?i)(?:set-)?cookie\\?["']?\s{0,3}:\s{0,3}(?P<secret>[\w.-]{1,64}=[^\n]++)"""),
        (
            "x-",
            r"""(?i)(?:["'<>\s]|^)x-[\w-]{0,40}?(?:key|token|secret)\\?["']?:\s{0,3}
            (?P<secret>(?=[^\s\d]{0,200}+\d)[^\s"'\\]{6,}+)""",
        ),
        (
            "-api-key|private-token|dd-|circle-token",
            r"""(?i)(?:(?<![A-Z])[A-Z]{1,20}-API-KEY|PRIVATE-TOKEN|DD-[\w-]{0,40}KEY|Circle-Token)['"]?[:\s]\s{0,3}
            ['"]?(?P<secret>[\w-]{16,}+)""",
        ),
        (
            "sig=|signature=|secret=|appid=",
            r"(?i)\b(?:sig|signature|secret|appid)=(?P<secret>(?=[^\s\d]{0,200}+\d)[\w%+/=-]{16,}+)",
        ),
        (
            '"auth"|github.com"',
            r"""(?i)"auth"\s{0,9}:\s{0,9}"(?P<secret>[\w+/=]{8,})"|"github\.com"\s{0,9}:\s{0,9}"(?P<other>[0-9a-f]{30,})""",
        ),
        ("sig=|signature=", r"[?&]sig(?:nature)?=(?P<secret>[\w%+/=-]{8,}+)"),
        ("accountkey=", r"""AccountKey=(?P<secret>[^\s;"']+)"""),
    )
    for word in words.split("|")
)
_SAID_HINT = any_of("|".join(word for word, _ in _SAID))


def shaped_words(line: str) -> Iterator[Stretch]:
    """The secrets of a line that have a shape of their own."""
    for pattern in (_TOKEN, *(pattern for sign, pattern in _MARKED if sign in line)):
        for found in pattern.finditer(f" {line}"):
            start, end = found.span("token")
            yield start - 1, end - 1


def token_stretches(line: str, lowered: str) -> Iterator[Stretch]:
    """The secrets of a line that have a shape of their own, or stand where only secrets do."""
    yield from shaped_words(line)
    if _SAID_HINT.search(lowered):
        for pattern in [pattern for word, pattern in _SAID if word in lowered]:
            for found in pattern.finditer(line):
                yield found.span("secret" if found["secret"] is not None else "other")


#: A word that may be a key.
_WORD = re.compile(r"[^A-Za-z0-9+/_-](?=[A-Za-z0-9+/_-]{24})([A-Za-z0-9+/_-]++={0,2})")
_FEWEST, _FEWEST_OF_ONE_CASE, _FEWEST_DISTINCT = 20, 28, 10
_MIXED = re.compile(r"[0-9](?:(?=[A-Za-z])|(?<=[A-Za-z].))")
_HEX = re.compile(r"[0-9a-f-]+|[0-9A-F-]+")
#: What is public though it is random: checksums, public keys, stores.
_PUBLIC = re.compile(r"(?:sha|md|blake)\d+[-_]|AAAA[BCE][23]N|AAAAE2V|AAAAG|.*/store/[a-z0-9]{32}-")
_PUBLIC_BEFORE = re.compile(
    r"(?i)(?:\bh1:|SHA256:|fingerprint\S{0,3}\s?|public[ _-]?key\W{0,5}|etag\W{1,5}|integrity\W{1,4}\S{0,8}|resolved .*"
    r"|cache\b.*|recv-keys |(?:RSA|DSA|ECDSA|EDDSA) key |ssh-[a-z0-9]+ |ecdsa-\S+ |minisign .*|digest\W{1,3})$"
)
_PUBLIC_HINT = any_of(
    "h1:|sha256:|fingerprint|public|etag|integrity|resolved |cache|recv-keys | key |ssh-|ecdsa-|minisign |digest"
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
