"""What the doctor says of each thing that can be wrong: what it calls good was tried."""

import asyncio
import json
import os
import shutil
import sqlite3
import ssl
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.operating.doctor import examine, report
from bot.operating.doctor.finding import Finding, FindingState, bad, good, note
from bot.operating.doctor.here import check_charts, check_encryption, check_temporary_files
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import API, MOBILE, WEB
from bot.playground.circleci.faults import answer_with
from bot.playground.slack.web_api import SCOPES as SLACK_SCOPES
from bot.settings import Settings
from bot.slack.scopes import SCOPES
from bot.store import StoreUnavailable, open_store
from tests.operating.terminal import a_terminal
from tests.store.files import migrated
from tests.town import Town, a_town, free_port
from tests.webhooks.deliveries import SECRET

EXAMPLE = Path(__file__).resolve().parents[2] / "policy.example.yml"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path) as made:
        yield made


async def found(town: Town, **changes: object) -> dict[str, Finding]:
    """The findings by what was looked at, the worst of each, where these settings are otherwise."""
    names = {name.lower(): value for name, value in town.environment.items()}
    own = {"database_url": f"sqlite:///{town.directory}/ringmaster.db", "port": free_port()}
    settings = Settings(_env_file=None, **{**names, **own, **changes})  # type: ignore[arg-type]
    several: dict[str, Finding] = {}
    for each in await examine(settings):
        if each.check not in several or each.state is FindingState.NO:
            several[each.check] = each
    return several


def wrong(several: dict[str, Finding]) -> dict[str, tuple[str, str]]:
    return {
        name: (each.result, each.remedy) for name, each in several.items() if each.state is FindingState.NO
    }


async def test_where_all_is_well_what_was_tried_is_named(town: Town) -> None:
    several = await found(town)

    assert wrong(several) == {}
    assert several["CircleCI token"].result.startswith("acme-ringmaster at ")
    projects = several["Projects"].result
    assert projects == f"web is gh/acme/web, api is gh/acme/api, mobile is {MOBILE} (mobile)"
    assert several["Channels"].result.startswith("C0DEPLOYS is #deploys, C0WEB is #web")
    assert several["People"].result == "U0ANA is Ana Lima, U0BEN is Ben Okafor, U0CHO is Cho Min-ji"
    assert several["User groups"].result == "S0RELEASE is @release (2)"
    assert several["Slack scopes"].result == "all there, as in manifest.yml"
    assert several["Database"].result == "none yet; the bot creates it when it starts"
    assert (several["ringmaster socket"].result, several["ringmaster web"].result) == ("ready", "ready")


async def test_without_matplotlib_it_says_whose_charts_are_missing_and_what_to_install(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    charts = (await found(town))["Charts"]

    assert charts.state is FindingState.NOTE
    assert charts.result.startswith("matplotlib isn't installed")
    assert charts.remedy == "Run pip install 'ringmaster-ci[charts]'."


async def test_a_name_that_may_be_meant_for_a_settings_is_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(town.directory)
    assert "Settings" not in await found(town)
    (town.directory / ".env").write_text(
        "LOG_LEVEL=info\nPOLICY_FILES=policy.yml\n# ADMIN_PORTS=1\nexport RETENTION_DAY = 40\n"
        "OTEL_SERVICE_NAME=bot\n"
    )
    assert (await found(town))["Settings"] == note(
        "Settings", "RETENTION_DAY isn't a setting", "If RETENTION_DAYS is meant, rename it."
    )
    (town.directory / ".env").unlink()
    monkeypatch.setenv("CIRCLECI_ARTIFACT_HOST", "x")
    assert (await found(town))["Settings"].remedy == "If CIRCLECI_ARTIFACT_HOSTS is meant, rename it."


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://circleci.test", True),
        ("http://10.0.0.1:8080", True),
        ("https://circleci.test", False),
        ("http://localhost:1", False),
        ("http://[::1]:1", False),
    ],
)
def test_a_token_that_others_could_read_on_the_way_is_told(url: str, told: bool) -> None:
    settings = Settings(_env_file=None, circleci_url=url)  # type: ignore[call-arg]
    several = check_encryption(settings)
    assert [each.result.partition(" ")[0] for each in several] == ["CIRCLECI_URL"] * told


