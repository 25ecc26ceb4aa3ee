"""`ringmaster audit`, read by somebody who knows no SQL."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from tests.operating.terminal import Terminal, a_terminal
from tests.town import ran
from tests.world import ANA, CHO, DEPLOYS, WEB, world

ROOT = Path(__file__).resolve().parents[2]
RULE = "channels.C0DEPLOYS.allow"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    (tmp_path / "policy.yml").write_text("projects: {web: gh/acme/web, api: gh/acme/api}")
    return a_terminal(tmp_path, monkeypatch, "audit")


async def test_it_tells_who_asked_for_what_where_by_which_rule_and_what_came_of_it(
    tmp_path: Path, terminal: Terminal
) -> None:
    assert await terminal.ran() == (
        2,
        "",
        f"Can't read the audit: there's no database {tmp_path / 'ringmaster.db'} yet.",
    )
    async with world(tmp_path) as here:
        await here.types("trigger web@main note=Gr4nite-owl", user=CHO, channel=DEPLOYS)
        await here.types("trigger web@fix/cart-badge", user=ANA, channel=WEB)
        number = here.circleci.started[0].number
    code, out, _ = await terminal.ran("--json")
    first, second = json.loads(out)
    page = (ROOT / "deploy/README.md").read_text()
    assert [name for name in first if f"`{name}`" not in page] == []  # it is documented
    assert code == 0
    assert (first["user"], first["channel"], first["state"]) == (CHO, DEPLOYS, "done")
    assert (first["project"], first["ref"], first["pipeline"]) == ("gh/acme/web", "main", number)
    assert first["rule"].startswith(RULE)
    assert (first["line"], second["user"]) == ("trigger web@main note=…", ANA)
    _, out, _ = await terminal.ran()
    rows = [line.split("\t") for line in out.splitlines()]
    assert [(row[1], row[5].split(" ")[0]) for row in rows] == [(CHO, "done"), (ANA, "done")]
    assert "Gr4nite-owl" not in out
    assert "note=Gr4nite-owl" in (await terminal.ran("--values"))[1]
    assert (await terminal.ran("--project", "web"))[1].count("\tdone #") == 2
    for quiet in (("--project", "api"), ("--project", "gh/acme/other")):
        code, out, _ = await terminal.ran(*quiet)
        assert (code, out.endswith("Nothing was asked for in that time.\n")) == (0, True)
        assert (await terminal.ran(*quiet, "--json"))[1].endswith("[]\n")


async def test_a_row_that_can_not_be_read_is_told_by_its_id(tmp_path: Path) -> None:
    """As after going back to an older version."""
    async with world(tmp_path) as here:
        await here.types("trigger web@fix/cart-badge")
        [row] = here.actions()
    with closing(sqlite3.connect(tmp_path / "ringmaster.db")) as database:
        database.execute("UPDATE action SET permission = 'teleport'")
        database.commit()
    code, out, err = await ran("audit", "--json", cwd=tmp_path)
    assert (code, json.loads(out)) == (0, [])
    assert row["id"] in err
    assert "a row can't be read" in err


async def test_circlecis_words_are_left_out_with_the_values_that_they_may_quote(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with world(tmp_path) as here:
        here.circleci.faults.add(
            Fault("/project/*/pipeline*", "POST", status=429, body={"message": "no Gr4nite"})
        )
        await here.types("trigger web@main note=Gr4nite-owl", user=CHO, channel=DEPLOYS)
        [row] = here.actions()
    assert "no Gr4nite" in row["why"]
    [entry] = json.loads((await terminal.ran("--json"))[1])
    assert (entry["state"], entry["why"]) == ("failed", row["why"].partition(":")[0])
    assert json.loads((await terminal.ran("--json", "--values"))[1])[0]["why"] == row["why"]


async def test_what_is_typed_wrong_is_said(terminal: Terminal) -> None:
    code, _, err = await terminal.ran("--since", "yesterday")
    assert (code, "isn't a length of time like 30min" in err) == (2, True)
    code, _, err = await terminal.ran("--project", "wbe")
    assert (code, "No project called wbe" in err, "web, api" in err) == (1, True, True)
