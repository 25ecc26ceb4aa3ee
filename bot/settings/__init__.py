"""The environment, as one frozen value. The README's table and `.env.example` are made from it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.outgoing import NO_CERTIFICATES, has_certificates, wrong_outgoing
from bot.settings.values import (
    ODD,
    has_odd_character,
    read_address,
    read_database,
    read_file,
    read_hosts,
    read_listening,
    read_long_secrets,
    read_plain,
    read_secrets,
    secret_parts,
)


class Mode(StrEnum):
    """How the program is started, which decides what it can't do without."""

    SOCKET = "socket"
    WEB = "web"
    WORKER = "worker"
    SAY = "say"
    MIGRATE = "migrate"
    BACKUP = "backup"
    AUDIT = "audit"
    DOCTOR = "doctor"
    WEBHOOK = "webhook"
    NEW_WEBHOOK = "webhook create"


class CannotStart(Exception):
    """What keeps the program from starting, and how to fix it: one sentence for a terminal."""


#: A setting's name, what is wrong, how to fix it.
WrongSetting: TypeAlias = tuple[str, str, str]


class SettingsError(CannotStart):
    """Settings that are missing or wrong."""

    def __init__(self, problems: tuple[WrongSetting, ...]) -> None:
        super().__init__("; ".join(f"{name} {wrong}" for name, wrong, _ in problems))
        self.problems = problems


_NEEDED = {
    Mode.SOCKET: ("slack_bot_token", "slack_app_token", "circleci_token"),
    Mode.WEB: ("slack_bot_token", "slack_signing_secret", "circleci_token"),
    Mode.WORKER: ("slack_bot_token", "circleci_token"),
    Mode.SAY: ("circleci_token",),
    Mode.WEBHOOK: ("circleci_token",),
    Mode.NEW_WEBHOOK: ("circleci_token", "circleci_webhook_secret"),
}

_REMEDIES = {
    "slack_bot_token": "Copy the Bot User OAuth Token (xoxb-…) from your Slack app, OAuth & Permissions.",
    "slack_app_token": "Create an app-level token (xapp-…) with connections:write on Basic Information.",
    "slack_signing_secret": "Copy the Signing Secret from your Slack app, Basic Information.",
    "slack_api_url": "Remove it, or set it to https://slack-gov.com/api/ for GovSlack.",
    "slash_command": "Set it to a slash command like /ci, up to 32 characters without spaces.",
    "circleci_token": "Create a personal API token at https://app.circleci.com/settings/user/tokens.",
    "circleci_url": "Set it to https://circleci.com or your CircleCI Server's address.",
    "circleci_app_url": "Set it to the address of CircleCI's web app, like https://app.circleci.com.",
    "circleci_ca_bundle": "Set it to the path of a readable PEM file.",
    "circleci_artifact_hosts": "Set it to host names like storage.example.com, separated by commas.",
    "circleci_webhook_secret": "Make one with `openssl rand -hex 32`; separate several with commas.",
    "database_url": "Set it to sqlite:///ringmaster.db or postgresql://user:password@host/name.",
    "policy_file": "Set it to the path of a policy file like policy.example.yml.",
    "port": "Set it to a number from 1 to 65535.",
    "admin_port": "Set it to a number from 1 to 65535, or to an address like 0.0.0.0:9100.",
    "artifact_limit_mb": "Set it to a number from 1 to 1000.",
    "retention_days": "Set it to a number of days from 31 to 36500.",
    "log_level": "Set it to debug, info, warning or error.",
    "log_format": "Set it to console or json.",
}


_ENV_FILE = ".env"

#: What is one word, and as the doctor tells, in this form; and what may be several, with space between them.
_TOKENS = ("slack_bot_token", "slack_app_token", "circleci_token")
_LISTS = ("slack_signing_secret", "circleci_webhook_secret", "circleci_artifact_hosts")

Address = Annotated[str, AfterValidator(read_address)]
_Secret: TypeAlias = SecretStr | None


