"""A wire that ends in the test: answers as scripted, and remembers what was sent."""

import json
from collections.abc import Callable, Iterable

import httpx

from bot.circleci.client import CircleCI
from bot.circleci.slug import ProjectSlug

TOKEN = "CCIPAT_s3cret-t0ken"
WEB = ProjectSlug("gh", "acme", "web")
PIPELINE_ID = "5034460f-c7c4-4c43-9457-de07e2029e7b"
WORKFLOW_ID = "b23ceb64-127a-4075-a27c-d204a7a0a3b3"
JOB_ID = "949f0edf-83c6-4a0e-a34e-c376f8fc7499"
CREATED = {"id": PIPELINE_ID, "number": 25, "state": "pending", "created_at": "2026-11-20T10:00:00Z"}

Step = httpx.Response | Exception
Answer = Callable[[httpx.Request], httpx.Response]


class Wire(httpx.MockTransport):
    """Answers in the order of ``steps``, the last one for good; an exception breaks the connection."""

    def __init__(self, *steps: Step | Answer) -> None:
        super().__init__(self._answer)
        self.requests: list[httpx.Request] = []
        self._steps = list(steps)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        if isinstance(step, Exception):
            raise step
        if isinstance(step, httpx.Response):
            return httpx.Response(step.status_code, headers=step.headers, content=step.content)
        return step(request)

    @property
    def paths(self) -> list[str]:
        return [request.url.raw_path.decode() for request in self.requests]

    @property
    def sent(self) -> object:
        """The last request's JSON."""
        return json.loads(self.requests[-1].content)


def a_client(*steps: Step | Answer, **options: object) -> tuple[CircleCI, Wire]:
    wire = Wire(*steps)
    return CircleCI(TOKEN, transport=wire, **options), wire  # type: ignore[arg-type]


def answers(body: object, status: int = 200, **headers: str) -> httpx.Response:
    spelled = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=spelled)


def page(items: Iterable[object], token: str | None = None) -> httpx.Response:
    return answers({"items": list(items), "next_page_token": token})


def says(status: int, text: str = "", **headers: str) -> httpx.Response:
    """An error whose body is plain text."""
    spelled = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, text=text, headers=spelled)
