"""Names that an environment or a form would give a secret: ``FOO_TOKEN``, ``clientSecret``, ``Passwort``."""

import re
from enum import Enum, auto
from functools import lru_cache

from bot.output.hints import any_of
from bot.output.words import ASCII_HINT, FOREIGN_HINT, FOREIGN_WORDS


class SecretKind(Enum):
    """What is to be thought of a value that is given under a name."""

    NONE = auto()
    #: Whatever it is, it is one.
    SECRET = auto()
    #: A token or a key, unless it is a word of a sentence.
    TOKEN = auto()
    #: What may be no secret: it must look like one.
    WEAK = auto()


_PASSWORDS = FOREIGN_WORDS | {
    *("password", "passwd", "passphrase", "passcode", "pwd", "pass", "pw", "psk", "secret", "passw", "pswd"),
    *("requirepass", "storepass", "keypass", "userpass", "dbpass", "rootpass", "bindpw", "rootpw", "userpw"),
    *("dbpw", "adminpw", "secretkey", "accesskey", "privatekey", "accountkey", "sharedaccesskey"),
    *("presharedkey", "masterkey", "signingkey", "encryptionkey", "encryptkey", "licensekey", "deploykey"),
}  # fmt: skip
_TOKENS = frozenset({
    *("token", "bearer", "apikey", "credential", "credentials", "jwt", "authkey", "authtoken", "accesstoken", "appkey"),
    "instrumentationkey",
})  # fmt: skip
_SUFFIXES = ("password", "passwd", "passphrase", "secret", "passwort", "storepass", "keypass")
_TOKEN_SUFFIXES = ("token", "apikey")
#: What makes a key a secret one, if it stands before.
_SECRET_KEYS = frozenset({
    *("api", "private", "secret", "account", "deploy", "encryption", "decryption", "signing", "master", "hmac"),
    *("license", "jwt", "preshared", "shared", "admin", "app", "application", "auth", "service", "client"),
    *("instrumentation", "session", "cookie", "unseal", "recovery", "subscription", "crypt", "encrypt"),
})  # fmt: skip
_OPEN_KEYS = frozenset({
    *("cache", "primary", "foreign", "public", "partition", "sort", "unique", "row", "routing", "object"),
    *("group", "index", "search", "s3", "project", "issue", "registry", "feature", "flag", "translation"),
    *("language", "menu", "composite", "natural", "hash", "range", "i18n", "message", "lookup", "map", "config"),
    *("idempotency", "idempotent", "dedup", "deduplication", "correlation", "request", "build", "plan", "job"),
    *("page", "form", "topology", "setting", "settings", "property", "attribute", "label", "tag", "annotation"),
    *("dict", "json", "item", "shard", "filter", "lock", "concurrency", "tracking", "short", "hot"),
    *("host", "known", "gpg", "ssh", "pgp", "fingerprint", "checksum", "restore", "event", "column", "env"),
})  # fmt: skip
#: A token that only says where a list goes on.
_CURSORS = frozenset({"next", "continuation", "page", "pagination", "resume", "sync", "cursor", "marker"})
#: Behind a name of a secret: that tells where or when it is, or that the value is its name.
_ABOUT = frozenset({
    *("name", "names", "id", "ids", "path", "paths", "file", "files", "filename", "dir", "url", "urls", "uri"),
    *("endpoint", "type", "types", "ttl", "expiry", "expires", "expiration", "expired", "age", "length", "len"),
    *("count", "limit", "size", "min", "max", "policy", "method", "mode", "enabled", "disabled", "header"),
    *("headers", "hasher", "algorithm", "alg", "hashers", "prefix", "suffix", "alias", "arn", "version", "versions"),
    *("ref", "reference", "store", "manager", "provider", "backend", "engine", "field", "column", "label"),
    *("env", "var", "variable", "source", "format", "scope", "scopes", "server", "host", "port", "region"),
    *("rotation", "days", "reset", "confirmation", "required", "changed", "valid", "set", "exists", "given"),
    *("hint", "strength", "digest", "hash", "rounds", "usage", "used", "per", "s", "created", "at"),
    *("pattern", "patterns", "regex", "regexp", "re", "rule", "rules"),
    *("audience", "issuer", "service", "class", "helper", "command", "cmd", "list", "map", "test", "tests"),
    *("py", "ts", "js", "rb", "go", "rs", "java", "c", "h", "cc", "cpp", "kt", "tsx", "jsx", "md", "txt", "json"),
    *("yaml", "yml", "sh", "php", "cs", "swift", "mjs", "cjs", "vue", "scala", "ex", "exs", "html", "css", "sql"),
    *("toml", "ini", "lock", "xml", "gradle", "tf", "hcl", "log", "snap", "spec", "pem", "pub", "crt", "gpg"),
    *("fingerprint", "public", "from", "in", "with", "for", "is", "error", "errors", "kind", "status", "state"),
})  # fmt: skip
#: Behind one, and it stays one.
_STILL = re.compile(
    r"confirm(?:ation)?|again|repeat|prod(?:uction)?|stag(?:e|ing)|dev(?:elopment)?|value|text|string|b64|base64|base|raw|old|new|\d+|current|plain"
)
_WORDS = re.compile(r"[A-Z]+(?![^\W\dA-Z_])|[^\W_]?[^\W\dA-Z_]+|\d+")
_LONGEST = 100
#: What each has, in lower case.
_MAY_BE = any_of(
    "pass|secret|pwd|pw|psk|token|key|jwt|credential|pat|auth|sig|wort|dsn|appid|cookie|pswd|reporter|login|bearer|pin"
    f"|{ASCII_HINT}"
)
_FOREIGN = any_of(FOREIGN_HINT)


