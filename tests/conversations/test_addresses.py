"""Each form of address with each command: the thing that it shows, or what was taken, or a refusal.

Never the default branch in its place, and never silently something wider.
"""

import pytest

from bot.command import Command
from bot.commands import COMMANDS
from tests.commands.desk import lines, plain
from tests.conversations.crawling import Said, crawler
from tests.conversations.meant import with_ids
from tests.world import ANA, WEB

FIX, E2E = "fix/rounding-at-checkout", "5266"
APP, SLUG = "https://app.circleci.com", "github/acme/web"
FLOW = "{web#812:build-test-deploy}"
API = "https://circleci.com/api/v2"

#: All that `bot.circleci.urls` reads, of one pipeline and what is in it.
EXACT = (
    f"{APP}/pipelines/{SLUG}/812",
    f"{APP}/pipelines/{SLUG}/812/workflows/{FLOW}",
    f"{APP}/pipelines/{SLUG}/812/workflows/{FLOW}/jobs/{E2E}",
    f"{APP}/pipelines/{SLUG}/812/workflows/{FLOW}/jobs/{E2E}/steps",
    f"{APP}/pipelines/{SLUG}/812/workflows/{FLOW}/jobs/{E2E}/parallel-runs/1/steps/1-102",
    f"{APP}/pipelines/{SLUG}/812/workflows/{FLOW}/jobs/{E2E}?invite=true#step-102-7_3",
    f"{APP}/pipeline/{{web#812}}",
    f"{APP}/workflow/{FLOW}",
    f"{APP}/workflow-run/{FLOW}",
    f"{APP}/workflow/{FLOW}/job/{{web#812/e2e}}",
    f"{APP}/jobs/{SLUG}/{E2E}",
    f"{API}/pipeline/{{web#812}}",
    f"{API}/workflow/{FLOW}",
    f"{API}/jobs/{{web#812/e2e}}",
    f"{API}/project/gh/acme/web/pipeline/812",
    f"{API}/project/gh/acme/web/job/{E2E}",
    f"https://circleci.com/gh/acme/web/{E2E}",
    "https://output.circle-artifacts.com/output/job/{web#812/e2e}/artifacts/0/logs/e2e.log",
    "https://github.com/acme/web/pull/316",
    "https://github.com/acme/web/commit/{web#812@}",
)
#: Of its branch.
BRANCHES = (
    f"{APP}/pipelines/{SLUG}?branch=fix%2Frounding-at-checkout",
    f"https://circleci.com/gh/acme/web/tree/{FIX}",
    f"https://github.com/acme/web/tree/{FIX}",
    f"https://github.com/acme/web/blob/{FIX}/app/cart.py",
)
#: What is about a project as a whole, and says so.
WHOLE = frozenset({"flaky", "deploys", "project", "envs", "use", "red", "projects", "me", "help", "can"})
#: What needs more than an address.
MORE = {"artifact": " logs/e2e.log", "rollback": " production --reason broken"}
ADDRESSED = [each for each in COMMANDS if each.words not in {"me", "projects", "red", "help", "use", "rerun"}]


@pytest.mark.parametrize("command", ADDRESSED, ids=lambda command: command.words)
async def test_an_address_means_what_it_shows(command: Command[object, object]) -> None:
    wrong = {}
    async with crawler(ANA, WEB) as one:
        for address in (*EXACT, *BRANCHES):
            typed = with_ids(one.circleci, address)
            said = await one.says(f"{command.words} {typed}{MORE.get(command.words, '')}")
            if problem := _wrong(command.words, said):
                wrong[address] = problem
        assert one.posts == [] or {each.ref.branch for each in one.circleci.started} == {FIX}
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(f"{each}: {why}" for each, why in wrong.items())


async def test_an_address_that_is_rerun_is_what_runs_again() -> None:
    for address in EXACT:
        async with crawler(ANA, WEB) as one:
            runs = [with_ids(one.circleci, FLOW), with_ids(one.circleci, "{web#812:preview}")]
            said = await one.says(f"rerun {with_ids(one.circleci, address)}")
            assert all(any(run in post for run in runs) for post in one.posts), address
            assert one.posts or not _wrong("rerun", said), address


def _wrong(words: str, said: Said) -> str:
    """What else than the thing was taken."""
    told = "\n".join(_told(said))
    if said.outcome == "bug" or "#813" in told:
        return f"{said.outcome}: {told[:100]!r}"
    if words == "trigger":
        return "" if FIX in told else f"does not name the branch: {told[:100]!r}"
    shown = [each.depicts for each in said.messages if each.depicts]
    if any(each.number not in (812, int(E2E), None) for each in shown):
        return f"shows {shown}"
    if said.outcome != "answered":
        return ""
    names = ("#812", E2E, FIX) if words not in WHOLE else ("web",)
    return "" if any(each in told for each in names) else f"does not say what it took: {told[:100]!r}"


def _told(said: Said) -> list[str]:
    return [each for message in said.messages for each in (plain(message.text), *lines(message))]


async def test_an_address_of_an_organization_offers_what_there_is_in_it() -> None:
    async with crawler(ANA, WEB) as one:
        for command in ("status", "why", "pipelines", "pipeline"):
            said = await one.says(f"{command} {APP}/pipelines/github/acme")
            assert {"red acme", "projects"} <= set(said.offers)
