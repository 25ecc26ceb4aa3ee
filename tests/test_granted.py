"""What no command shows or asks CircleCI for without its permission, whatever the thing is called."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from bot.circleci.errors import CircleCIError
from bot.command import Command
from bot.commands import COMMANDS
from bot.grammar import about_project, parse
from bot.model.fault import Denied, Fault
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.subject import Scope
from bot.playground.circleci.acme import WEB as WEB_SLUG
from tests.commands.desk import desk
from tests.world import WEB, Shown, World, read, world

#: The project by another slug, one that does not exist, and a branch of which there is nothing.
OLD, NOTHING, ELSEWHERE = "gh/acme/old", "gh/acme/nil", "elsewhere"
ALL = ", ".join(Permission)
PROJECTS = frozenset({"web", "api", "mobile"})
SYNTAXES = tuple(command.syntax for command in COMMANDS)

#: What may be asked on the way to the thing itself; all else would be a look at it.
FINDING = re.compile(
    r"GET /api/v2/("
    r"me|me/collaborations|pipeline"
    r"|project/[^/]+/[^/]+/[^/]+(|/pipeline|/pipeline/mine|/pipeline/\d+|/job/\d+)"
    r"|pipeline/[^/]+|pipeline/[^/]+/workflow|workflow/[^/]+|jobs/[^/]+)"
)
#: Under which the log has what was left out; each time another.
REFERENCE = re.compile(r"reference `?[0-9a-f]{8}`?")
#: How many calls find, or fail to: three pages of a search, each with its workflows, and the token's check.
MOST = 12
#: For what asks of one branch: the project and its newest pipelines. Of what acts, what is offered instead is
#: looked for as well, among the same.
FEW, FEW_OF_ACTS = 2, 4
#: What looks at all projects that may be seen, and how many calls that may take.
WIDE, MOST_OF_ALL = frozenset({"red", "approvals"}), 14

ABOUT_PROJECT = [each for each in COMMANDS if each.scope is not Scope.NOTHING]
REFERRING = [
    each
    for each in COMMANDS
    if any(isinstance(field.default, Reference) for field in fields(each.syntax.args))
]


def words_of(command: Command[Any, Any]) -> str:
    return command.words


def secrets(here: World) -> Iterator[str]:
    """Words of the project that nobody may learn: its commits, branches, workflows and jobs.

    A denial names the default branch, since that was what decided.
    """
    for pipeline in here.circleci.world.of_project(here.circleci.project(WEB_SLUG)):
        yield pipeline.head.subject
        yield from {pipeline.ref.branch or pipeline.ref.tag or ""} - {"main"}
        for run in pipeline.runs:
            yield run.name
            yield from (job.script.name for job in run.jobs)


def told(here: World, shown: Shown, line: str) -> str:
    """All that was said, once it is sure that it holds none of the secrets but those that were typed."""
    text = "\n".join([*map(read, shown.messages), *(str(each.files) for each in shown.messages)])
    for secret in {each for each in secrets(here) if len(each) > 3 and each not in line} - {"test"}:
        assert not re.search(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", text), (line, secret, text)
    return text


@asynccontextmanager
async def granting(tmp_path: Path, rule: str, project: str = WEB_SLUG) -> AsyncIterator[World]:
    names = {"web": project, "api": "gh/acme/api", "mobile": "gh/acme/mobile"}
    policy = tmp_path / "policy.yml"
    channels = f"{{{WEB}: {{project: web, allow: [{rule}]}}}}"
    policy.write_text(f"projects: {json.dumps(names)}\nchannels: {channels}\n")
    async with world(tmp_path, policy_file=policy) as here:
        here.circleci.world.projects[OLD] = here.circleci.project(WEB_SLUG)
        yield here


@pytest.mark.parametrize("default", ["main", None])
@pytest.mark.parametrize("command", ABOUT_PROJECT, ids=words_of)
async def test_under_a_rule_for_another_branch_nothing_is_shown_and_nothing_asked_but_what_finds(
    tmp_path: Path, command: Command[Any, Any], default: str | None
) -> None:
    async with granting(tmp_path, f"{{do: [{ALL}], projects: ['*'], branches: [{ELSEWHERE}]}}") as here:
        here.circleci.project(WEB_SLUG).default_branch = default  # CircleCI does not always tell
        for example in command.examples:
            before = len(here.asked_of_circleci())
            told(here, await here.types(example), example)
            asked = here.asked_of_circleci()[before:]
            assert [each for each in asked if not FINDING.fullmatch(each)] == []
            few = FEW_OF_ACTS if command.syntax.acts else FEW
            most = MOST_OF_ALL if command.words in WIDE else few if command.scope is Scope.BRANCH else MOST
            assert len(asked) <= most


@pytest.mark.parametrize("command", ABOUT_PROJECT, ids=words_of)
async def test_a_project_that_is_excluded_by_its_other_slug_is_like_one_that_does_not_exist(
    tmp_path: Path, command: Command[Any, Any]
) -> None:
    async with granting(tmp_path, f'{{do: [{ALL}], projects: ["*/*/*", "!{WEB_SLUG}"]}}', OLD) as here:
        await here.types(f"status {NOTHING}")  # by now it is known whose token it is
        for example in command.examples:
            syntax, args = parse(example, SYNTAXES, PROJECTS)
            answers, counts = [], []
            for slug in (OLD, NOTHING):
                line = about_project(syntax, args, slug)
                before = len(here.asked_of_circleci())
                shown = await here.types(line)
                heard = REFERENCE.sub("…", told(here, shown, line))
                answers.append(heard.replace(slug, "…").replace("web", "…"))
                counts.append(len(here.asked_of_circleci()) - before)
            if slug in line:
                assert answers[0] == answers[1]
                assert counts[0] == counts[1] <= MOST
        assert [each for each in here.asked_of_circleci() if not FINDING.fullmatch(each)] == []


@pytest.mark.parametrize("command", ABOUT_PROJECT, ids=words_of)
async def test_the_scope_is_what_is_needed(tmp_path: Path, command: Command[Any, Any]) -> None:
    """All branches and tags but one are enough for all but what needs every branch; one is for a project."""
    branches = ELSEWHERE if command.scope is Scope.PROJECT else f"'*', '!{ELSEWHERE}'"
    rule = f"{{do: [{ALL}], projects: ['*'], branches: [{branches}], tags: ['*']}}"
    policy = f"projects: {{web: {WEB_SLUG}, api: gh/acme/api}}\neverywhere: {{allow: [{rule}]}}"
    async with desk(tmp_path, policy=policy) as here:
        for example in command.examples:
            denied = False
            try:
                shown = await here.ask(about_project(*parse(example, SYNTAXES, PROJECTS), WEB_SLUG))
                for file in shown.files:
                    file.close()
            except Denied:
                denied = True
            except (Fault, CircleCIError):
                pass  # what the example names is not there: it was looked for
            assert denied == (command.scope is Scope.EVERY_BRANCH), example


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.scope is Scope.NOTHING], ids=words_of)
async def test_what_is_about_no_project_asks_for_none(tmp_path: Path, command: Command[Any, Any]) -> None:
    async with granting(tmp_path, f"{{do: [{ALL}], projects: ['*']}}") as here:
        for example in command.examples:
            await here.types(example)
        assert {"GET /api/v2/me"} >= set(here.asked_of_circleci())


@pytest.mark.parametrize("command", REFERRING, ids=words_of)
async def test_an_id_of_what_may_not_be_seen_is_like_one_that_does_not_exist(
    tmp_path: Path, command: Command[Any, Any]
) -> None:
    async with granting(tmp_path, f'{{do: [{ALL}], projects: ["*/*/*", "!{WEB_SLUG}"]}}', OLD) as here:
        pipeline = here.circleci.newest(WEB_SLUG)
        run = pipeline.runs[0]
        answers = set()
        for id in ("00000000-0000-4000-8000-000000000000", pipeline.id, run.id, run.jobs[0].id):
            before = len(here.asked_of_circleci())
            line = " ".join([command.words, id, *(["x.txt"] if command.words == "artifact" else [])])
            text = told(here, await here.types(line), line)
            if id == pipeline.id:  # by now it is known whose token it is
                answers.clear()
            answers.add((text.replace(id, "…"), len(here.asked_of_circleci()) - before))
    assert len(answers) == 1


@pytest.mark.parametrize("line", ["job web#{}", "job {}", "pipeline {}", "pipeline web#{}", "why #{}"])
async def test_a_job_that_may_not_be_seen_is_like_none_where_a_pipeline_has_its_number(
    tmp_path: Path, line: str
) -> None:
    answers, counts = [], []
    for hidden in (False, True):  # in a world of its own, where no card of the run is drawn again
        (folder := tmp_path / str(hidden)).mkdir()
        async with granting(folder, f'{{do: [{ALL}], projects: ["*"], branches: ["*", "!main"]}}') as here:
            pipelines = here.circleci.world.of_project(here.circleci.project(WEB_SLUG))
            shown = next(each.number for each in pipelines if each.ref.branch != "main")
            if hidden:
                run = next(each for each in pipelines if each.ref.branch == "main").runs[0]
                run.jobs = (replace(run.jobs[0], number=shown), *run.jobs[1:])
                here.circleci.world.numbers[WEB_SLUG, shown] = (run, run.jobs[0])
            await here.types(f"status @{ELSEWHERE}")  # by now it is known whose token it is
            before = len(here.asked_of_circleci())
            said = await here.types(line.format(shown))
            answers.append(read(said.messages[0]))
            counts.append(len(here.asked_of_circleci()) - before)
    assert answers[0] == answers[1]
    assert f"web #{shown}" in answers[0]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("line", ["pipeline {}", "why #{}", "status {}", "logs #{}"])
async def test_a_pipeline_that_may_not_be_seen_is_like_none_where_its_number_is_looked_for(
    tmp_path: Path, line: str
) -> None:
    answers, counts = [], []
    async with granting(tmp_path, f'{{do: [{ALL}], projects: ["*"], branches: ["*", "!main"]}}') as here:
        await here.types(f"status @{ELSEWHERE}")
        hidden = here.circleci.newest(WEB_SLUG)
        assert hidden.ref.branch == "main"
        for number in (hidden.number, 99_999):
            before = len(here.asked_of_circleci())
            said = line.format(number)
            answers.append(told(here, await here.types(said), said).replace(str(number), "…"))
            counts.append(len(here.asked_of_circleci()) - before)
    assert answers[0] == answers[1]
    assert counts[0] == counts[1]


async def test_a_diagnosis_tells_no_flaky_tests_of_branches_that_may_not_be_read(tmp_path: Path) -> None:
    async with granting(
        tmp_path, f"{{do: [{ALL}], projects: ['*'], branches: [fix/rounding-at-checkout]}}"
    ) as here:
        assert "flaky: " not in read((await here.types("why web#812")).messages[0])
    async with granting(tmp_path, f"{{do: [{ALL}], projects: ['*']}}") as here:
        assert "flaky: " in read((await here.types("why web#812")).messages[0])
