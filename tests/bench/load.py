"""A load of signed requests over keep-alive connections, as lean as Python allows."""

import hashlib
import hmac
import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode, urlsplit

SECRET = "the-benchmark-signs-with-this"

_serial = count()


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of requests cost: requests a second, and seconds for one."""

    rate: float
    median: float
    p99: float


def requests(line: str, number: int, secret: str = SECRET) -> list[bytes]:
    """``number`` different deliveries of one line: Slack never sends the same trigger_id twice."""
    made = []
    for _ in range(number):
        body = urlencode(
            {
                "token": "unused", "team_id": "T0ACME", "team_domain": "acme",
                "channel_id": "C0WEB", "channel_name": "web", "user_id": "U0ANA", "user_name": "ana",
                "command": "/ci", "text": line, "api_app_id": "A0RINGMASTER",
                "response_url": "http://127.0.0.1:9/commands", "trigger_id": f"1.2.{next(_serial)}",
            }
        )  # fmt: skip
        stamp = str(int(time.time()))
        signed = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        made.append(
            (
                "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
                f"X-Slack-Signature: v0={signed}\r\n\r\n{body}"
            ).encode()
        )
    return made


def run(url: str, line: str, *, connections: int, number: int) -> Load:
    """Send ``number`` slash commands."""
    return send_all(url, requests(line, number), connections=connections)


def send_all(url: str, messages: Sequence[bytes], *, connections: int) -> Load:
    """Send requests over ``connections`` connections, each waiting for its answer."""
    parts = urlsplit(url)
    address = (parts.hostname or "127.0.0.1", parts.port or 80)
    waiting, number = [*reversed(messages)], len(messages)
    selector = selectors.DefaultSelector()
    begun: dict[int, float] = {}
    times: list[float] = []

    def send(connection: socket.socket) -> None:
        begun[connection.fileno()] = time.perf_counter()
        connection.sendall(waiting.pop())

    sockets = [socket.create_connection(address) for _ in range(connections)]
    start = time.perf_counter()
    for each in sockets:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(each, selectors.EVENT_READ, bytearray())
        send(each)
    while len(times) < number:
        for key, _ in selector.select():
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            key.data.extend(connection.recv(65536))
            if not _whole(key.data):
                continue
            assert key.data.startswith(b"HTTP/1.1 200"), bytes(key.data[:300])
            key.data.clear()
            times.append(time.perf_counter() - begun[connection.fileno()])
            if waiting:
                send(connection)
    elapsed = time.perf_counter() - start
    for each in sockets:
        each.close()
    times.sort()
    return Load(number / elapsed, statistics.median(times), times[int(len(times) * 0.99)])


def _whole(answer: bytearray) -> bool:
    head, found, body = bytes(answer).partition(b"\r\n\r\n")
    if not found:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return True
