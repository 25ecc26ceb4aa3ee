"""Which hosts are spoken to, and which of them may see the token."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import httpx

from bot.circleci.errors import UnknownHost

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

        Only names on a list are, so no address leads into a private network.
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

    def trusted(self, at: httpx.URL) -> bool:
        """Whether the token may go there. A CircleCI Server's token is none of the Cloud's business."""
        return origin(at) == origin(self.base) or (self.base.host == _CLOUD and _of_artifacts(at.host))


def origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    """Two addresses of one origin reach the same server."""
    return url.scheme, url.raw_host, url.port


def _of_artifacts(host: str) -> bool:
    return _OF_ARTIFACTS.fullmatch(host) is not None
