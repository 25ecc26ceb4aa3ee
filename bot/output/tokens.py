"""The shapes that services publish of their tokens, so that scanners find them: a beginning, then chance.

Each is linear in what it reads, and long enough that no name looks so.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.output.values import Stretch, stands_in

_UUID = r"[a-f0-9]{8}-(?:[a-f0-9]{4}-){3}[a-f0-9]{12}"
#: By whom: tokens that begin in a way of their own, and are no part of a longer word.
_TOKENS: tuple[tuple[str, ...], ...] = (
    # Code and builds
    ("GitHub", r"gh[opsur]_\w{16,}+", r"github_pat_\w{16,}+"),
    ("GitLab", r"gl(?:pat|dt|rt|cbt|ptt|soat|agent|oas|ft|imt|ffct|wt)-[\w.-]{16,}+"),
    ("GitLab", r"GR1348941[\w-]{16,}+"),
    ("Bitbucket", r"(?:ATBB|BBDC-)[A-Za-z0-9]{16,}+"),
    ("Atlassian", r"AT[AC]TT3xFfG[\w=-]{16,}+", r"ATATT3[\w=-]{60,}+"),
    ("Trello", r"ATTA[a-f0-9]{64}"),
    ("CircleCI", r"CCI[A-Z]{2,6}_\w{8,}+"),
    ("Buildkite", r"bk(?:ua|aj|ct|at|pi)_\w{16,}+"),
    ("Travis", r"travis-[\w-]{20,}+"),
    ("Jenkins", r"11[a-f0-9]{32}(?![\w-])"),
    ("JetBrains", r"perm[:-][\w=-]{4,}\.[\w=-]{4,}\.\w{20,}+"),
    ("Harness", r"[ps]at\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}"),
    ("Octopus", r"API-[A-Z0-9]{25,}+(?![\w-])"),
    ("Sonar", r"sq[apu]_[a-f0-9]{30,}+"),
    ("Snyk", r"snyk_\w{20,}+"),
    ("Sourcegraph", r"s(?:gp|lk|gs|gd|gw|gm)_[\w]{30,}+"),
    ("Pulumi", r"pul-[a-f0-9]{30,}+"),
    ("Infracost", r"ico-[A-Za-z0-9]{32}(?![\w-])"),
    ("Depot", r"depot_(?:[a-z]{2,8}_)?[A-Za-z0-9]{32,}+"),
    ("Mergify", r"mka_[\w-]{30,}+"),
    ("Endor", r"endr\+[\w-]{16}(?![\w-])"),
    # Packages
    ("npm", r"npm_[A-Za-z0-9]{30,}+"),
    ("PyPI", r"pypi-AgE[\w-]{16,}+"),
    ("RubyGems", r"rubygems_[a-f0-9]{32,}+"),
    ("Docker", r"dckr_[a-z]{2,4}_[\w-]{16,}+"),
    ("crates.io", r"(?:cio|crates-io-)[A-Za-z0-9]{32}(?!\w)"),
    ("NuGet", r"oy2[a-z0-9]{43}(?!\w)"),
    ("Hex", r"hexpm_\w{20,}+"),
    ("pub.dev", r"pub_[A-Za-z0-9]{30,}+"),
    ("Clojars", r"CLOJARS_\w{20,}+"),
    ("Packagist", r"packagist_[a-z]{3}_[a-f0-9]{40,}+"),
    ("JSR", r"jsr[ps]_[A-Za-z0-9]{30,}+"),
    ("prefix.dev", r"pfx_[A-Za-z0-9]{30,}+"),
    ("Artifactory", r"(?:AKCp|cmVmd)[A-Za-z0-9]{40,}+"),
    # Clouds
    ("AWS", r"(?:AKIA|ASIA|ABIA|ACCA|A3TX)[A-Z0-9]{16}(?!\w)", r"ABSK[\w+/=]{40,}+"),
    ("AWS", r"IQoJb3JpZ2lu[\w+/=]{16,}+"),
    ("Google", r"AIza[\w-]{30,}+", r"ya29\.[\w-]{16,}+", r"1//0[\w-]{20,}+", r"GOCSPX-[\w-]{16,}+"),
    ("Google", r"GOOG(?=[A-Z]{0,60}\d)[A-Z0-9]{20,}+(?!\w)"),
    ("Firebase", r"AAAA[\w-]{7}:APA91b[\w-]{16,}+"),
    ("Alibaba", r"LTAI(?=[A-Za-z]{0,30}\d)[A-Za-z0-9]{12,30}(?!\w)"),
    ("Tencent", r"[AI]KID(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{30,}+"),
    ("Volcengine", r"AKLT[\w-]{40,}+"),
    ("Baidu", r"bce-v3/ALTAK-[A-Za-z0-9]{16,}/[a-f0-9]{40}"),
    ("Yandex", r"AQVN[\w-]{30,}+", r"y[0-3]_[\w-]{40,}+", r"YC[\w-]{38}(?![\w-])"),
    ("Yandex", r"t1\.[\w-]{8,}={0,2}\.[\w-]{80,}+"),
    ("DigitalOcean", r"do[opr]_v1_[a-f0-9]{16,}+", r"DO00[A-Z0-9]{16}(?!\w)"),
    ("Scaleway", r"SCW[A-Z0-9]{17}(?!\w)"),
    ("Exoscale", r"EXO[a-f0-9]{24}(?!\w)"),
    ("UpCloud", r"ucat_[A-Za-z0-9]{20,}+"),
    ("Backblaze", r"K00\d[A-Za-z0-9/+]{27}(?![\w/+])"),
    ("Heroku", r"HRKU-[\w-]{16,}+"),
    ("Netlify", r"nf[pcoub]_[A-Za-z0-9]{20,}+"),
    ("Vercel", r"vc[pkiar]_\w{20,}+", r"vercel_blob_rw_\w{16,}+"),
    ("Cloudflare", r"cf(?:ut|at|k)_[\w-]{20,}+", r"v1\.0-[a-f0-9]{20,}+-[a-f0-9]{20,}+"),
    ("Fly.io", r"fo1_[\w-]{20,}+", r"fm(?:1[ar]|2)_[\w+/=]{40,}+", r"FlyV1[ ]\S{16,}+"),
    ("Render", r"rnd_[A-Za-z0-9]{20,}+"),
    ("Qovery", r"qov_[\w-]{30,}+"),
    ("Scalingo", r"tk-us-[\w-]{40,}+"),
    ("Aiven", r"AVNS_[\w-]{16,}+"),
    ("Databricks", r"d(?:api|kea|ose)[a-f0-9]{32}(?:-\d)?"),
    ("PlanetScale", r"pscale_(?:tkn|pw|oauth)_[\w-]{20,}+"),
    ("Supabase", r"sb(?:p|_secret)_\w{20,}+[\w-]*"),
    ("Neon", r"napi_\w{30,}+"),
    ("CockroachDB", r"CCDB1_\w{20,}+"),
    ("MongoDB", r"mdb_sa_sk_[\w-]{30,}+"),
    ("Astra", r"AstraCS:\w{10,}:[a-f0-9]{64}"),
    ("Confluent", r"cflt[\w+/]{60}"),
    ("ClickHouse", r"4b1d(?=[A-Za-z0-9]{0,38}[A-Z])[A-Za-z0-9]{38}(?!\w)"),
    ("Pinecone", r"pcsk_\w{40,}+"),
    ("Elastic", r"essu_[\w+/=]{30,}+"),
    # What keeps secrets, and what opens doors
    ("Vault", r"hv[bsr]\.[\w-]{20,}+", r"s\.[A-Za-z0-9]{24}(?!\w)"),
    ("Doppler", r"dp\.(?:st|pt|ct|sa|scim|audit|said)\.[\w.-]{20,}+"),
    ("Infisical", r"st\.[a-f0-9]{24}\.[\w.]{20,}+"),
    ("1Password", r"ops_eyJ[\w+/=]{40,}+"),
    ("1Password", r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}"),
    ("Bitwarden", rf"0\.{_UUID}\.[A-Za-z0-9]{{20,}}:[\w+/=]{{20,}}+"),
    ("Tailscale", r"tskey-[a-z]+-[\w-]{16,}+"),
    ("ngrok", r"[12][A-Za-z0-9]{26}_[A-Za-z0-9]{21,}+"),
    ("age", r"AGE-SECRET-KEY-(?:PQ-)?1\w{16,}+"),
    ("OpenShift", r"sha256~[\w-]{30,}+"),
    ("Rancher", r"token-[a-z0-9]{5}:[a-z0-9]{40,}+"),
    ("Portainer", r"ptr_[\w+/=]{40,}+"),
    ("Kubernetes", r"LS0tLS1CRUdJTi[\w+/=]{16,}+"),
    ("Okta", r"00[A-Za-z][\w-]{39}(?![\w-])"),
    ("Stytch", r"secret-(?:test|live)-[\w-]{30,}+=?"),
    ("Authress", r"(?:sc|ext|scauth|authress)_\w{5,30}\.\w{4,6}\.acc[_-][\w-]{10,32}\.[\w+/=-]{30,}+"),
    ("Defined Networking", r"dnkey-[\w=-]{26}-[\w=-]{40,}+"),
    ("Unkey", r"unkey_[A-Za-z0-9]{20,}+"),
    ("Zuplo", r"zpka_[a-f0-9]{32}\w*"),
    # Mail, telephony, chat
    ("SendGrid", r"SG\.[\w-]{16,64}\.[\w-]{16,}+"),
    ("Brevo", r"x(?:keysib|smtpsib)-[a-f0-9]{30,}+[\w-]*"),
    ("Mailgun", r"key-[a-f0-9]{32}(?!\w)", r"[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}(?![\w-])"),
    ("Mandrill", r"md-[\w-]{22}(?![\w-])"),
    ("MailerSend", r"mlsn\.[a-f0-9]{40,}+"),
    ("Resend", r"re_\w{8}_\w{20,}+"),
    ("Twilio", r"(?:SK|AC)[a-f0-9]{32}(?:[^\w\s]?[:,][ ]?[^\w\s]?[a-f0-9]{32})?(?!\w)"),
    ("Telnyx", r"KEY[A-F0-9]{32}_\w{20,}+"),
    ("Slack", r"x(?:app|ox[a-z](?:\.xox[a-z])?)-[\w-]{8,}+"),
    ("Discord", r"[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}+"),
    ("Twitch", r"oauth:[a-z0-9]{30}(?!\w)"),
    ("HubSpot", rf"pat-[a-z]{{2}}\d-{_UUID}"),
    ("Intercom", r"dG9rO[\w+/=]{40,}+"),
    ("OneSignal", r"os_v2_(?:app|org)_[a-z0-9]{40,}+"),
    ("GC Notify", rf"gcntfy-[\w-]{{0,60}}{_UUID}-{_UUID}"),
    # Money and shops
    ("Stripe", r"[sr]k_(?:live|test|prod|org)_\w{8,}+", r"whsec_[\w/+=]{16,}+"),
    ("Square", r"EAAA[\w-]{56,}+", r"sq0(?:atp|csp|idp)-[\w-]{20,}+"),
    ("Shopify", r"shp(?:at|ca|pa|ss|tka|ua)_[a-fA-F0-9]{16,}+"),
    ("Razorpay", r"rzp_(?:live|test)_\w{14,}+"),
    ("PayPal", r"access_token\$(?:production|sandbox)\$[a-z0-9]+\$[a-f0-9]{32}"),
    ("Plaid", r"access-(?:sandbox|development|production)-[a-f0-9-]{36}"),
    ("Flutterwave", r"FLWSECK(?:_TEST)?-[\w-]{12,}+"),
    ("EasyPost", r"EZ[AT]K\w{50,}+"),
    ("Shippo", r"shippo_(?:live|test)_\w{20,}+"),
    ("Duffel", r"duffel_(?:test|live)_[\w-]{20,}+"),
    ("Lob", r"(?:live|test)_[a-f0-9]{32,}+(?!\w)"),
    ("Mollie", r"(?:live|test)_(?=[A-Z]{0,60}[a-z\d])[A-Za-z0-9]{30,}+(?!\w)"),
    ("Paddle", r"pdl_(?:live|sdbx)_apikey_\w{20,}+"),
    ("Checkout.com", r"[sp]k_sbox_[a-z2-7*#$=]{26,}+"),
    ("MercadoPago", r"APP_USR-\d{10,}-[\w-]{30,}+"),
    ("Midtrans", r"(?:Mid|SB-Mid)-server-[\w-]{20,}+"),
    ("Xendit", r"xnd_(?:production|development)_\w{30,}+"),
    ("Polar", r"polar_[a-z_]{2,8}_[A-Za-z0-9]{30,}+"),
    ("Amazon", r"amzn\.mws\.[a-f0-9-]{36}", r"amzn1\.oa2-cs\.v1\.\w{30,}+"),
    ("eBay", r"(?:PRD|SBX)-[a-f0-9]{12}-[a-f0-9]{4,8}(?:-[a-f0-9]{4})+"),
    # Monitoring and trackers
    ("New Relic", r"NR(?:AK|II|JS|RA|BR|IQ|AA)-[\w-]{16,}+"),
    ("Sentry", r"sntry[suai]_[\w=+/-]{20,}+"),
    ("Datadog", r"ddap[ip]_\w{20,}+"),
    ("Grafana", r"gl(?:sa|c)_[\w=+/]{20,}+"),
    ("Dynatrace", r"dt0[a-z]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{30,}+"),
    ("Honeycomb", r"hc[a-z]ik_\w{30,}+"),
    ("Honeybadger", r"hbp_[A-Za-z0-9]{30,}+"),
    ("Axiom", rf"xa[ap]t-{_UUID}"),
    ("Coralogix", r"cx[tu]p_[A-Za-z0-9]{25,}+"),
    ("Checkly", r"cu_[a-f0-9]{32}(?!\w)"),
    ("PagerDuty", r"u\+[A-Za-z0-9_-]{18}(?!\w)", rf"pd(?:us|eu)\+_\w{{4,}}_{_UUID}"),
    ("Rootly", r"rootly_[a-f0-9]{40,}+"),
    ("FireHydrant", r"fhb-[a-f0-9]{30,}+"),
    ("UptimeRobot", r"[mu]\d{5,12}-[a-f0-9]{24}(?!\w)"),
    ("PostHog", r"ph[cxsar]_[A-Za-z0-9]{30,}+"),
    ("Statsig", r"(?:secret|console)-[A-Za-z0-9]{40,}+(?![\w-])"),
    ("LaunchDarkly", rf"(?:sdk|api|mob|rel)-{_UUID}"),
    ("Linear", r"lin_(?:api|oauth)_\w{20,}+"),
    ("Notion", r"ntn_\w{30,}+"),
    ("Airtable", r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}", r"key[A-Za-z0-9]{14}(?!\w)"),
    ("Asana", r"[12]/\d{14,}(?:/\d{14,})?:[a-f0-9]{32}(?!\w)"),
    ("ClickUp", r"pk_\d{6,10}_[A-Z0-9]{32}(?!\w)"),
    ("Figma", r"fig(?:[dpou]|[du]r)_[\w-]{20,}+"),
    ("Postman", r"PMA[KT]-[\w-]{30,}+"),
    ("Chromatic", r"chpt_\w{12,}+"),
    ("WakaTime", rf"waka_(?:tok_\w{{30,}}+|{_UUID})"),
    ("Contentful", r"CFPAT-[\w-]{30,}+"),
    ("Sanity", r"sk(?=[a-zA-Z]{0,80}\d)[A-Za-z0-9]{80,}+"),
    ("Typeform", r"tfp_\w{20,}+[\w-]*"),
    ("ReadMe", r"rdme_\w{40,}+"),
    ("Samsara", r"samsara_api_\w{20,}+"),
    ("Adafruit", r"aio_\w{28}(?!\w)"),
    ("Prefect", r"pn[ub]_\w{30,}+"),
    ("Beamer", r"b_[A-Za-z0-9=/+-]{43,46}(?![\w-])"),
    ("Trigger.dev", r"tr_(?:dev|prod|stg|preview|pat)_[A-Za-z0-9]{20,}+"),
    ("Inngest", r"signkey-[a-z]+-[a-f0-9]{30,}+"),
    # Models
    ("OpenAI and others", r"sk-(?<!-sk-)(?=[\w-]{0,60}\d)[\w-]{20,}+"),
    ("Hugging Face", r"(?:hf|api_org)_[A-Za-z0-9]{30,}+"),
    ("Groq", r"gsk_\w{40,}+"),
    ("xAI", r"xai-\w{60,}+"),
    ("Replicate", r"r8_\w{30,}+"),
    ("Perplexity", r"pplx-\w{40,}+"),
    ("LangSmith", r"lsv2_[a-z]{2}_\w{30,}+"),
    ("NVIDIA", r"nvapi-[\w-]{40,}+"),
    ("Cerebras", r"csk-[a-z0-9]{40,}+"),
    ("Fireworks", r"fw_[A-Za-z0-9]{22,}+(?!\w)"),
    ("Together", r"tgp_v1_[\w-]{30,}+"),
    ("Voyage", r"pa-(?=[\w-]{0,43}\d)[\w-]{43}(?![\w-])"),
    ("Jina", r"jina_[a-f0-9]{32}\w{20,}+"),
    ("Tavily", r"tvly-[\w-]{24,}+"),
    ("Firecrawl", r"fc-[a-f0-9]{32}(?!\w)"),
    ("RunPod", r"rpa_[A-Z0-9]{30,}\w*"),
    ("E2B", r"e2b_[a-f0-9]{40}"),
    ("Apify", r"apify_api_[A-Za-z0-9]{30,}+"),
    ("Browserbase", r"bb_(?:live|test)_[\w-]{20,}+"),
    ("ElevenLabs", r"sk_[a-f0-9]{40,}+(?!\w)"),
    ("Weights & Biases", r"wandb_v1_\w{40,}+"),
    ("Logfire", r"pylf_v\d_[a-z]{2}_\w{30,}+"),
    ("Modal", r"a[ks]-(?=[A-Za-z]{0,22}\d)[A-Za-z0-9]{22}(?![\w-])"),
    ("Notion, Anyscale", r"(?:aesecret|esecret|secret)_[A-Za-z0-9]{26,}+(?!\w)"),
    ("Brave", r"BSA(?=[\w-]{0,27}\d)[\w-]{27,28}(?![\w-])"),
    ("DeepL", rf"{_UUID}:fx(?!\w)"),
    # Others
    ("JWT", r"eyJ(?<!base64,eyJ)[\w+/=-]{16,}+(?:\.[\w-]*+)*+", r"ZXlK[\w+/=-]{40,}+"),
    ("Mapbox", r"[sp]k\.eyJ[\w.=+/-]{16,}+"),
    ("Dropbox", r"sl\.(?:u\.)?[\w-]{100,}"),
    ("Facebook", r"EAA(?:C[A-Za-z0-9]{40,}+|[A-Z](?=[A-Za-z]{0,90}\d)[A-Za-z0-9]{90,}+)"),
    ("Instagram", r"IGQ[A-Z][\w-]{60,}+"),
    ("Twitter", r"A{21,}[\w%]{40,}+"),
    ("Pinterest", r"pina_[A-Z0-9]{30,}+"),
    ("Frame.io", r"fio-u-[\w-]{40,}+"),
    ("Onfido", r"api_(?:live|sandbox)(?:_[a-z]{2})?\.[\w-]+\.[\w-]{20,}+"),
    ("Persona", rf"persona_(?:production|sandbox)_{_UUID}"),
    ("SettleMint", r"sm_[aps]at_[A-Za-z0-9]{16}(?!\w)"),
    ("42", r"s-s4t2(?:ud|af)-[a-f0-9]{40,}+"),
    ("Adobe", r"p8e-[A-Za-z0-9_-]{30,}+"),
    ("Windows", r"(?=[A-Z-]{0,28}\d)[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![\w-])"),
    ("Ionic", r"ion_[a-z0-9]{40,}+"),
    ("Lichess", r"lip_[A-Za-z0-9]{20}(?!\w)"),
    ("Nightfall", r"NF-(?=[A-Za-z]{0,32}\d)[A-Za-z0-9]{32}(?!\w)"),
    ("Thunderstore", r"tss_[A-Za-z0-9]{30,}+"),
    ("Val Town", r"vtwn_[A-Za-z0-9]{20,}+"),
    ("Cal.com", r"cal_(?:live|test)_[a-f0-9]{24,}+"),
    ("Dub", r"dub_(?=[A-Za-z]{0,24}\d)[A-Za-z0-9]{24}(?!\w)"),
    ("Apollo", r"(?:user|service):[\w.-]{1,60}:(?=[\w-]{0,21}\d)(?=[\w-]{0,21}[A-Z])[\w-]{22}(?![\w-])"),
)  # fmt: skip
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
_TOKEN = re.compile(
    rf"{_BEGINS}(?=(?P<token>{_branches([token for _, *tokens in _TOKENS for token in tokens])}))"
)
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
