"""What single settings may be: functions that give a value as it is used, or say what is wrong with it."""

import re
from pathlib import Path

from pydantic import HttpUrl, SecretStr, TypeAdapter, ValidationError

#: In characters: what is shorter can be guessed.
_SHORTEST_SECRET = 16

_LAST_PORT = 65535

#: A path behind a third slash; nothing in memory, which a restart would lose, and no options: none are taken.
_SQLITE_FILE = re.compile(r"/(?!:memory:)[^?]+", re.DOTALL)

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")

#: As tokens are written in headers. https://www.rfc-editor.org/rfc/rfc7235#section-2.1
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")

ODD = "contains a space, a quote or another odd character"


def has_odd_character(value: str) -> bool:
    """Whether a token has in it what none has, as when it was copied with more than itself, or never was."""
    return _TOKEN.fullmatch(value) is None


def read_plain(value: object) -> object:
    """What came with more than itself, out of a file or from a page, would be part of a name or a path."""
    if isinstance(value, str) and value != value.strip(" "):
        raise ValueError("begins or ends with a space")
    if isinstance(value, str) and not value.isprintable():
        raise ValueError("contains a line break or another character that can't be seen")
    return value


def read_address(value: str) -> str:
    try:
        url = TypeAdapter(HttpUrl).validate_python(value)
    except ValidationError:
        raise ValueError("isn't a URL") from None
    if url.username or url.password or url.query or url.fragment:
        raise ValueError("has a user, a query or a fragment")
    return value.rstrip("/")


def read_file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError("names a file that doesn't exist")
    return value


def read_database(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise ValueError("is neither SQLite nor PostgreSQL")
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and not _SQLITE_FILE.fullmatch(rest):
        raise ValueError("needs the path of a file, and nothing else, after three slashes")
    return value


def secret_parts(secrets: SecretStr) -> tuple[str, ...]:
    secret = secrets.get_secret_value()
    if any("\ud800" <= each <= "\udfff" for each in secret):  # which bytes of another encoding became
        raise ValueError("isn't UTF-8 text")
    return tuple(secret.replace(",", " ").split())


def read_listening(value: str) -> str:
    """A port on this machine alone, or an address."""
    host, _, port = value.rpartition(":")
    if not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) <= _LAST_PORT):
        raise ValueError("isn't a port, or an address with one")
    return f"{host.strip('[]') or '127.0.0.1'}:{port}"


def read_hosts(value: str) -> str:
    hosts = value.lower().replace(",", " ").split()
    if not all(map(_HOST.fullmatch, hosts)):
        raise ValueError("isn't a list of host names")
    return ", ".join(hosts)


def read_secrets(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not secret_parts(value):
        raise ValueError("has no secret in it")
    return value


def read_long_secrets(value: SecretStr) -> SecretStr:
    secrets = secret_parts(value)
    if not secrets or any(len(secret) < _SHORTEST_SECRET for secret in secrets):
        raise ValueError(f"needs at least {_SHORTEST_SECRET} characters in each secret")
    if any(secret[0] == secret[-1] and secret[0] in "\"'" for secret in secrets):
        raise ValueError("is in quotes, which would be a part of the secret")
    return value
