"""Names of public hosts lead to public addresses only, whatever a name server says.

https://www.python-httpx.org/advanced/extensions/#trace
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpx

from bot.circleci.errors import UnknownHost

#: IPv4 as IPv6-only networks have it. https://www.rfc-editor.org/rfc/rfc6052
_NAT64 = IPv6Network("64:ff9b::/96")
#: What looks public and leads to a cloud's own services: Oracle's and Azure's; and a relay into IPv6.
#: https://www.iana.org/assignments/iana-ipv4-special-registry
_NOT_PUBLIC = tuple(map(IPv4Network, ("192.0.0.0/24", "168.63.129.16/32", "192.88.99.0/24")))
#: All that is given out of IPv6; elsewhere are other ways to write IPv4, and networks of one's own.
#: https://www.iana.org/assignments/ipv6-unicast-address-assignments
_INTERNET = IPv6Network("2000::/3")


def public_only(may_be_private: Callable[[httpx.URL], bool]) -> Callable[[httpx.Request], Awaitable[None]]:
    """A hook for requests: nothing is sent to an address of a private network but where it may be.

    Sending raises UnknownHost then. Through a proxy, which looks the name up itself, nothing is looked at.
    """

    async def hook(request: httpx.Request) -> None:
        if not may_be_private(request.url):
            request.extensions["trace"] = _Watch(request.url.raw_host.decode("ascii"))

    return hook


@dataclass(slots=True)
class _Watch:
    """Looks at the name before a connection is made, and at the connection before anything is sent over it:
    by then the name may lead elsewhere.
    """

    host: str
    _direct: bool = False

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """``info``: what a connection is made with, or the stream that came of it."""
        if event == "connection.connect_tcp.started":
            self._direct = info["host"] == self.host
            if self._direct:
                for address in await _addresses(self.host, info["port"]):
                    self._check(address)
        elif event == "connection.connect_tcp.complete" and self._direct:
            stream = info["return_value"]
            try:
                self._check(stream.get_extra_info("server_addr")[0])
            except UnknownHost:
                await stream.aclose()
                raise

    def _check(self, address: str) -> None:
        if not is_public(address):
            raise UnknownHost(f"{self.host} leads to {address}, which is no public address")


async def _addresses(host: str, port: int) -> list[str]:
    """None where the name is not found: nor is it by who connects to it."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether it is an address in the internet, also where IPv6 wraps one of IPv4."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or nat64 or ip
    if isinstance(ip, IPv6Address) and ip not in _INTERNET:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC)
