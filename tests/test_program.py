"""The program as people run it: real processes, exit codes, signals."""

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.operating.serving import serve
from bot.operating.version import own_version
from bot.playground.circleci import Fault, SmallCircleCI
from tests.operating.collector import a_collector
from tests.town import Town, a_town, delivered, free_port, ran, started
from tests.warm import Warm
from tests.webhooks.deliveries import OLD_SECRET, SECRET
from tests.world import ANA, WEB, read


async def test_it_tells_its_version_without_any_setting(tmp_path: Path) -> None:
    code, out, _ = await ran("--version", cwd=tmp_path)
    assert (code, out) == (0, f"ringmaster {own_version()}\n")


# say


async def test_say_prints_the_answer_and_ends_with_0(tmp_path: Path) -> None:
    code, out, _ = await ran("say", "--demo", "status web", cwd=tmp_path)
    assert code == 0
    assert "web #813" in out


@pytest.mark.parametrize("words", ["say --demo status web", "doctor"])
async def test_a_terminal_of_few_characters_is_shown_what_it_can(tmp_path: Path, words: str) -> None:
    few = {"PYTHONIOENCODING": "ascii", "SLACK_API_URL": "http://127.0.0.1:9/api"}
    code, out, err = await ran(*words.split(), cwd=tmp_path, **few)
    assert (code, "Traceback" in err) == (1 if words == "doctor" else 0, False), err
    assert out.isascii()


async def test_say_takes_the_line_as_words_too(tmp_path: Path, warm: Warm) -> None:
    code, out, _ = await ran("say", "--demo", "pipelines", "web", "--mine", cwd=tmp_path, warm=warm)
    assert code == 0
    assert "web" in out


async def test_say_takes_bytes_that_are_no_text_for_a_word_that_it_does_not_know(tmp_path: Path) -> None:
    code, out, _ = await ran("say", "--demo", "\udcff\udcfe", cwd=tmp_path)
    assert (code, "went wrong" in out) == (1, False), out


async def test_say_ends_with_1_where_the_answer_is_a_refusal(tmp_path: Path, warm: Warm) -> None:
    code, out, _ = await ran(
        "say", "--demo", "--channel", "C0RANDOM", "trigger web@main", cwd=tmp_path, warm=warm
    )
    assert code == 1
    assert "You can't trigger web here" in out


async def test_say_asks_as_somebody_else_elsewhere(tmp_path: Path, warm: Warm) -> None:
    line = ("say", "--demo", "--channel", "C0DEPLOYS", "--user")
    assert (await ran(*line, "U0BEN", "trigger web@main", cwd=tmp_path, warm=warm))[0] == 1
    assert (await ran(*line, "U0CHO", "trigger web@main", cwd=tmp_path, warm=warm))[0] == 0


async def test_say_prints_the_messages_json(tmp_path: Path, warm: Warm) -> None:
    code, out, _ = await ran("say", "--demo", "--json", "status web", cwd=tmp_path, warm=warm)
    message = json.loads(out)
    assert code == 0
    assert message["blocks"][0]["type"] == "rich_text"


async def test_say_asks_the_circleci_of_the_environment(tmp_path: Path, warm: Warm) -> None:
    circleci = SmallCircleCI()
    async with serve(circleci.asgi) as url:
        settings = {"CIRCLECI_TOKEN": circleci.token, "CIRCLECI_URL": url}
        code, out, _ = await ran("say", "status gh/acme/web", cwd=tmp_path, warm=warm, **settings)
        assert (code, "#813" in out) == (0, True)
        code, out, _ = await ran("say", "trigger gh/acme/web", cwd=tmp_path, warm=warm, **settings)
        assert code == 1
        assert circleci.started == []


async def test_say_without_a_token_ends_with_2_and_names_the_remedy(tmp_path: Path) -> None:
    code, _, err = await ran("say", "status", cwd=tmp_path)
    assert code == 2
    assert "CIRCLECI_TOKEN is missing" in err
    assert "Traceback" not in err


# settings, migrate, doctor, docs


