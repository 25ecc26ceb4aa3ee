"""The environment, as one value."""

from pathlib import Path

import pytest

from bot.app import circleci_client
from bot.settings import Mode, Settings, SettingsError, load_settings, readable_settings


def test_defaults_are_enough_where_nothing_is_needed() -> None:
    settings = load_settings(Mode.DOCTOR)
    assert settings.slash_command == "/ci"
    assert settings.port == 3000
    assert settings.secret("database_url") == "sqlite:///ringmaster.db"


def test_everything_that_is_missing_is_named_at_once_with_its_remedy() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(Mode.SOCKET)
    names = [name for name, wrong, remedy in caught.value.problems if wrong == "is missing" and remedy]
    assert names == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CIRCLECI_TOKEN"]


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("PORT", "80a", "has the wrong format"),
        ("PORT", "0", "has the wrong format"),
        ("ADMIN_PORT", "0", "isn't a port, or an address with one"),
        ("ADMIN_PORT", "localhost", "isn't a port, or an address with one"),
        ("ADMIN_PORT", "127.0.0.1:70000", "isn't a port, or an address with one"),
        ("SLASH_COMMAND", "ci", "has the wrong format"),
        ("SLASH_COMMAND", "/two words", "has the wrong format"),
        ("CIRCLECI_URL", "circleci", "isn't a URL"),
        ("CIRCLECI_URL", "https://ana:Gr4nite-owl@circleci.test", "has a user, a query or a fragment"),
        ("SLACK_API_URL", "https://ana:Gr4nite-owl@slack.test/api", "has a user, a query or a fragment"),
        ("SLACK_API_URL", "https://slack.test/api?token=Gr4nite-owl", "has a user, a query or a fragment"),
        ("CIRCLECI_CA_BUNDLE", "/nowhere.pem", "names a file that doesn't exist"),
        ("CIRCLECI_CA_BUNDLE", __file__, "isn't a readable file with certificates"),
        ("CIRCLECI_ARTIFACT_HOSTS", "https://storage.example.com", "isn't a list of host names"),
        ("CIRCLECI_ARTIFACT_HOSTS", "storage.example.com, s3:9000", "isn't a list of host names"),
        ("DATABASE_URL", "mysql://host/name", "is neither SQLite nor PostgreSQL"),
        ("DATABASE_URL", "sqlite://", "needs the path of a file, and nothing else, after three slashes"),
        ("DATABASE_URL", "sqlite:///", "needs the path of a file, and nothing else, after three slashes"),
        (
            "DATABASE_URL",
            "sqlite:///:memory:",
            "needs the path of a file, and nothing else, after three slashes",
        ),
        (
            "DATABASE_URL",
            "sqlite://ringmaster.db",
            "needs the path of a file, and nothing else, after three slashes",
        ),
        (
            "DATABASE_URL",
            "sqlite:///ringmaster.db?mode=ro",
            "needs the path of a file, and nothing else, after three slashes",
        ),
        ("CIRCLECI_WEBHOOK_SECRET", "too-short", "needs at least 16 characters in each secret"),
        (
            "CIRCLECI_WEBHOOK_SECRET",
            "long-enough-it-is, short",
            "needs at least 16 characters in each secret",
        ),
        (
            "CIRCLECI_WEBHOOK_SECRET",
            "'long-enough-it-is'",
            "is in quotes, which would be a part of the secret",
        ),
        ("CIRCLECI_WEBHOOK_SECRET", " ,", "needs at least 16 characters in each secret"),
        ("HTTPS_PROXY", "http://ana:Gr4nite#owl@proxy.test:3128", "isn't an address of an HTTP proxy"),
        ("all_proxy", "http://ana:Gr4nite-owl@[proxy", "isn't an address of an HTTP proxy"),
        ("HTTP_PROXY", "ana:Gr4nite-owl@proxy.test:3128", "isn't an address of an HTTP proxy"),
        ("https_proxy", "Gr4nite-owl", "isn't an address of an HTTP proxy"),
        ("ALL_PROXY", "socks5://ana:Gr4nite-owl@proxy.test:1080", "isn't an address of an HTTP proxy"),
        ("SSL_CERT_FILE", "/nowhere.pem", "isn't a readable file with certificates"),
        ("SSL_CERT_FILE", __file__, "isn't a readable file with certificates"),
        ("LOG_FORMAT", "xml", "has the wrong format"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wrong: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(Mode.DOCTOR)
    [(named, told, remedy)] = caught.value.problems
    assert (named, told) == (name.upper(), wrong)
    assert remedy
    assert value not in str(caught.value) or value == "0"


#: Each that is one word, with a value that is right.
WORDS = {
    "SLACK_API_URL": "https://slack.test/api",
    "SLASH_COMMAND": "/ci",
    "CIRCLECI_URL": "https://circleci.test",
    "CIRCLECI_APP_URL": "https://app.circleci.test",
    "CIRCLECI_CA_BUNDLE": "/etc/ssl/ca.pem",
    "DATABASE_URL": "sqlite:///ringmaster.db",
    "POLICY_FILE": "policy.yml",
    "PORT": "3001",
    "ADMIN_PORT": "9100",
    "ARTIFACT_LIMIT_MB": "20",
    "RETENTION_DAYS": "31",
    "LOG_LEVEL": "info",
    "LOG_FORMAT": "json",
}
UNSEEN = "contains a line break or another character that can't be seen"


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ("{} ", "begins or ends with a space"),
        (" {}", "begins or ends with a space"),
        (" ", "begins or ends with a space"),
        ("{}\n", UNSEEN),
        ("{}\r", UNSEEN),
        ("\ufeff{}", UNSEEN),
        ("\t", UNSEEN),
        ("{}\udcff", UNSEEN),
    ],
)
def test_what_came_with_more_than_itself_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, more: str, wrong: str
) -> None:
    monkeypatch.setenv(name, more.format(WORDS[name]))
    with pytest.raises(SettingsError) as caught:
        load_settings(Mode.DOCTOR)
    assert [(named, told) for named, told, _ in caught.value.problems] == [(name, wrong)]


