"""What the machine itself has: the clock, the database, the disk, the port, charts."""

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from errno import EADDRINUSE
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from rapidfuzz import fuzz, process

from bot.charts import Charts
from bot.circleci.hosts import DOWNLOADS
from bot.operating.doctor.finding import Finding, bad, check_network, good, note
from bot.settings import Settings
from bot.store import BadFile, DatabaseState, FileTrouble, NotOurs, StoreUnavailable, check_database
from bot.views.parts.text import file_size

#: Slack refuses a signature that is five minutes off; a clock this far off is on its way there.
_SKEW = timedelta(seconds=60)
#: Of how many files there must be room: of each download, as it came and without its secrets.
_AT_ONCE = 2 * DOWNLOADS
#: Of a hundred, how alike a name is to a setting's that may be meant.
_ALIKE = 84
_NAMES = re.compile(r"^\s*(?:export\s+)?(\w+)\s*=", re.MULTILINE)


async def check_clock(settings: Settings) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.head(settings.slack_api_url)
        off = abs(datetime.now(UTC) - parsedate_to_datetime(answer.headers["date"]))
    except httpx.HTTPError:
        remedy = check_network("SLACK_API_URL")
        return bad("Clock", "can't reach Slack to compare clocks", remedy)
    except (KeyError, ValueError):
        return note("Clock", "Slack didn't say what time it is")
    told = f"{off.total_seconds():,.0f} s from Slack's"
    if off < _SKEW:
        return good("Clock", told)
    remedy = "Set this machine's clock (NTP): at 5 minutes off, the bot refuses Slack's requests."
    return bad("Clock", told, remedy)


async def check_storage(settings: Settings) -> Finding:
    url = settings.secret("database_url")
    try:
        state = await check_database(url)
    except BadFile as error:
        return bad("Database", error.why, _file_remedy(error))
    except NotOurs as error:
        return bad("Database", str(error), "Set DATABASE_URL to a database of the bot's own, or restore it.")
    except StoreUnavailable as error:
        return bad("Database", str(error), _remedy(url, str(error)))
    match state:
        case DatabaseState.ABSENT:
            return good("Database", "none yet; the bot creates it when it starts")
        case DatabaseState.BEHIND if url.startswith("sqlite:"):
            return good("Database", "older than this version; the bot updates it when it starts")
        case DatabaseState.BEHIND:
            return bad("Database", "its tables are missing or out of date", "Run `ringmaster migrate`.")
        case DatabaseState.UNWRITABLE:
            remedy = "Set DATABASE_URL to the primary, and to a user who may change all the bot's tables."
            return bad("Database", "it takes no writes of this user", remedy)
    return good("Database", "answers, and is up to date")


def _remedy(url: str, why: str) -> str:
    """Where nothing more is known than what the database said."""
    if not url.startswith("sqlite:"):
        return "Check DATABASE_URL, and that the database is up."
    if "locked" in why:
        return "End the other program that writes to the file, or set DATABASE_URL to a file elsewhere."
    return "Move the file away and `ringmaster restore` a backup, or set DATABASE_URL to a file elsewhere."


def _file_remedy(error: BadFile) -> str:
    elsewhere = "or set DATABASE_URL to a file elsewhere."
    match error.trouble:
        case FileTrouble.FOLDER_IN_ITS_PLACE:
            return f"Set DATABASE_URL to a file in it: sqlite:///{error.file / 'ringmaster.db'}."
        case FileTrouble.NO_FOLDER:
            return f"Create {error.file.parent}, {elsewhere}"
        case FileTrouble.FOLDER_UNWRITABLE:
            return f"Let the bot's user write to {error.file.parent}, {elsewhere}"
        case FileTrouble.UNWRITABLE:
            return f"Let the bot's user read and write the file, {elsewhere}"
        case FileTrouble.NO_ROOM:
            return f"Free some space, {elsewhere}"
        case FileTrouble.NO_DATABASE:
            return f"Move the file away, so that the bot makes a new one, {elsewhere}"


def check_temporary_files(settings: Settings) -> Finding:
    """Where logs and artifacts are on their way. A folder that is set and no good is passed over unsaid."""
    check = "Temporary files"
    wanted = os.environ.get("TMPDIR")
    remedy = "Set TMPDIR to a folder to which the bot's user may write."
    try:
        folder = Path(tempfile.gettempdir())
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"tried")
            file.flush()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        told = f"logs and artifacts can't be read: {error.strerror or error}"
        return bad(check, told, remedy)
    if wanted and str(folder) != os.path.abspath(wanted):
        return note(check, f"they go to {folder}, as TMPDIR ({wanted}) can't be written", remedy)
    told = f"{file_size(free)} free in {folder}"
    needed = settings.artifact_limit_mb * 1_000_000 * _AT_ONCE
    if free < needed:
        advice = f"Free some space, or set TMPDIR to a folder with {file_size(needed)}."
        return note(check, told, advice)
    return good(check, told)


def check_names(settings: Settings) -> list[Finding]:
    """A setting under a name that is none is as if it weren't set, and nothing else tells of it."""
    text = ""
    with suppress(OSError):  # there is none, or what is wrong with it is told
        text = Path(".env").read_text("utf-8", errors="replace")
    unset = {name.upper() for name in Settings.model_fields} - {
        name.upper() for name in settings.model_fields_set
    }
    names = {each.upper() for each in (*os.environ, *_NAMES.findall(text))}
    several = ((name, _alike(name, unset)) for name in sorted(names - unset))
    return [
        note("Settings", f"{name} isn't a setting", f"If {near} is meant, rename it.")
        for name, near in several
        if near and name.lower() not in Settings.model_fields
    ]


def check_encryption(settings: Settings) -> list[Finding]:
    """On this machine nobody else reads along."""
    urls = {"SLACK_API_URL": settings.slack_api_url, "CIRCLECI_URL": settings.circleci_url}
    plain = [name for name, url in urls.items() if urlsplit(url).scheme == "http" and not _is_here(url)]
    told = "begins with http://, so others on the way can read the token"
    return [note("Encryption", f"{name} {told}", "Set it to an https:// address.") for name in plain]


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _alike(name: str, names: Iterable[str]) -> str:
    near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return str(near[0]) if near else ""


async def check_port(settings: Settings) -> Finding:
    """One that is taken may be so by the bot itself, which runs already: that is worth knowing, too."""
    return _port("Port", "PORT", "", settings.port)


async def check_admin_port(settings: Settings) -> list[Finding]:
    """The same, where it is set."""
    if settings.admin_address is None:
        return []
    host, port = settings.admin_address
    posted_to = settings.signing_secrets or settings.webhook_secrets
    if port == settings.port and posted_to:
        told = f"{port} is what PORT is, to which Slack or CircleCI post"
        return [bad("Admin port", told, "Set ADMIN_PORT to another.")]
    return [_port("Admin port", "ADMIN_PORT", host, port)]


def _port(check: str, setting: str, host: str, port: int) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            return good(check, f"{port} is free")
    except OSError as error:
        told = f"{port} can't be used: {(error.strerror or '').partition(' (')[0]}"
        if error.errno == EADDRINUSE:
            return note(check, told, f"If that isn't the bot itself, set {setting} to another.")
        return bad(check, told, f"Set {setting} to another.")


def check_charts() -> Finding:
    if Charts().available:
        return good("Charts", "matplotlib is installed")
    told = "matplotlib isn't installed, so insights have charts only where Slack draws them"
    return note("Charts", told, "Run pip install 'ringmaster-ci[charts]'.")
