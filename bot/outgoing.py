"""Variables that other programs heed too: by which calls go out. Libraries quote what they can't read."""

import os
import re
import ssl
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

PROXIES = ("https_proxy", "http_proxy", "all_proxy")
CERTIFICATES = "ssl_cert_file"
NO_CERTIFICATES = "isn't a readable file with certificates"

_PROXY = re.compile(
    r"https?://(?:[^\s/?#@]*@)?(?:[\w.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?/?", re.IGNORECASE
)
_PASSWORD = re.compile(r"//[^\s/?#@:]*:([^\s/?#@]+)@")
_LAST_PORT = 65535


def wrong_outgoing() -> Iterator[tuple[str, str, str]]:
    """Those by which nothing could go out: name, what is wrong, how to fix it."""
    for name in PROXIES:
        value = _value(name)
        found = _PROXY.fullmatch(value)
        if value and (found is None or int(found[1] or 1) > _LAST_PORT):
            remedy = "Write http://user:password@host:port, @ : / # in it as %40 %3A %2F %23."
            yield name.upper(), "isn't an address of an HTTP proxy", remedy
    if (file := os.environ.get(CERTIFICATES.upper())) and not has_certificates(file):
        yield (
            CERTIFICATES.upper(),
            NO_CERTIFICATES,
            "Set it to the path of a readable PEM file, or remove it.",
        )


def has_certificates(file: str | Path) -> bool:
    """Whether it can be read, and is one of certificates."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except OSError:
        return False
    return True


def proxies_set() -> tuple[str, ...]:
    """The names of the proxies that are set."""
    return tuple(name.upper() for name in PROXIES if _value(name))


def proxy_passwords() -> tuple[str, ...]:
    """So that logs can be kept clean of them: libraries quote addresses. As written, and as meant."""
    return passwords_in(map(_value, PROXIES))


def passwords_in(addresses: Iterable[str]) -> tuple[str, ...]:
    written = [found[1] for each in addresses if (found := _PASSWORD.search(each))]
    return (*written, *map(unquote, written))


def _value(name: str) -> str:
    return os.environ.get(name) or os.environ.get(name.upper()) or ""
