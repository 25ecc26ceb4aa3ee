"""A name of a public host that leads into a private network is not followed there."""

import asyncio
import socket
from collections.abc import Callable, Iterator

import httpx
import pytest
import stamina
from pytest_mock import MockerFixture

from bot.circleci.addresses import is_public, public_only
from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError, UnknownHost

URL = "https://output.circle-artifacts.com/output/job/1/artifacts/0/a.txt"
PUBLIC = ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
PRIVATE = [
    "127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%1", "fc00::1", "fec0::1", "ff02::1",
    "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "fd00:ec2::254",
    "::127.0.0.1", "::a9fe:a9fe", "::ffff:0:127.0.0.1", "64:ff9b:1::a00:1", "5f00::1",
    "192.0.0.192", "168.63.129.16", "::ffff:168.63.129.16", "192.88.99.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_in_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_private_network_is_not_however_it_is_written(address: str) -> None:
    assert not is_public(address)


@pytest.fixture
def connects(mocker: MockerFixture) -> list[str]:
    """To which addresses a connection was begun; none is made."""
    begun: list[str] = []

    async def connect(_: object, __: socket.socket, address: tuple[str, int]) -> None:
        begun.append(address[0])
        raise ConnectionRefusedError

    mocker.patch.object(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", connect)
    return begun


@pytest.fixture
def no_retries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=1):
        yield


@pytest.fixture
def names(mocker: MockerFixture) -> Callable[..., None]:
    """What every name leads to."""

    def lead_to(*addresses: str) -> None:
        found = [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443))
            for each in addresses
        ]
        mocker.patch.object(socket, "getaddrinfo", return_value=found)

    return lead_to


async def downloaded(**options: object) -> None:
    async with CircleCI("token", **options) as client, client.download(URL, limit=100):  # type: ignore[arg-type]
        pass


@pytest.mark.parametrize("addresses", [[each] for each in PRIVATE] + [[PUBLIC[0], PRIVATE[0]]])
async def test_a_listed_name_that_leads_into_a_private_network_is_not_connected_to(
    names: Callable[..., None], connects: list[str], addresses: list[str]
) -> None:
    names(*addresses)
    with pytest.raises(UnknownHost, match="no public address"):
        await downloaded()
    assert connects == []


@pytest.mark.usefixtures("no_retries")
@pytest.mark.parametrize("addresses", [PUBLIC[:1], PUBLIC[1:2]])
async def test_a_listed_name_that_leads_to_a_public_address_is(
    names: Callable[..., None], connects: list[str], addresses: list[str]
) -> None:
    names(*addresses)
    with pytest.raises(CircleCIError) as caught:
        await downloaded()
    assert not isinstance(caught.value, UnknownHost)
    assert set(connects) == set(addresses)


@pytest.mark.usefixtures("no_retries")
async def test_a_host_that_the_settings_name_may_be_private(
    names: Callable[..., None], connects: list[str]
) -> None:
    names("10.0.0.5")
    with pytest.raises(CircleCIError):
        await downloaded(artifact_hosts=["output.circle-artifacts.com"])
    async with CircleCI("token", base_url="https://circleci.example.com") as server:
        with pytest.raises(CircleCIError) as caught:
            await server.get_me()
    assert not isinstance(caught.value, UnknownHost)
    assert set(connects) == {"10.0.0.5"}


async def test_a_connection_that_leads_elsewhere_than_the_name_did_is_closed_before_anything_is_sent(
    mocker: MockerFixture,
) -> None:
    request = httpx.Request("GET", URL)
    await public_only(lambda _: False)(request)
    watch = request.extensions["trace"]
    host = request.url.host
    mocker.patch.object(socket, "getaddrinfo", return_value=[(2, 1, 6, "", ("93.184.216.34", 443))])
    stream = mocker.AsyncMock()
    stream.get_extra_info = mocker.Mock(return_value=("127.0.0.1", 443))

    await watch("connection.connect_tcp.started", {"host": host, "port": 443})
    with pytest.raises(UnknownHost):
        await watch("connection.connect_tcp.complete", {"return_value": stream})
    stream.aclose.assert_awaited_once_with()

    await watch("connection.connect_tcp.started", {"host": "proxy.internal", "port": 3128})
    await watch("connection.connect_tcp.complete", {"return_value": stream})
    stream.aclose.assert_awaited_once_with()
