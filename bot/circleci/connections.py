"""The way to one CircleCI, which clients of several tokens share."""

import asyncio
import ssl
from collections.abc import Collection
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import httpx

from bot.circleci.hosts import Hosts

_DOWNLOADS = 4


class Connections:
    """``calls`` and ``downloads`` bound how many of each are under way. Knows no token."""

    def __init__(
        self,
        *,
        base_url: str,
        ca_bundle: Path | None,
        transport: httpx.AsyncBaseTransport | None,
        concurrency: int,
        artifact_hosts: Collection[str],
    ) -> None:
        self.hosts = Hosts.of(base_url, artifact_hosts)
        self.base_url = str(self.hosts.base).rstrip("/")
        self.calls = asyncio.Semaphore(concurrency)
        self.downloads = asyncio.Semaphore(_DOWNLOADS)
        self.client = httpx.AsyncClient(
            verify=certificates(ca_bundle) if ca_bundle else True,
            headers={"User-Agent": f"ringmaster/{_version()}", "Accept": "application/json"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(5.0, read=20.0, write=10.0),
            limits=httpx.Limits(
                max_connections=concurrency + _DOWNLOADS,
                max_keepalive_connections=concurrency,
                keepalive_expiry=5.0,
            ),
            follow_redirects=False,
            transport=transport,
            trust_env=not self.hosts.local,  # a proxy has no way to this machine
        )


def certificates(bundle: Path) -> ssl.SSLContext:
    """The usual certificates and the bundle's: artifacts may lie on a public host."""
    context = httpx.create_ssl_context()
    context.load_verify_locations(cafile=bundle)
    return context


def _version() -> str:
    try:
        return version("ringmaster-ci")
    except PackageNotFoundError:
        return "0"
