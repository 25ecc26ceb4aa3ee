"""Which hosts are spoken to, how, and which of them may see the token."""

import ipaddress
import re
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self

import httpx

from bot.circleci.addresses import public_only
from bot.circleci.calls import MeasuredClient, TakeCall
from bot.circleci.errors import UnknownHost

#: How many downloads may be under way at once.
DOWNLOADS = 4
_CLOUD = "circleci.com"
_OF_ARTIFACTS = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.circle-artifacts\.com")
#: Where the output of steps lies, and where artifacts are redirected to: CircleCI's own buckets.
_BUCKETS = re.compile(
    r"(circle-production-action-output|circleci-tasks-prod)\.s3([.-][a-z0-9-]+)?\.amazonaws\.com"
)


@dataclass(frozen=True, slots=True)
class Hosts:
    """``base``: the configured CircleCI, which alone may be on plain http.

    ``others``: further hosts of artifacts, which never see the token.
    """

    base: httpx.URL
    others: frozenset[str] = frozenset()

    @classmethod
    def of(cls, base_url: str, others: Iterable[str] = ()) -> Self:
        """Read the settings. People copy ``/api/v2`` along. Raises ValueError."""
        try:
            base = httpx.URL(base_url.strip().rstrip("/").removesuffix("/api/v2"))
        except httpx.InvalidURL:
            raise ValueError("CircleCI's address is not an address") from None
        if base.scheme not in ("https", "http") or not base.host:
            raise ValueError("CircleCI's address starts with https://")
        if base.userinfo or base.query or base.fragment:
            raise ValueError("CircleCI's address has no user, query or fragment")
        return cls(base, frozenset(host.lower() for host in others))

    @property
    def local(self) -> bool:
        """Whether it runs on this machine."""
        try:
            return ipaddress.ip_address(self.base.host).is_loopback
        except ValueError:
            return self.base.host == "localhost"

    def known(self, url: str | httpx.URL) -> httpx.URL:
        """The address, if something may be fetched from it, else UnknownHost.

        Only names on a list are; that none of them leads into a private network, `public_only` sees to.
        """
        try:
            at = httpx.URL(url)
            host = at.raw_host.decode("ascii")
        except (httpx.InvalidURL, ValueError):
            raise UnknownHost("not an address") from None
        if at.userinfo:
            raise UnknownHost("an address with a user in it")
        plain = at.scheme == "https" and at.port is None
        listed = _of_artifacts(host) or _BUCKETS.fullmatch(host) is not None or host in self.others
        if origin(at) == origin(self.base) or (plain and listed):
            return at
        raise UnknownHost(f"nothing is fetched from {host or 'there'}")

    def onward(self, at: httpx.URL, location: str) -> httpx.URL:
        """Where a redirect leads, if it may."""
        return self.known(at.join(location))

    def named(self, at: httpx.URL) -> bool:
        """Whether the settings name the host, which then may be in a private network."""
        return at.host in (self.base.host, *self.others)

    def trusted(self, at: httpx.URL) -> bool:
        """Whether the token may go there. A CircleCI Server's token is none of the Cloud's business."""
        return origin(at) == origin(self.base) or (self.base.host == _CLOUD and _of_artifacts(at.host))


def origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    """Two addresses of one origin reach the same server."""
    return url.scheme, url.raw_host, url.port


def _of_artifacts(host: str) -> bool:
    return _OF_ARTIFACTS.fullmatch(host) is not None


def connections(
    hosts: Hosts,
    ca_bundle: Path | None,
    transport: httpx.AsyncBaseTransport | None,
    concurrency: int,
    take_call: TakeCall | None,
) -> httpx.AsyncClient:
    """The way there, for as many calls at once and the downloads. It keeps no cookies, and knows no token."""
    return MeasuredClient(
        take_call,
        verify=certificates(ca_bundle) if ca_bundle else True,
        headers={
            "User-Agent": f"ringmaster/{_version()}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        },
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        timeout=httpx.Timeout(5.0, read=20.0, write=10.0),
        limits=httpx.Limits(
            max_connections=concurrency + DOWNLOADS,
            max_keepalive_connections=concurrency,
            keepalive_expiry=5.0,
        ),
        event_hooks={"request": [public_only(hosts.named)]},
        follow_redirects=False,
        transport=transport,
        trust_env=not hosts.local,  # a proxy has no way to this machine
    )


def certificates(bundle: Path) -> ssl.SSLContext:
    """The usual certificates and the bundle's: artifacts may lie on a public host."""
    context = httpx.create_ssl_context()
    context.load_verify_locations(cafile=bundle)
    return context


@cache
def _version() -> str:
    try:
        return version("ringmaster-ci")
    except PackageNotFoundError:
        return "0"