class Settings(BaseSettings):
    """Everything that can be set. Secrets are `SecretStr`, so no repr or log shows them."""

    model_config = SettingsConfigDict(
        frozen=True, env_file=_ENV_FILE, env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    slack_bot_token: _Secret = Field(None, description="Slack's bot token, `xoxb-…`")
    slack_app_token: _Secret = Field(None, description="Slack's app-level token, `xapp-…`, for Socket Mode")
    slack_signing_secret: Annotated[SecretStr, AfterValidator(read_secrets)] | None = Field(
        None, description="Slack's signing secret, for HTTP; to rotate it: new, old"
    )
    slack_api_url: Address = Field(
        "https://slack.com/api", description="Slack's Web API (different for GovSlack)"
    )
    slash_command: Annotated[str, Field(pattern=r"^/[^\s/]{1,31}$")] = Field(
        "/ci", description="The slash command's name"
    )
    circleci_token: _Secret = Field(None, description="A CircleCI personal API token")
    circleci_url: Address = Field("https://circleci.com", description="CircleCI, or your CircleCI Server")
    circleci_app_url: Address | None = Field(
        None, description="CircleCI's web app, if it isn't at `app.` plus the host of `CIRCLECI_URL`"
    )
    circleci_ca_bundle: Annotated[Path, AfterValidator(read_file)] | None = Field(
        None, description="A PEM file with your CircleCI Server's certificate authority"
    )
    circleci_artifact_hosts: Annotated[str, AfterValidator(read_hosts)] = Field(
        "",
        description="More hosts of artifacts and logs, such as your CircleCI Server's storage; what it names "
        "may be in a private network",
    )
    circleci_webhook_secret: Annotated[SecretStr, AfterValidator(read_long_secrets)] | None = Field(
        None,
        description="The secret for CircleCI's webhooks, 16 or more characters; to rotate it: new, old",
    )
    database_url: Annotated[SecretStr, AfterValidator(read_database)] = Field(
        SecretStr("sqlite:///ringmaster.db"), description="SQLite for one process, PostgreSQL for many"
    )
    policy_file: Path = Field(Path("policy.yml"), description="Who can do what, in which channel")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(
        3000,
        description="The port for `/slack/events` and `/circleci/webhook`; where neither is used, for "
        "`/healthz`, `/readyz` and `/metrics`, on this machine alone",
    )
    admin_port: Annotated[str, AfterValidator(read_listening)] | None = Field(
        None,
        description="Another port for `/healthz`, `/readyz` and `/metrics`, on this machine alone, or an "
        "address like `0.0.0.0:9100`; else a public `PORT` has them without `/metrics`",
    )
    artifact_limit_mb: Annotated[int, Field(ge=1, le=1000)] = Field(
        20, description="The largest artifact or log to share in a thread, in megabytes"
    )
    retention_days: Annotated[int, Field(ge=31, le=36500)] = Field(
        365,
        description="For how many days the database keeps who started and changed what; what was typed for"
        " parameters goes after 30 days, and messages aren't updated after 30",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much to log")
    log_format: Literal["console", "json"] = Field("console", description="`console` for people, or `json`")

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: object, about: ValidationInfo) -> object:
        return value if about.field_name in (*_TOKENS, *_LISTS) else read_plain(value)

    def secret(self, name: str) -> str:
        """The value of a secret that the mode needs, so that it is set."""
        value = getattr(self, name)
        if not isinstance(value, SecretStr):
            raise TypeError(f"{name} isn't set: its mode doesn't need it")
        return value.get_secret_value()

    @property
    def admin_address(self) -> tuple[str, int] | None:
        """Host and port for health and metrics, where they have their own."""
        if self.admin_port is None:
            return None
        host, _, port = self.admin_port.rpartition(":")
        return host, int(port)

    @property
    def artifact_hosts(self) -> tuple[str, ...]:
        """Hosts of artifacts and logs besides CircleCI's."""
        return tuple(self.circleci_artifact_hosts.split(", ")) if self.circleci_artifact_hosts else ()

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """Those that Slack may sign with."""
        return secret_parts(self.slack_signing_secret) if self.slack_signing_secret else ()

    @property
    def names_policy(self) -> bool:
        """Whether the policy file was set, and isn't the default."""
        return "policy_file" in self.model_fields_set

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """Those that CircleCI may sign with: the first is given to new webhooks."""
        return secret_parts(self.circleci_webhook_secret) if self.circleci_webhook_secret else ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, so that logs can be kept clean of them."""
        whole = tuple(value.get_secret_value() for _, value in self if isinstance(value, SecretStr))
        return (*whole, *self.signing_secrets, *self.webhook_secrets)


def load_settings(mode: Mode) -> Settings:
    """Read the environment and ``.env``. Raises `SettingsError` naming all that ``mode`` lacks."""
    settings, problems = readable_settings()
    if problems := (*problems, *_unusable(settings)):
        raise SettingsError(problems)
    if missing := missing_settings(settings, mode):
        raise SettingsError(tuple(_problem(name.lower(), "is missing") for name in missing))
    return settings


def readable_settings() -> tuple[Settings, tuple[WrongSetting, ...]]:
    """The environment and ``.env`` as far as they can be read, the rest as if it weren't set; and why."""
    file, unreadable = _env_file()
    beside = (*unreadable, *wrong_outgoing())
    try:
        return Settings(_env_file=file), beside
    except ValidationError as error:
        wrong = {str(item["loc"][0]): item["msg"] for item in error.errors(include_input=False)}
        unset = {name: Settings.model_fields[name].default for name in wrong}
        problems = tuple(_problem(name, _told(said)) for name, said in wrong.items())
        return Settings(_env_file=file, **unset), (*problems, *beside)


def _env_file() -> tuple[Path | None, tuple[WrongSetting, ...]]:
    """``.env``, where it is there and can be read; else why not."""
    file = Path(_ENV_FILE)
    try:
        if file.is_file():
            file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None, ((_ENV_FILE, "isn't a readable file of UTF-8 text", "Save it as UTF-8, or remove it."),)
    return file, ()


def missing_settings(settings: Settings, mode: Mode) -> tuple[str, ...]:
    """The names of what ``mode`` can't do without, and that is not set."""
    return tuple(name.upper() for name in _NEEDED.get(mode, ()) if getattr(settings, name) is None)


def _unusable(settings: Settings) -> tuple[WrongSetting, ...]:
    """What has its form, and could not be used; the doctor tells more of it."""
    given = [(name, it.get_secret_value()) for name in _TOKENS if (it := getattr(settings, name)) is not None]
    given += [("slack_signing_secret", each) for each in settings.signing_secrets]
    odd = dict.fromkeys(name.upper() for name, token in given if has_odd_character(token))
    wrong = [(name, ODD, "Copy it again.") for name in odd]
    if settings.circleci_ca_bundle is not None and not has_certificates(settings.circleci_ca_bundle):
        wrong.append(_problem("circleci_ca_bundle", NO_CERTIFICATES))
    return tuple(wrong)


def _problem(name: str, wrong: str) -> WrongSetting:
    return name.upper(), wrong, _REMEDIES[name]


def _told(said: str) -> str:
    """In our words, rather than the library's."""
    return said.partition("Value error, ")[2] or "has the wrong format"
