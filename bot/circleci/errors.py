"""What can go wrong between us and CircleCI.

::

    CircleCIError
    ├── ApiError            CircleCI answered, and the answer is an error: status, message
    │   ├── BadRequest      400
    │   ├── Unauthorized    401  the token is wrong or expired
    │   ├── Forbidden       403
    │   ├── NotFound        404  absent, or no access: CircleCI does not tell which
    │   ├── Conflict        409
    │   ├── Gone            410
    │   ├── RateLimited     429  retry_after in seconds, where it was said
    │   └── ServerError     5xx
    ├── Unreachable         no answer
    │   ├── NoConnection    the request was never sent
    │   └── LostAnswer      sent, and then a timeout or a broken connection
    ├── Unreadable          an answer that is not what the API documents
    ├── Redirected          the API sends us elsewhere, which we do not follow
    ├── UnknownHost         an address that we do not fetch from, or an unsafe redirect
    ├── TooLarge            a download of more than ``limit`` bytes
    ├── TooDense            a download that unfolds to far more than is sent
    ├── TooSlow             a download that hardly comes
    ├── DownloadsBusy       as many downloads as there may be are under way
    └── ListsBusy           as many long lists as there may be are being read

No error carries the token, a request header or a presigned address.
"""

from secrets import token_hex


class CircleCIError(Exception):
    """The root. ``may_have_acted``: whether a POST that ended so may have had its effect.

    ``path``: what was asked. ``reference``: under which the log has both, and people are told where.
    """

    may_have_acted = False

    def __init__(self, text: str, *, path: str = "", reference: str = "") -> None:
        super().__init__(text)
        self.path = path
        self.reference = reference or token_hex(4)


class ApiError(CircleCIError):
    def __init__(self, status: int, message: str, *, path: str = "", reference: str = "") -> None:
        text = f"{status}: {message}" if message else str(status)
        super().__init__(text, path=path, reference=reference)
        self.status = status
        self.message = message


class BadRequest(ApiError): ...


class Unauthorized(ApiError): ...


class Forbidden(ApiError): ...


class NotFound(ApiError): ...


class Conflict(ApiError): ...


class Gone(ApiError): ...


class RateLimited(ApiError):
    def __init__(
        self,
        status: int,
        message: str,
        retry_after: float | None = None,
        *,
        path: str = "",
        reference: str = "",
    ) -> None:
        super().__init__(status, message, path=path, reference=reference)
        self.retry_after = retry_after


class ServerError(ApiError):
    may_have_acted = True


class Unreachable(CircleCIError): ...


class NoConnection(Unreachable): ...


class LostAnswer(Unreachable):
    may_have_acted = True


class Unreadable(CircleCIError):
    may_have_acted = True


class Redirected(CircleCIError): ...


class UnknownHost(CircleCIError): ...


class TooLarge(CircleCIError):
    """``size`` in bytes, where it was said."""

    def __init__(self, limit: int, size: int | None = None, *, path: str = "", reference: str = "") -> None:
        super().__init__(f"more than {limit} bytes", path=path, reference=reference)
        self.limit = limit
        self.size = size


class TooDense(CircleCIError): ...


class TooSlow(CircleCIError): ...


class DownloadsBusy(CircleCIError): ...


class ListsBusy(CircleCIError): ...