async def test_each_mode_is_ready_by_itself(town: Town) -> None:
    web_alone = await found(town, slack_app_token=None)
    neither = await found(town, slack_app_token=None, slack_signing_secret=None)

    assert web_alone["ringmaster web"].result == "ready"
    assert web_alone["ringmaster socket"].result == "not ready: SLACK_APP_TOKEN isn't set"
    assert wrong(web_alone) == {}
    nothing = await found(town, slack_bot_token=None, slack_app_token=None, circleci_token=None)
    names = "SLACK_BOT_TOKEN, SLACK_APP_TOKEN and CIRCLECI_TOKEN"
    assert nothing["ringmaster socket"].result == f"not ready: {names} aren't set"
    assert wrong(neither) == {
        "Ready": (
            "neither socket nor web can run",
            "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.",
        )
    }


#: Settings that are otherwise, what is found wrong, and what is said of it.
FAULTS: tuple[tuple[dict[str, object], str, str, str], ...] = (
    (
        {"slack_bot_token": "xapp-1", "slack_app_token": "xoxb-1"},
        "Slack tokens",
        "SLACK_BOT_TOKEN is an app-level token (xapp-)",
        "Swap the two.",
    ),
    ({"slack_bot_token": '"xoxb-1"'}, "Slack tokens", "SLACK_BOT_TOKEN contains a space, a quote", "Copy it"),
    ({"slack_signing_secret": "'abc'"}, "Slack tokens", "SLACK_SIGNING_SECRET contains a", "Copy it again."),
    (
        {"slack_signing_secret": "xapp-1"},
        "Slack tokens",
        "SLACK_SIGNING_SECRET is an app-level token (xapp-)",
        "Copy the Signing Secret",
    ),
    ({"circleci_token": "'abc'"}, "CircleCI token", "a quote or another odd character", "Copy it again."),
    ({"slack_bot_token": None}, "Ready", "neither socket nor web can run", "Fix the problems above."),
    ({"admin_port": "203.0.113.7:9"}, "Admin port", "9 can't be used: Cannot assign", "Set ADMIN_PORT to"),
    ({"admin_port": "nowhere.invalid:9"}, "Admin port", "9 can't be used: ", "Set ADMIN_PORT to another."),
    (
        {"port": 9, "admin_port": "127.0.0.1:9"},
        "Admin port",
        "9 is what PORT is",
        "Set ADMIN_PORT to another.",
    ),
    ({"slack_bot_token": "xoxp-1"}, "Slack tokens", "is a user's token (xoxp-)", "Bot User OAuth"),
    ({"slack_bot_token": "xoxb-wrong"}, "Slack token", "Slack says invalid_auth", "Bot User OAuth"),
    ({"slack_app_token": "xapp-wrong"}, "Socket Mode", "Slack says invalid_auth", "connections:write"),
    ({"slack_app_token": "xapp 1"}, "Slack tokens", "SLACK_APP_TOKEN contains a space", "Copy it again."),
    (
        {"slack_api_url": "http://127.0.0.1:9/api"},
        "Slack",
        "can't reach 127.0.0.1:9",
        "SLACK_API_URL",
    ),
    ({"circleci_token": "a b"}, "CircleCI token", "CIRCLECI_TOKEN contains a space", "Copy it again."),
    ({"circleci_token": "wrong"}, "CircleCI token", "it's wrong or expired", "personal API token"),
    (
        {"circleci_url": "http://127.0.0.1:9"},
        "CircleCI",
        "can't reach 127.0.0.1:9",
        "CIRCLECI_URL",
    ),
    ({"database_url": "sqlite:////nix/x.db"}, "Database", "nor is its folder", "Create /nix, or set"),
    (
        {"database_url": "sqlite:////proc/x.db"},
        "Database",
        "/proc/x.db is in a folder that the bot can't write to",
        "Let the bot's user write to /proc, or set DATABASE_URL",
    ),
    (
        {"database_url": f"sqlite:///{EXAMPLE.parent}"},
        "Database",
        "is a folder, and not a file",
        f"Set DATABASE_URL to a file in it: sqlite:///{EXAMPLE.parent}/ringmaster.db.",
    ),
    ({"database_url": f"sqlite:///{EXAMPLE}"}, "Database", "is no SQLite database", "Move the file away"),
    (
        {"database_url": "postgresql://a:b@127.0.0.1:9/c"},
        "Database",
        "the database can't be reached",
        "Check DATABASE_URL, and that the database is up.",
    ),
    (
        {"policy_file": Path("nix.yml")},
        "Policy",
        "nix.yml isn't there, so nothing is allowed",
        "POLICY_FILE",
    ),
)