@pytest.mark.parametrize("mode", ["socket", "web", "worker"])
async def test_missing_settings_end_with_2_and_without_a_traceback(tmp_path: Path, mode: str) -> None:
    code, _, err = await ran(mode, cwd=tmp_path)
    assert code == 2
    assert "SLACK_BOT_TOKEN is missing" in err
    assert "Traceback" not in err


async def test_migrate_makes_the_database_and_can_be_repeated(tmp_path: Path, warm: Warm) -> None:
    for _ in range(2):
        code, out, err = await ran("migrate", cwd=tmp_path, warm=warm)
        assert (code, out) == (0, "The database is up to date.\n"), err
    assert (tmp_path / "ringmaster.db").exists()


async def test_a_database_that_is_down_is_told_in_a_sentence_with_what_to_do(
    tmp_path: Path, warm: Warm
) -> None:
    address = "postgresql://ana:Gr4nite@127.0.0.1:9/bot"
    code, _, err = await ran("migrate", cwd=tmp_path, warm=warm, DATABASE_URL=address)
    assert code == 2
    assert err.startswith("The database can't be reached: ")
    assert err.endswith(". Check DATABASE_URL. Run `ringmaster doctor` for details.\n")
    assert "Gr4nite" not in err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("migrate", "/ can't be opened: Is a directory. Check DATABASE_URL."),
        ("backup copy.db", "There's no file /. Check DATABASE_URL."),
        ("audit", "there's no database / yet."),
        ("doctor", "Set DATABASE_URL to a file in it: sqlite:////ringmaster.db."),
    ],
)
async def test_a_database_that_is_a_disk_is_told_in_a_sentence(
    tmp_path: Path, warm: Warm, command: str, said: str
) -> None:
    code, out, err = await ran(*command.split(), cwd=tmp_path, warm=warm, DATABASE_URL="sqlite:////")
    assert code in (1, 2)
    assert said in " ".join((out + err).split())
    assert "Traceback" not in err


async def test_the_documents_are_up_to_date(tmp_path: Path, warm: Warm) -> None:
    assert (await ran("docs", "--check", cwd=tmp_path, warm=warm))[0] == 0


async def test_doctor_says_how_to_fix_what_is_missing(tmp_path: Path, warm: Warm) -> None:
    code, out, err = await ran("doctor", cwd=tmp_path, warm=warm, SLACK_API_URL="http://127.0.0.1:9/api")
    assert code == 1, err
    assert "Set CIRCLECI_TOKEN" in out
    assert "SLACK_BOT_TOKEN isn't set" in out


# the bot itself


@pytest.fixture
async def town(tmp_path: Path, warm: Warm) -> AsyncIterator[Town]:
    """Its bots are forked, but where it is tested how the program starts."""
    async with a_town(tmp_path, warm=warm) as made:
        yield made


@pytest.mark.parametrize("mode", ["web", "socket"])
async def test_a_real_process_answers_and_sigterm_ends_it_within_its_grace(town: Town, mode: str) -> None:
    async with replace(town, warm=None).bot(mode, port := free_port()) as process:
        await town.slack.command(WEB, ANA, "/ci status web")
        [card] = await town.slack.until(lambda: town.slack.messages(WEB))
        assert "web #813" in read(card)
        for secret, status in ((SECRET, 200), (OLD_SECRET, 200), ("a-secret-of-others", 401)):
            assert await delivered(port, secret) == status
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 0
        logged = [json.loads(line) for line in err.decode().splitlines()]
        assert logged[-1]["event"] == "stopped"
        [data] = [each for each in logged if each["event"] == "data"]
        assert data["database"] == str(town.directory / "ringmaster.db")
        assert data["policy"] == town.environment["POLICY_FILE"]
        for secret in (town.slack.bot_token, town.circleci.token, SECRET, OLD_SECRET):
            assert secret not in err.decode()


