"""Which version runs."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """The program's, where it is installed."""
    try:
        return version("ringmaster-ci")
    except PackageNotFoundError:
        return "0"