async def test_a_remedy_is_of_that_fault(town: Town) -> None:
    several = await asyncio.gather(*(found(town, **changes) for changes, *_ in FAULTS))

    for (changes, check, result, remedy), findings in zip(FAULTS, several, strict=True):
        assert result in wrong(findings)[check][0], changes
        assert remedy in wrong(findings)[check][1], changes


async def test_what_answers_otherwise_is_told_by_how(town: Town) -> None:
    town.circleci.faults.add(Fault("/me", times=None, status=404))
    result, remedy = wrong(await found(town))["CircleCI"]

    assert "doesn't respond like CircleCI" in result
    assert remedy == "Check CIRCLECI_URL."


@pytest.mark.parametrize(
    ("word", "status", "check", "told", "remedy"),
    [
        ("internal_error", 200, "Slack", "is having problems (internal_error)", "Try again in a minute."),
        ("", 503, "Slack", "is having problems (HTTP 503)", "Try again in a minute."),
        ("", 404, "Slack", "doesn't respond like Slack (HTTP 404)", "Check SLACK_API_URL."),
        ("", 200, "Slack", "doesn't respond like Slack (HTTP 200)", "Check SLACK_API_URL."),
        ("account_inactive", 200, "Slack token", "Slack says account_inactive", "Install the app"),
    ],
)
async def test_what_is_no_fault_of_the_token_is_not_blamed_on_it(
    town: Town, word: str, status: int, check: str, told: str, remedy: str
) -> None:
    town.slack.fail("auth.test", word, status=status, times=9)
    result, advice = wrong(await found(town))[check]

    assert result.endswith(told)
    assert advice.startswith(remedy)