def may_name(lowered: str) -> bool:
    """Whether a text in lower case may have such a name."""
    return _MAY_BE.search(lowered) is not None or (
        not lowered.isascii() and _FOREIGN.search(lowered) is not None
    )


@lru_cache(4096)
def name_kind(name: str) -> SecretKind:
    """``name``: as it stands, with its dots, dashes, underlines and capitals."""
    lowered = name[-_LONGEST:].lower()
    if not may_name(lowered):
        return SecretKind.NONE
    words = [each.lower() for each in _WORDS.findall(name[-_LONGEST:])]
    constant = (name.isupper() and "_" in name) or name.startswith("TF_")
    if constant and words[-1] in ("tokens", "secrets", "passwords"):
        words[-1] = words[-1][:-1]
    while len(words) > 1 and _STILL.fullmatch(words[-1]):
        words.pop()
    if not words:
        return SecretKind.NONE
    found = _kind(words, upper=name == "KEY")
    of_secret = words[-2:-1] == ["secret"] or words[-3:-1] == ["private", "key"]
    if found is SecretKind.NONE and words[-1] == "id" and of_secret:
        return SecretKind.WEAK
    if found is SecretKind.NONE and constant and words[-1] not in _ABOUT:
        kinds = {_kind(words[: at + 1]) for at in range(len(words) - 1)}
        return SecretKind.WEAK if kinds & {SecretKind.SECRET, SecretKind.TOKEN} else SecretKind.NONE
    return found


def _kind(words: list[str], *, upper: bool = False) -> SecretKind:
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if before == "hashed" or "public" in words[:-1] or "existing" in words[:-1]:
        return SecretKind.NONE
    if before == "pass" and last in ("phrase", "word", "code"):
        return SecretKind.SECRET
    if before in ("erlang", "magic") and last == "cookie":
        return SecretKind.SECRET
    if last in _PASSWORDS or last.endswith(_SUFFIXES):
        return SecretKind.SECRET
    if last == "token" and before in _CURSORS:
        return SecretKind.NONE
    if last in _TOKENS or last.endswith(_TOKEN_SUFFIXES):
        return SecretKind.TOKEN
    if last == "key":
        if before in _SECRET_KEYS or (before == "access" and words != ["access", "key", "id"]):
            return SecretKind.SECRET
        return SecretKind.NONE if before in _OPEN_KEYS or not (before or upper) else SecretKind.WEAK
    if last == "pat" and before:
        return SecretKind.SECRET
    if last == "login" and before:
        return SecretKind.WEAK
    if last == "ident" and before == "auth":
        return SecretKind.SECRET
    if (
        last in ("auth", "signature", "appid", "passwords", "pin") or (last == "id" and before == "reporter")
    ) or (last == "sig" and not before):
        return SecretKind.WEAK
    return SecretKind.NONE