@pytest.mark.parametrize(
    "name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CIRCLECI_TOKEN", "SLACK_SIGNING_SECRET"]
)
@pytest.mark.parametrize("value", ["'{}'", '"{}"', "<your-token>", "${{TOKEN}}", "xoxb-…", "{}é", "{};"])
def test_a_token_with_what_none_has_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value.format("xoxb-1-Gr4nite.owl/a+b=="))
    with pytest.raises(SettingsError) as caught:
        load_settings(Mode.DOCTOR)
    wrong = "contains a space, a quote or another odd character"
    assert caught.value.problems == ((name, wrong, "Copy it again."),)


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CIRCLECI_TOKEN"])
@pytest.mark.parametrize("value", ["{} ", " {}", "{}\n", "{}\r", "xoxb\r\n-1", "\ufeff{}", "{}\udcff", " "])
def test_so_is_a_token_with_what_can_not_be_seen(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    test_a_token_with_what_none_has_is_named(monkeypatch, name, value)


@pytest.mark.parametrize("name", ["SLACK_SIGNING_SECRET", "CIRCLECI_WEBHOOK_SECRET"])
def test_a_secret_of_bytes_that_are_no_text_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "a-secret-that-is-long\udcff")
    with pytest.raises(SettingsError, match=f"{name} isn't UTF-8 text"):
        load_settings(Mode.DOCTOR)


def test_a_file_of_settings_that_is_no_text_is_named_and_all_else_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_bytes(b"SLASH_COMMAND=/b\xe4r")
    monkeypatch.setenv("PORT", "3001")
    settings, problems = readable_settings()
    assert [name for name, *_ in problems] == [".env"]
    assert (settings.port, settings.slash_command) == (3001, "/ci")


def test_secrets_stay_out_of_reprs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIRCLECI_TOKEN", "very-secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:hunter2@db/name")
    settings = load_settings(Mode.SAY)
    assert "very-secret" not in repr(settings)
    assert "hunter2" not in repr(settings)
    assert set(settings.secrets) == {"very-secret", "postgresql://ana:hunter2@db/name"}


@pytest.mark.parametrize("between", [",", ", ", " ", " , ", "\n"])
def test_webhook_secrets_are_one_or_several_and_each_stays_out_of_logs(
    monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    assert load_settings(Mode.DOCTOR).webhook_secrets == ()
    new, old = "the-new-secret-of-all", "the-old-secret-of-all"
    monkeypatch.setenv("CIRCLECI_WEBHOOK_SECRET", f"{new}{between}{old}")
    settings = load_settings(Mode.DOCTOR)
    assert settings.webhook_secrets == (new, old)
    assert {new, old} <= set(settings.secrets)
    assert new not in repr(settings)


def test_signing_secrets_are_one_or_several_and_each_stays_out_of_logs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load_settings(Mode.DOCTOR).signing_secrets == ()
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "the-new-one, the-old-one")
    settings = load_settings(Mode.DOCTOR)
    assert settings.signing_secrets == ("the-new-one", "the-old-one")
    assert {"the-new-one", "the-old-one"} <= set(settings.secrets)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", " , ")
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET has no secret in it"):
        load_settings(Mode.DOCTOR)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("9100", ("127.0.0.1", 9100)),
        (":9100", ("127.0.0.1", 9100)),
        ("0.0.0.0:9100", ("0.0.0.0", 9100)),
        ("[::1]:9100", ("::1", 9100)),
    ],
)
def test_health_and_metrics_are_on_this_machine_unless_an_address_is_said(
    monkeypatch: pytest.MonkeyPatch, said: str, address: tuple[str, int]
) -> None:
    assert load_settings(Mode.DOCTOR).admin_address is None
    monkeypatch.setenv("ADMIN_PORT", said)
    assert load_settings(Mode.DOCTOR).admin_address == address


def test_hosts_of_artifacts_are_one_or_several(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings(Mode.DOCTOR).artifact_hosts == ()
    monkeypatch.setenv("CIRCLECI_TOKEN", "a-token")
    monkeypatch.setenv("CIRCLECI_ARTIFACT_HOSTS", "Storage.example.com,minio cache-1.internal")
    settings = load_settings(Mode.DOCTOR)
    assert settings.artifact_hosts == ("storage.example.com", "minio", "cache-1.internal")
    assert circleci_client(settings)._http.hosts.others == set(settings.artifact_hosts)


def test_every_setting_has_a_description() -> None:
    assert all(field.description for field in Settings.model_fields.values())