async def test_a_proxy_by_which_nothing_gets_out_is_named(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    several = wrong(await found(town))

    assert several["Slack"][1] == "Check SLACK_API_URL, HTTPS_PROXY and your network."
    assert several["Ready"][1] == "Fix the problems above."


async def test_what_can_not_listen_where_it_is_told_to_is_not_ready(town: Town) -> None:
    several = await found(town, admin_port="203.0.113.7:9")

    assert several["ringmaster web"].result == "not ready: see above"


async def test_an_unedited_example_is_found_out_by_what_is_not_there(town: Town) -> None:
    several = wrong(await found(town, policy_file=EXAMPLE))

    assert "C0123456789, C0123456780" in several["Channels"][0]
    assert "U024BE7LH" in several["People"][0]
    assert "S0614TZR7" in several["User groups"][0]


NOBODY = "groups: {ops: []}\neverywhere: {allow: [{do: [read], projects: ['*'], who: [ops]}]}"


async def test_a_project_that_only_a_rule_names_is_looked_up(town: Town, tmp_path: Path) -> None:
    (file := tmp_path / "policy.yml").write_text(
        "everywhere: {allow: [{do: [read], projects: ['gh/acme/*', gh/acme/wbe, '!gh/acme/nix']}]}"
    )
    told = (await found(town, policy_file=file))["Projects in rules"]

    assert told.state is FindingState.NOTE
    assert told.result == "not found, or hidden from the bot: gh/acme/nix, gh/acme/wbe"
    assert told.remedy.startswith("Correct the slug.")


async def test_a_policy_that_allows_nothing_is_wrong(town: Town, tmp_path: Path) -> None:
    files = []
    for at, text in enumerate(("", "projects: {web: gh/acme/web}", NOBODY)):
        files.append(tmp_path / f"policy{at}.yml")
        files[-1].write_text(text)

    for several in await asyncio.gather(*(found(town, policy_file=file) for file in files)):
        assert wrong(several)["Policy"][0].endswith(
            "has no rule for anybody, so nobody can do anything, not even read"
        )


async def test_what_slack_does_not_say_is_not_called_wrong(town: Town) -> None:
    town.slack.fail("conversations.info", "missing_scope", times=9)
    several = await found(town)

    assert several["Channels"].state is FindingState.NOTE
    assert several["Channels"].result == "couldn't look them up: missing_scope"
    assert wrong(several) == {}


async def test_a_port_that_is_taken_and_a_project_that_is_not_there_are_told(
    town: Town, tmp_path: Path
) -> None:
    (file := tmp_path / "policy.yml").write_text(
        "projects: {nix: gh/acme/nix}\neverywhere: {allow: [{do: [read], projects: [nix]}]}\n"
        "markers: {gh/acme/gone: wish}"
    )
    port = int(town.environment["CIRCLECI_URL"].rsplit(":", 1)[1])
    taken = int(town.environment["SLACK_API_URL"].rsplit(":", 1)[1].removesuffix("/api"))
    several = await found(town, policy_file=file, port=port, admin_port=f"127.0.0.1:{taken}")

    assert several["Port"].state is FindingState.NOTE
    assert several["Admin port"].remedy == "If that isn't the bot itself, set ADMIN_PORT to another."
    assert several["Projects"].result == "not found, or hidden from the bot: gh/acme/gone, nix"


async def test_a_renamed_project_is_wrong_and_the_remedy_has_both_names(town: Town) -> None:
    odd = answer_with(slug="gh/acme/storefront")
    town.circleci.faults.add(Fault("/project/gh/acme/web", times=None, oddity=odd))

    result, remedy = wrong(await found(town))["Projects"]

    assert result == "web was renamed in CircleCI"
    assert remedy.startswith("Change gh/acme/web to gh/acme/storefront in the policy.")


async def test_patterns_for_which_nothing_was_ever_built_are_named(town: Town, tmp_path: Path) -> None:
    """A slip in one that excludes something opens it."""
    (file := tmp_path / "policy.yml").write_text(
        "projects: {web: gh/acme/web}\n"
        "protected: [main, production]\n"
        "everywhere:\n"
        "  allow:\n"
        "    - {do: [read], projects: ['gh/acme/*', 'gh/acmee/*', '*/*/w?b', '!gh/acme/secrt-*']}\n"
        "    - {do: [rerun], projects: ['*', '!gh/acme/secrt-*'], branches: ['*', 'fix/*', fix/cart-badge]}\n"
        "    - {do: [trigger], projects: [web], branches: [mian, 'relaese/*', '!mian', '!main']}\n"
    )
    several = await found(town, policy_file=file)

    told = "no project that CircleCI tells of is covered by gh/acmee/*, !gh/acme/secrt-*"
    assert several["Project patterns"] == note(
        "Project patterns", told, "If that's a slip, correct it in the policy."
    )
    told = "CircleCI tells of no pipeline on mian, relaese/*, !mian, production"
    assert (several["Branch patterns"].state, several["Branch patterns"].result) == (FindingState.NOTE, told)


async def test_patterns_for_which_something_was_built_are_good(town: Town) -> None:
    assert (await found(town))["Branch patterns"] == good("Branch patterns", "something was built for each")


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
async def test_a_certificate_that_nobody_vouches_for_is_told_of_both(town: Town, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = await asyncio.create_subprocess_exec(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate),
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await made.wait() == 0
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", ssl=context)
    async with server:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        several = wrong(
            await found(town, circleci_url=f"https://{host}", slack_api_url=f"https://{host}/api")
        )

    told = f"{host} has a certificate that isn't trusted here"
    authority = "to the PEM file of the authority that signed it."
    assert several["CircleCI"] == (told, f"Set CIRCLECI_CA_BUNDLE {authority}")
    assert several["Slack"] == (told, f"Set SSL_CERT_FILE {authority}")


async def test_a_bundle_without_certificates_is_named(town: Town, tmp_path: Path) -> None:
    (bundle := tmp_path / "bundle.pem").write_text("not a certificate")
    result, remedy = wrong(await found(town, circleci_ca_bundle=bundle))["CircleCI"]

    assert result.startswith("CIRCLECI_CA_BUNDLE can't be used: ")
    assert remedy == "Set CIRCLECI_CA_BUNDLE to a PEM file with certificates."


def test_without_matplotlib_it_is_said_how_to_get_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_charts().state is FindingState.OK
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    told = check_charts()

    assert (told.state, told.result) == (
        FindingState.NOTE,
        "matplotlib isn't installed, so insights have charts only where Slack draws them",
    )
    assert told.remedy == "Run pip install 'ringmaster-ci[charts]'."


@pytest.fixture
def tmpdir_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """As for a process that starts with this TMPDIR."""

    def set_to(folder: Path) -> None:
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", None)

    return set_to


def test_where_temporary_files_go_is_tried_and_named(
    tmp_path: Path, tmpdir_is: Callable[[Path], None]
) -> None:
    tmpdir_is(tmp_path)
    told = check_temporary_files(Settings(_env_file=None))

    assert told.state is FindingState.OK
    assert told.result.endswith(f" free in {tmp_path}")


def test_a_tmpdir_that_can_not_be_written_is_told_with_where_files_go_instead(
    tmp_path: Path, tmpdir_is: Callable[[Path], None]
) -> None:
    tmpdir_is(missing := tmp_path / "missing")
    told = check_temporary_files(Settings(_env_file=None))

    assert told.state is FindingState.NOTE
    assert told.result == f"they go to {tempfile.gettempdir()}, as TMPDIR ({missing}) can't be written"
    assert told.remedy == "Set TMPDIR to a folder to which the bot's user may write."


def test_where_no_temporary_file_can_be_made_that_is_wrong(
    tmp_path: Path, tmpdir_is: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tmpdir_is(missing := tmp_path / "missing")
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(missing)])
    told = check_temporary_files(Settings(_env_file=None))

    assert told.state is FindingState.NO
    assert told.result.startswith("logs and artifacts can't be read: No usable temporary directory found")


def test_a_disk_with_too_little_room_for_what_may_come_at_once_is_told(mocker: MockerFixture) -> None:
    mocker.patch("shutil.disk_usage", return_value=mocker.Mock(free=159_000_000))
    told = check_temporary_files(Settings(_env_file=None))

    assert told.state is FindingState.NOTE
    assert told.remedy == "Free some space, or set TMPDIR to a folder with 160 MB."


def test_a_script_reads_each_finding_with_its_state(capsys: pytest.CaptureFixture[str]) -> None:
    report([good("Clock", "0 s from Slack's"), bad("Port", "3000 “is” taken", "Set PORT.")], as_json=True)

    assert json.loads(capsys.readouterr().out) == [
        {"check": "Clock", "state": "ok", "result": "0 s from Slack's", "remedy": ""},
        {"check": "Port", "state": "no", "result": "3000 “is” taken", "remedy": "Set PORT."},
    ]


@pytest.mark.parametrize(
    ("scopes", "state", "told"),
    [
        (SLACK_SCOPES, FindingState.OK, "all there, as in manifest.yml"),
        (tuple(SCOPES), FindingState.NOTE, "all there but users:read.email (optional, to mention"),
        (("commands", "chat:write", "app_mentions:read", "usergroups:read"), FindingState.NO,
         "missing: files:write, users:read; the app's manifest is an older one"),
        ((), FindingState.NOTE, "Slack didn't say which scopes the bot has"),
    ],
)  # fmt: skip
async def test_scopes_tell_how_old_the_apps_manifest_is(
    tmp_path: Path, scopes: tuple[str, ...], state: FindingState, told: str
) -> None:
    async with a_town(tmp_path, scopes=scopes) as town:
        finding = (await found(town))["Slack scopes"]

    assert (finding.state, finding.result.startswith(told)) == (state, True), finding.result
    assert ("ringmaster manifest" in finding.remedy) == (state is not FindingState.OK and bool(scopes))


HOOK = "https://ci.example.com/circleci/webhook"


@pytest.mark.parametrize(
    ("secret", "hooks", "told", "remedy"),
    [
        (None, {}, "CIRCLECI_WEBHOOK_SECRET isn't set: the bot polls", ""),
        (None, {WEB: HOOK}, "CIRCLECI_WEBHOOK_SECRET isn't set, but CircleCI posts for web", "Set it"),
        (SECRET, {}, "the secret is set, but there's none for: web, api, mobile", "webhook create"),
        (SECRET, {WEB: HOOK}, "the secret is set, but there's none for: api, mobile", "webhook create"),
        (SECRET, {WEB: "https://chat.example.com/hook"}, "there's none for: web, api, mobile", "create"),
        (SECRET, {WEB: HOOK, API: HOOK, MOBILE: HOOK}, "is set; CircleCI posts for web, api, mobile", ""),
        (SECRET, {WEB: "http://ci.example.com/circleci/webhook"}, "isn't a public https://", "delete web"),
        (SECRET, {WEB: "https://10.1.2.3/circleci/webhook"}, "isn't a public https:// address", "delete web"),
    ],
)  # fmt: skip
async def test_webhooks_are_looked_at_from_both_ends(
    town: Town, secret: str | None, hooks: Mapping[str, str], told: str, remedy: str
) -> None:
    for project, url in hooks.items():
        town.circleci.webhooks.add(town.circleci.project(project).id, url, SECRET)
    several = await found(town, circleci_webhook_secret=secret)

    assert told in several["Webhooks"].result
    assert remedy in several["Webhooks"].remedy
    assert wrong(several) == {}


async def test_webhooks_that_only_an_admin_may_see_are_said_to_be_unseen(town: Town) -> None:
    town.circleci.faults.add(Fault("/webhook", times=None, status=403, body={"message": "Forbidden"}))
    told = (await found(town))["Webhooks"]

    assert told.result.startswith(
        "couldn't look them up for web, api, mobile: that takes an organization admin"
    )
    assert told.state is FindingState.NOTE


async def test_a_worker_is_ready_where_a_database_is_shared(town: Town) -> None:
    alone = await found(town)
    shared = await found(town, database_url="postgresql://a:b@127.0.0.1:9/c")

    assert alone["ringmaster worker"].result.startswith("not needed")
    assert shared["ringmaster worker"].result == "not ready: see above"


async def test_paths_of_which_no_file_can_come_are_told_and_nobody_waits_for_them(town: Town) -> None:
    for each, other in (("a", "b"), ("b", "a")):
        (town.directory / each).symlink_to(town.directory / other)
    os.mkfifo(town.directory / "pipe")
    for name, told in (
        ("a", "no SQLite database"),
        ("x" * 300, "name too long"),
        ("pipe", "no SQLite database"),
    ):
        path = town.directory / name
        several = wrong(await found(town, database_url=f"sqlite:///{path}", policy_file=Path("y" * 300)))
        assert told in several["Database"][0]
        assert several["Policy"][0].endswith("name too long")
    with pytest.raises(StoreUnavailable, match="it's no regular file"):
        await open_store(f"sqlite:///{town.directory / 'pipe'}")


async def test_a_file_that_the_bot_may_not_write_is_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    (town.directory / "ringmaster.db").touch()
    monkeypatch.setattr("os.access", lambda path, mode: not str(path).endswith("ringmaster.db"))
    result, remedy = wrong(await found(town))["Database"]

    assert result.endswith("ringmaster.db can't be written by the bot")
    assert remedy.startswith("Let the bot's user read and write the file")


async def test_a_file_of_an_older_version_is_updated_at_the_start_and_so_is_good(town: Town) -> None:
    (town.directory / "ringmaster.db").touch()
    several = await found(town)

    assert several["Database"].result == "older than this version; the bot updates it when it starts"
    assert several["ringmaster web"].result == "ready"


async def test_a_database_of_another_program_is_wrong(town: Town) -> None:
    with closing(sqlite3.connect(town.directory / "ringmaster.db")) as theirs:
        theirs.execute("CREATE TABLE alembic_version (version_num TEXT)")
        theirs.execute("INSERT INTO alembic_version VALUES ('3fa1b2c4')")
        theirs.commit()
    result, remedy = wrong(await found(town))["Database"]

    assert "another program's tables" in result
    assert remedy.startswith("Set DATABASE_URL to a database of the bot's own")


async def test_a_file_with_another_programs_tables_is_none_for_the_bot(town: Town) -> None:
    with closing(sqlite3.connect(town.directory / "ringmaster.db")) as theirs:
        theirs.execute("CREATE TABLE orders (id INTEGER)")
        theirs.commit()
    result, remedy = wrong(await found(town))["Database"]

    assert "another program's tables" in result
    assert remedy.startswith("Set DATABASE_URL to a database of the bot's own")
    with pytest.raises(StoreUnavailable, match="another program's tables"):
        await open_store(f"sqlite:///{town.directory / 'ringmaster.db'}")


async def test_a_file_that_another_program_writes_to_is_told(town: Town) -> None:
    await migrated(file := town.directory / "ringmaster.db")
    assert (await found(town))["Database"].result == "answers, and is up to date"
    with closing(sqlite3.connect(file, isolation_level=None)) as theirs:
        theirs.execute("BEGIN EXCLUSIVE")
        assert wrong(await found(town))["Database"] == (
            "the database says: database is locked",
            "End the other program that writes to the file, or set DATABASE_URL to a file elsewhere.",
        )


async def test_a_disk_that_is_full_is_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    full = lambda dir: Path("/dev/full").open("wb")  # noqa: E731, SIM115
    monkeypatch.setattr("bot.store.looking.TemporaryFile", full)
    result, remedy = wrong(await found(town))["Database"]

    assert result.endswith("ringmaster.db is on a disk that is full")
    assert remedy == "Free some space, or set DATABASE_URL to a file elsewhere."


async def test_of_a_damaged_file_a_backup_is_the_remedy(town: Town) -> None:
    await migrated(file := town.directory / "ringmaster.db")
    os.truncate(file, 5000)
    assert wrong(await found(town))["Database"] == (
        "the database says: database disk image is malformed",
        "Move the file away and `ringmaster restore` a backup, or set DATABASE_URL to a file elsewhere.",
    )


@pytest.mark.parametrize(
    ("status", "body", "check", "told", "remedy"),
    [
        (200, {"status": "up"}, "CircleCI", "doesn't say whose the token is", "Check CIRCLECI_URL."),
        (403, {"message": "No"}, "CircleCI token", "doesn't let its user in: 403: No", "Set CIRCLECI_TOKEN"),
    ],
)
async def test_an_answer_without_a_user_is_not_called_good(
    town: Town, status: int, body: object, check: str, told: str, remedy: str
) -> None:
    town.circleci.faults.add(Fault("/me", times=None, status=status, body=body))
    result, advice = wrong(await found(town))[check]

    assert told in result
    assert advice.startswith(remedy)


async def test_each_setting_that_can_not_be_read_is_told_and_what_needs_none_of_them_is_looked_at(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = a_terminal(town.directory, monkeypatch, "doctor", "--json", **town.environment)
    code, out, _ = await terminal.ran(PORT="many", CIRCLECI_URL="nope", RETENTION_DAYS="1")
    told = {each["check"]: (each["state"], each["result"], each["remedy"]) for each in json.loads(out)}

    assert code == 1
    assert told["PORT"] == ("no", "has the wrong format", "Set it to a number from 1 to 65535.")
    assert told["CIRCLECI_URL"][1:] == (
        "isn't a URL",
        "Set it to https://circleci.com or your CircleCI Server's address.",
    )
    assert told["RETENTION_DAYS"][2] == "Set it to a number of days from 31 to 36500."
    assert told["CircleCI"] == ("--", "not checked without CIRCLECI_URL", "")
    assert told["Port"] == ("--", "not checked without PORT", "")
    assert [told[each][0] for each in ("Slack token", "Database", "Policy", "Channels")] == ["ok"] * 4
    assert told["ringmaster socket"][1] == told["ringmaster web"][1] == "not ready: see above"
    assert told["Ready"][2] == "Fix the problems above."


async def test_where_a_proxys_address_can_not_be_read_nothing_goes_by_it_and_no_part_of_it_is_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = a_terminal(town.directory, monkeypatch, "doctor", "--json", **town.environment)
    code, out, err = await terminal.ran(PORT=str(free_port()), HTTPS_PROXY="http://ana:Gr4nite#owl@[proxy")
    told = {each["check"]: (each["state"], each["result"]) for each in json.loads(out)}
    assert code == 1
    assert told["HTTPS_PROXY"] == ("no", "isn't an address of an HTTP proxy")
    for check in ("CircleCI", "Slack", "Clock"):
        assert told[check] == ("--", "not checked without HTTPS_PROXY")
    assert "Gr4nite" not in out + err


async def test_a_script_knows_by_the_exit_code_whether_something_is_wrong(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = a_terminal(town.directory, monkeypatch, "doctor", "--json", **town.environment)
    for changed, code in (({}, 0), ({"CIRCLECI_TOKEN": "wrong"}, 1)):
        ended_with, out, err = await terminal.ran(PORT=str(free_port()), **changed)
        states = {each["state"] for each in json.loads(out.splitlines()[-1])}
        assert (ended_with, "no" in states) == (code, bool(code)), err
