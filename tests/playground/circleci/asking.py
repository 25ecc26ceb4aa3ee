"""A clock that is moved by hand, and somebody who asks API v2."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 10, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Asking:
    """Asks with the token."""

    client: httpx.AsyncClient

    async def get(self, path: str, status: int = 200, /, **params: str) -> Any:
        answer = await self.client.get(f"/api/v2{path}", params=params)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(self, path: str, body: object = None, status: int = 202) -> Any:
        answer = await self.client.post(f"/api/v2{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def pages(self, path: str, **params: str) -> list[list[Any]]:
        """The items of every page."""
        page = await self.get(path, **params)
        pages = [page["items"]]
        while page["next_page_token"]:
            page = await self.get(path, **{**params, "page-token": page["next_page_token"]})
            pages.append(page["items"])
        return pages

    async def workflows(self, pipeline: str) -> dict[str, str]:
        """The newest status by name."""
        items = (await self.get(f"/pipeline/{pipeline}/workflow"))["items"]
        return {item["name"]: item["status"] for item in reversed(items)}

    async def jobs(self, workflow: str) -> dict[str, dict[str, Any]]:
        return {item["name"]: item for item in (await self.get(f"/workflow/{workflow}/job"))["items"]}

    async def statuses(self, workflow: str) -> dict[str, str]:
        return {name: job["status"] for name, job in (await self.jobs(workflow)).items()}
