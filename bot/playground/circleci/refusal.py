"""How the API says no."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Refusal(Exception):
    """An answer that is an error: ``{"message": …}``."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


async def refused(request: Request, error: Exception) -> Response:
    """The answer that a refusal is."""
    if not isinstance(error, Refusal):
        raise error
    return JSONResponse({"message": error.message}, error.status)


async def not_found(request: Request, error: Exception) -> Response:
    return JSONResponse({"message": "Not Found"}, 404)


async def not_allowed(request: Request, error: Exception) -> Response:
    return JSONResponse({"message": "Method Not Allowed"}, 405, getattr(error, "headers", None))