@pytest.mark.parametrize("mode", ["web", "socket"])
async def test_no_level_of_logging_tells_what_was_typed_or_how_to_answer(town: Town, mode: str) -> None:
    loud = replace(town, environment={**town.environment, "LOG_LEVEL": "debug"})
    typed = "Gr4nite-owl"
    async with loud.bot(mode) as process:
        await town.slack.command(WEB, ANA, f"/ci trigger web@fix/cart-badge note={typed}")
        await town.slack.mention(WEB, ANA, f"trigger web@fix/cart-badge {typed}")
        await town.slack.until(lambda: len(town.slack.messages(WEB)) > 1)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 10)
    told = err.decode()
    assert '"stopped"' in told
    for secret in (typed, "response_url", "/commands/", town.slack.bot_token, town.slack.app_token, "ticket"):
        assert secret not in told, secret


async def test_traces_arrive_until_the_end_and_what_a_collector_is_shown_is_in_no_log(town: Town) -> None:
    key = "k3y-that-can-t-be-read;"
    async with a_collector() as collector:
        traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_EXPORTER_OTLP_HEADERS": key}
        async with town.bot(LOG_LEVEL="debug", **traced) as process:
            await town.slack.command(WEB, ANA, "/ci status web")
            await town.slack.until(lambda: town.slack.messages(WEB))
            process.send_signal(signal.SIGTERM)
            _, err = await asyncio.wait_for(process.communicate(), 10)
    [root] = [span for span in collector.spans if span.kind == "server"]
    below = {span.name for span in collector.spans if span.trace == root.trace}
    [own] = [line for line in map(json.loads, err.splitlines()) if line["event"] == "delivery"]

    assert {"command status", "GET /workflow/{id}/job", "slack chat.postMessage"} <= below
    assert (own["trace_id"], own["reference"]) == (root.trace, root.facts["ringmaster.reference"])
    assert "Header format invalid" in err.decode()
    assert key not in err.decode()
    assert "/v1/traces" not in err.decode()


@pytest.mark.parametrize(("mode", "own"), [("socket", False), ("web", True)])
async def test_health_and_metrics_face_this_machine_alone(town: Town, mode: str, own: bool) -> None:
    port, admin = free_port(), free_port()
    changed = {"CIRCLECI_WEBHOOK_SECRET": "", **({"ADMIN_PORT": str(admin)} if own else {})}
    quiet = replace(town, environment={**town.environment, **changed})
    async with quiet.bot(mode, port, ready_at=admin if own else port), httpx.AsyncClient() as client:
        asked = [f"http://127.0.0.1:{admin if own else port}/{path}" for path in ("healthz", "metrics")]
        assert [(await client.get(url)).status_code for url in asked] == [200, 200]
        elsewhere = f"http://127.0.0.2:{port}/healthz"  # as from another machine
        if mode == "web":
            assert (await client.get(elsewhere)).status_code == 404
        else:
            with pytest.raises(httpx.ConnectError):
                await client.get(elsewhere)


async def test_sigterm_finishes_what_is_under_way(town: Town) -> None:
    town.circleci.faults.add(Fault("/project/*/pipeline", "GET", delay=1.0))
    async with town.bot() as process:
        await town.slack.command(WEB, ANA, "/ci status web")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
        [card] = town.slack.messages(WEB)
        assert "web #813" in read(card)


async def test_killed_before_the_call_it_is_made_once_after_the_restart(town: Town) -> None:
    town.circleci.faults.add(Fault("/project/*", "GET", delay=30))
    async with town.bot() as process:
        await town.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        process.kill()
        await process.wait()
    assert town.circleci.started == []
    town.circleci.faults.clear()
    async with town.bot():
        await town.slack.until(lambda: town.slack.messages(WEB), within=15)
    assert len(town.circleci.started) == 1


async def test_killed_after_the_call_it_is_found_and_not_repeated(town: Town) -> None:
    town.circleci.faults.add(Fault("/project/*/pipeline", "POST", delay=30, drop="after"))
    async with town.bot() as process:
        await town.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        async with asyncio.timeout(10):
            while not town.circleci.started:
                await asyncio.sleep(0.01)
        process.kill()
        await process.wait()
    town.circleci.faults.clear()
    async with town.bot():
        [card] = await town.slack.until(lambda: town.slack.messages(WEB), within=15)
        assert f"web #{town.circleci.started[0].number}" in read(card)
    assert len(town.circleci.started) == 1


