"""The shapes that services publish of their tokens, so that scanners find them: a beginning, then chance.

Each is linear in what it reads, and long enough that no name looks so.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from bot.output.values import Stretch, stands_in

_UUID = r"[a-f0-9]{8}-(?:[a-f0-9]{4}-){3}[a-f0-9]{12}"
#: Beginnings of a service's own, by what follows them; none is within a longer word.
_BEGINNINGS = {
    _UUID: r"(?:sdk|api|mob|rel)- pat-[a-z]{2}\d- persona_(?:production|sandbox)_ xa[ap]t-",
    r"[A-Za-z0-9]{16,}+": r"(?:ATBB|BBDC-)",
    r"[A-Za-z0-9]{20,}+": r"cx[tu]p_ nf[pcoub]_ rnd_ tr_(?:dev|prod|stg|preview|pat)_ ucat_ unkey_ vtwn_",
    r"[A-Za-z0-9]{30,}+": (
        r"(?:AKCp|cmVmd) (?:hf|api_org)_ (?:secret|console)- apify_api_ csk- "
        r"dt0[a-z]\d\d\.[A-Z0-9]{8,24}\. hbp_ ion_ jsr[ps]_ npm_ os_v2_(?:app|org)_ pfx_ ph[cxsar]_ pina_ "
        r"polar_[a-z_]{2,8}_ pub_ token-[a-z0-9]{5}: tss_"
    ),
    r"[\w+/=-]{16,}+": r"AT[AC]TT3xFfG IQoJb3JpZ2lu LS0tLS1CRUdJTi whsec_",
    r"[\w+/=-]{20,}+": r"gl(?:sa|c)_ sntry[suai]_",
    r"[\w+/=-]{30,}+": r"ABSK ATATT3 dG9rO essu_ ops_eyJ ZXlK",
    r"[\w-]{16,}+": (
        r"AVNS_ dckr_[a-z]{2,4}_ GOCSPX- GR1348941 HRKU- NR(?:AK|II|JS|RA|BR|IQ|AA)- pypi-AgE "
        r"tskey-[a-z]+- ya29\."
    ),
    r"[\w-]{20,}+": (
        r"(?:Mid|SB-Mid)-server- 1//0 bb_(?:live|test)_ cf(?:ut|at|k)_ duffel_(?:test|live)_ fo1_ "
        r"hv[bsr]\. pscale_(?:tkn|pw|oauth)_ sq0(?:atp|csp|idp)- travis- tvly-"
    ),
    r"[\w-]{30,}+": (
        r"AIza AKLT AQVN CFPAT- fio-u- IGQ[A-Z] mdb_sa_sk_ mka_ nvapi- PMA[KT]- qov_ sha256~ tgp_v1_ "
        r"tk-us-"
    ),
    r"[\w.-]{16,}+": r"dp\.(?:st|pt|ct|sa|scim|audit|said)\. gl(?:pat|dt|rt|cbt|ptt|soat|agent|oas|ft|imt|ffct|wt)-",
    r"[a-f0-9]{20,}+": r"cal_(?:live|test)_ do[opr]_v1_ EXO",
    r"[a-f0-9]{30,}+": (
        r"(?:live|test)_ access_token\$(?:production|sandbox)\$[a-z0-9]+\$ ATTA cu_ e2b_ fc- fhb- mlsn\. "
        r"packagist_[a-z]{3}_ pul- rootly_ rubygems_ s-s4t2(?:ud|af)- signkey-[a-z]+- sk_ sq[apu]_"
    ),
    r"\w{16,}+": r"AGE-SECRET-KEY-(?:PQ-)?1 bk(?:ua|aj|ct|at|pi)_ gh[opsur]_ github_pat_ vercel_blob_rw_",
    r"\w{20,}+": (
        r"CCDB1_ CLOJARS_ ddap[ip]_ hexpm_ lin_(?:api|oauth)_ pdl_(?:live|sdbx)_apikey_ samsara_api_ "
        r"shippo_(?:live|test)_ snyk_ vc[pkiar]_"
    ),
    r"\w{30,}+": (
        r"amzn1\.oa2-cs\.v1\. EZ[AT]K gsk_ hc[a-z]ik_ lsv2_[a-z]{2}_ napi_ ntn_ pcsk_ pn[ub]_ pplx- "
        r"pylf_v\d_[a-z]{2}_ r8_ rdme_ s(?:gp|lk|gs|gd|gw|gm)_ wandb_v1_ xai- "
        r"xnd_(?:production|development)_"
    ),
}
#: By whom: other shapes.
_SHAPES = {
    "1Password": (r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",),
    "Adafruit": (r"aio_\w{28}(?!\w)",),
    "Adobe": (r"p8e-[A-Za-z0-9_-]{30,}+",),
    "Airtable": (
        r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}",
        r"key[A-Za-z0-9]{14}(?!\w)",
    ),
    "Alibaba": (r"LTAI(?=[A-Za-z]{0,30}\d)[A-Za-z0-9]{12,30}(?!\w)",),
    "Amazon": (r"amzn\.mws\.[a-f0-9-]{36}",),
    "Apollo": (r"(?:user|service):[\w.-]{1,60}:(?=[\w-]{0,21}\d)(?=[\w-]{0,21}[A-Z])[\w-]{22}(?![\w-])",),
    "Asana": (r"[12]/\d{14,}(?:/\d{14,})?:[a-f0-9]{32}(?!\w)",),
    "Astra": (r"AstraCS:\w{10,}:[a-f0-9]{64}",),
    "Authress": (r"(?:sc|ext|scauth|authress)_\w{5,30}\.\w{4,6}\.acc[_-][\w-]{10,32}\.[\w+/=-]{30,}+",),
    "AWS": (r"(?:AKIA|ASIA|ABIA|ACCA|A3TX)[A-Z0-9]{16}(?!\w)",),
    "Backblaze": (r"K00\d[A-Za-z0-9/+]{27}(?![\w/+])",),
    "Baidu": (r"bce-v3/ALTAK-[A-Za-z0-9]{16,}/[a-f0-9]{40}",),
    "Beamer": (r"b_[A-Za-z0-9=/+-]{43,46}(?![\w-])",),
    "Bitwarden": (rf"0\.{_UUID}\.[A-Za-z0-9]{{20,}}:[\w+/=]{{20,}}+",),
    "Brave": (r"BSA(?=[\w-]{0,27}\d)[\w-]{27,28}(?![\w-])",),
    "Brevo": (r"x(?:keysib|smtpsib)-[a-f0-9]{30,}+[\w-]*",),
    "Checkout.com": (r"[sp]k_sbox_[a-z2-7*#$=]{26,}+",),
    "Chromatic": (r"chpt_\w{12,}+",),
    "CircleCI": (r"CCI[A-Z]{2,6}_\w{8,}+",),
    "ClickHouse": (r"4b1d(?=[A-Za-z0-9]{0,38}[A-Z])[A-Za-z0-9]{38}(?!\w)",),
    "ClickUp": (r"pk_\d{6,10}_[A-Z0-9]{32}(?!\w)",),
    "Cloudflare": (r"v1\.0-[a-f0-9]{20,}+-[a-f0-9]{20,}+",),
    "Confluent": (r"cflt[\w+/]{60}",),
    "crates.io": (r"(?:cio|crates-io-)[A-Za-z0-9]{32}(?!\w)",),
    "Databricks": (r"d(?:api|kea|ose)[a-f0-9]{32}(?:-\d)?",),
    "DeepL": (rf"{_UUID}:fx(?!\w)",),
    "Defined Networking": (r"dnkey-[\w=-]{26}-[\w=-]{40,}+",),
    "Depot": (r"depot_(?:[a-z]{2,8}_)?[A-Za-z0-9]{32,}+",),
    "DigitalOcean": (r"DO00[A-Z0-9]{16}(?!\w)",),
    "Discord": (r"[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}+",),
    "Dropbox": (r"sl\.(?:u\.)?[\w-]{100,}",),
    "Dub": (r"dub_(?=[A-Za-z]{0,24}\d)[A-Za-z0-9]{24}(?!\w)",),
    "eBay": (r"(?:PRD|SBX)-[a-f0-9]{12}-[a-f0-9]{4,8}(?:-[a-f0-9]{4})+",),
    "Endor": (r"endr\+[\w-]{16}(?![\w-])",),
    "Facebook": (r"EAA(?:C[A-Za-z0-9]{40,}+|[A-Z](?=[A-Za-z]{0,90}\d)[A-Za-z0-9]{90,}+)",),
    "Figma": (r"fig(?:[dpou]|[du]r)_[\w-]{20,}+",),
    "Firebase": (r"AAAA[\w-]{7}:APA91b[\w-]{16,}+",),
    "Fireworks": (r"fw_[A-Za-z0-9]{22,}+(?!\w)",),
    "Flutterwave": (r"FLWSECK(?:_TEST)?-[\w-]{12,}+",),
    "Fly.io": (
        r"fm(?:1[ar]|2)_[\w+/=]{40,}+",
        r"FlyV1[ ]\S{16,}+",
    ),
    "GC Notify": (rf"gcntfy-[\w-]{{0,60}}{_UUID}-{_UUID}",),
    "Google": (r"GOOG(?=[A-Z]{0,60}\d)[A-Z0-9]{20,}+(?!\w)",),
    "Harness": (r"[ps]at\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}",),
    "Infisical": (r"st\.[a-f0-9]{24}\.[\w.]{20,}+",),
    "Infracost": (r"ico-[A-Za-z0-9]{32}(?![\w-])",),
    "Jenkins": (r"11[a-f0-9]{32}(?![\w-])",),
    "JetBrains": (r"perm[:-][\w=-]{4,}\.[\w=-]{4,}\.\w{20,}+",),
    "Jina": (r"jina_[a-f0-9]{32}\w{20,}+",),
    "JWT": (r"eyJ(?<!base64,eyJ)[\w+/=-]{16,}+(?:\.[\w-]*+)*+",),
    "Lichess": (r"lip_[A-Za-z0-9]{20}(?!\w)",),
    "Mailgun": (
        r"[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}(?![\w-])",
        r"key-[a-f0-9]{32}(?!\w)",
    ),
    "Mandrill": (r"md-[\w-]{22}(?![\w-])",),
    "Mapbox": (r"[sp]k\.eyJ[\w.=+/-]{16,}+",),
    "MercadoPago": (r"APP_USR-\d{10,}-[\w-]{30,}+",),
    "Modal": (r"a[ks]-(?=[A-Za-z]{0,22}\d)[A-Za-z0-9]{22}(?![\w-])",),
    "Mollie": (r"(?:live|test)_(?=[A-Z]{0,60}[a-z\d])[A-Za-z0-9]{30,}+(?!\w)",),
    "ngrok": (r"[12][A-Za-z0-9]{26}_[A-Za-z0-9]{21,}+",),
    "Nightfall": (r"NF-(?=[A-Za-z]{0,32}\d)[A-Za-z0-9]{32}(?!\w)",),
    "Notion, Anyscale": (r"(?:aesecret|esecret|secret)_[A-Za-z0-9]{26,}+(?!\w)",),
    "NuGet": (r"oy2[a-z0-9]{43}(?!\w)",),
    "Octopus": (r"API-[A-Z0-9]{25,}+(?![\w-])",),
    "Okta": (r"00[A-Za-z][\w-]{39}(?![\w-])",),
    "Onfido": (r"api_(?:live|sandbox)(?:_[a-z]{2})?\.[\w-]+\.[\w-]{20,}+",),
    "OpenAI and others": (r"sk-(?<!-sk-)(?=[\w-]{0,60}\d)[\w-]{20,}+",),
    "PagerDuty": (
        r"u\+[A-Za-z0-9_-]{18}(?!\w)",
        rf"pd(?:us|eu)\+_\w{{4,}}_{_UUID}",
    ),
    "Plaid": (r"access-(?:sandbox|development|production)-[a-f0-9-]{36}",),
    "Portainer": (r"ptr_[\w+/=]{40,}+",),
    "Razorpay": (r"rzp_(?:live|test)_\w{14,}+",),
    "Resend": (r"re_\w{8}_\w{20,}+",),
    "RunPod": (r"rpa_[A-Z0-9]{30,}\w*",),
    "Sanity": (r"sk(?=[a-zA-Z]{0,80}\d)[A-Za-z0-9]{80,}+",),
    "Scaleway": (r"SCW[A-Z0-9]{17}(?!\w)",),
    "SendGrid": (r"SG\.[\w-]{16,64}\.[\w-]{16,}+",),
    "SettleMint": (r"sm_[aps]at_[A-Za-z0-9]{16}(?!\w)",),
    "Shopify": (r"shp(?:at|ca|pa|ss|tka|ua)_[a-fA-F0-9]{16,}+",),
    "Slack": (r"x(?:app|ox[a-z](?:\.xox[a-z])?)-[\w-]{8,}+",),
    "Square": (r"EAAA[\w-]{56,}+",),
    "Stripe": (r"[sr]k_(?:live|test|prod|org)_\w{8,}+",),
    "Stytch": (r"secret-(?:test|live)-[\w-]{30,}+=?",),
    "Supabase": (r"sb(?:p|_secret)_\w{20,}+[\w-]*",),
    "Telnyx": (r"KEY[A-F0-9]{32}_\w{20,}+",),
    "Tencent": (r"[AI]KID(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{30,}+",),
    "Twilio": (r"(?:SK|AC)[a-f0-9]{32}(?:[^\w\s]?[:,][ ]?[^\w\s]?[a-f0-9]{32})?(?!\w)",),
    "Twitch": (r"oauth:[a-z0-9]{30}(?!\w)",),
    "Twitter": (r"A{21,}[\w%]{40,}+",),
    "Typeform": (r"tfp_\w{20,}+[\w-]*",),
    "UptimeRobot": (r"[mu]\d{5,12}-[a-f0-9]{24}(?!\w)",),
    "Vault": (r"s\.[A-Za-z0-9]{24}(?!\w)",),
    "Voyage": (r"pa-(?=[\w-]{0,43}\d)[\w-]{43}(?![\w-])",),
    "WakaTime": (rf"waka_(?:tok_\w{{30,}}+|{_UUID})",),
    "Windows": (r"(?=[A-Z-]{0,28}\d)[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![\w-])",),
    "Yandex": (
        r"YC[\w-]{38}(?![\w-])",
        r"t1\.[\w-]{8,}={0,2}\.[\w-]{80,}+",
        r"y[0-3]_[\w-]{40,}+",
    ),
    "Zuplo": (r"zpka_[a-f0-9]{32}\w*",),
}


def _every_shape() -> Sequence[str]:
    begun = (begins + rest for rest, several in _BEGINNINGS.items() for begins in several.split())
    return [*begun, *chain.from_iterable(_SHAPES.values())]


_LITERAL = re.compile(r"(\\[.+$]|[\w:/-])(?![{?*+])(.+)")
_SEVERAL = re.compile(r"(?:\(\?:(?P<words>[\w|/-]+)\)|\[(?P<signs>\w{1,4})\])(?![{?*+])(?P<rest>.+)")


def _branches(tokens: Sequence[str]) -> str:
    """One of them; those that begin alike behind what they begin with, so that few are tried."""
    tokens = [each for token in tokens for each in _spread(token)]
    begun = sorted((found[1], found[2]) for each in tokens if (found := _LITERAL.match(each)))
    branches = list[str]()
    for first, alike in groupby(begun, key=lambda each: each[0]):
        rest = [each[1] for each in alike]
        branches.append(first + (rest[0] if len(rest) == 1 else f"(?:{_branches(rest)})"))
    return "|".join([*branches, *(each for each in tokens if not _LITERAL.match(each))])


def _spread(token: str) -> list[str]:
    """The same token by each way that it begins."""
    found = _SEVERAL.match(token)
    if found is None:
        return [token]
    return [first + found["rest"] for first in (found["signs"] or found["words"].split("|"))]


#: Each is long, and no part of a longer word.
_BEGINS = r"[^A-Za-z0-9](?=[\w.~:/+$=-]{12}|FlyV1)"
_TOKEN = re.compile(rf"{_BEGINS}(?=(?P<token>{_branches(_every_shape())}))")
#: What has its sign in its middle.
_MARKED = tuple(
    (sign, re.compile(rf"{_BEGINS}(?=(?P<token>{pattern}))"))
    for sign, pattern in (
        ("Q~", r"[A-Za-z0-9_~.]{3}\dQ~[\w~.-]{20,}+"),
        (".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}+"),
        ("-us", r"[a-f0-9]{32}-us\d{1,2}(?!\w)"),
        (":AA", r"(?:bot)?\d{8,12}:AA[\w-]{30,}+"),
        ("NRAL", r"[a-f0-9]{36}(?:FFFF)?NRAL"),
        ("jsn", r"\w{10}msh\w{15}p1\w{8}jsn\w{12}"),
        ("_mmk", r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?!\w)"),
    )
)


def shaped_words(line: str) -> Iterator[Stretch]:
    """The secrets of a line that have a shape of their own."""
    for pattern in (_TOKEN, *(pattern for sign, pattern in _MARKED if sign in line)):
        for found in pattern.finditer(f" {line}"):
            if not stands_in(found["token"]):
                yield found.start("token") - 1, found.end("token") - 1