async def test_a_second_process_on_the_same_sqlite_file_is_refused(town: Town) -> None:
    async with town.bot():
        settings = {**town.environment, "PORT": str(free_port())}
        code, _, err = await ran("web", cwd=town.directory, warm=town.warm, **settings)
        assert code == 2
        assert "Stop it, or set DATABASE_URL" in err
        assert "Traceback" not in err


async def test_a_worker_on_sqlite_is_refused(town: Town) -> None:
    code, _, err = await ran("worker", cwd=town.directory, warm=town.warm, **town.environment)
    assert code == 2
    assert "set DATABASE_URL" in err


async def test_a_taken_port_is_named(town: Town) -> None:
    with socket.create_server(("0.0.0.0", 0)) as listener:
        taken = {**town.environment, "PORT": str(listener.getsockname()[1])}
        code, _, err = await ran("web", cwd=town.directory, warm=town.warm, **taken)
    assert code == 2
    assert "PORT" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("mode", "token", "value", "word"),
    [
        ("web", "SLACK_BOT_TOKEN", "xoxb-no", "invalid_auth"),
        ("socket", "SLACK_APP_TOKEN", "xapp-no", "invalid_auth"),
        ("socket", "SLACK_APP_TOKEN", "xoxb-playground", "not_allowed_token_type"),
    ],
)
async def test_a_token_that_slack_refuses_is_named(
    town: Town, mode: str, token: str, value: str, word: str
) -> None:
    code, _, err = await ran(
        mode,
        cwd=town.directory,
        warm=town.warm,
        **{**town.environment, token: value, "PORT": str(free_port())},
    )
    assert code == 2
    assert err.endswith(f"Slack rejected {token}: {word}. Run `ringmaster doctor` for details.\n")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("{}/nowhere", "SLACK_API_URL doesn't respond like Slack: HTTP 404"),
        ("http://127.0.0.1:9/api", "Can't reach Slack at SLACK_API_URL"),
    ],
)
async def test_no_token_is_blamed_for_what_isn_t_slack(town: Town, address: str, said: str) -> None:
    url = address.format(town.slack.workspace.address)
    code, _, err = await ran(
        "web", cwd=town.directory, warm=town.warm, **{**town.environment, "SLACK_API_URL": url}
    )
    assert (code, said in err, "TOKEN" in err) == (2, True, False), err


async def test_a_proxy_that_refuses_is_told_without_its_password(town: Town) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1") as proxy:
        address = f"http://ana:Gr4nite-owl%21@127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        changed = {"HTTPS_PROXY": address, "SLACK_API_URL": "https://slack.test/api"}
        code, _, err = await ran("web", cwd=town.directory, warm=town.warm, **{**town.environment, **changed})
    told = "Can't reach Slack at SLACK_API_URL: Proxy Authentication Required (407)."
    assert (code, told in err, "Gr4nite" in err) == (2, True, False), err


async def test_no_token_is_blamed_for_slack_s_own_trouble(town: Town) -> None:
    town.slack.fail("auth.test", "internal_error", times=20)
    code, _, err = await ran("web", cwd=town.directory, warm=town.warm, **town.environment)
    assert (code, err.startswith("Slack is having problems: internal_error.")) == (2, True), err


async def test_doctor_finds_nothing_wrong_where_all_is_well(town: Town) -> None:
    code, out, err = await ran("doctor", cwd=town.directory, warm=town.warm, **town.environment)
    assert code == 0, out + err


async def test_the_demo_serves_its_page(tmp_path: Path, warm: Warm) -> None:
    port = free_port()
    process = await started("demo", "--port", str(port), cwd=tmp_path, environment={})
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        assert f"http://127.0.0.1:{port}" in line
        async with httpx.AsyncClient() as client:
            assert "Ringmaster" in (await client.get(f"http://127.0.0.1:{port}/")).text
        code, _, err = await ran("demo", "--port", str(port), cwd=tmp_path, warm=warm)
        assert (code, "--port" in err, "Traceback" in err) == (2, True, False)
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
