"""Asking what is going on."""

import stamina

from bot.playground.circleci import Fault, rate_limited
from bot.playground.circleci.acme import WEB as WEB_SLUG
from tests.world import ANA, DEPLOYS, GUS, RANDOM, WEB, World, read


async def test_a_slash_command_is_answered_in_the_channel(either: World) -> None:
    shown = await either.types("status web")
    assert not shown.whispered
    first, *_, last = shown.text.splitlines()
    assert first == ":arrows_counterclockwise: Running  ·  web #813  ·  main"
    assert last.startswith(f"asked by <@{ANA}>  ·  as of ")


async def test_a_mention_is_answered_in_its_thread(either: World) -> None:
    shown = await either.mentions("status web")
    root = either.slack.messages(WEB)[-1]
    assert shown.only.thread_ts == root.ts
    assert "web #813" in shown.text


async def test_a_mention_within_a_thread_is_about_what_the_thread_is_about(either: World) -> None:
    await either.types("pipeline last failed")
    card = either.slack.messages(WEB)[-1]
    assert "web #812" in read(card)
    shown = await either.mentions("artifacts --match *.log", thread=card.ts)
    assert shown.only.thread_ts == card.ts
    assert "logs/e2e.log" in shown.text


async def test_a_click_is_answered_in_the_thread_of_its_message(either: World) -> None:
    await either.types("status web")
    card = either.slack.messages(WEB)[-1]
    shown = await either.clicks(card, "Details", user=GUS)
    assert shown.only.thread_ts == card.ts
    assert f"asked by <@{GUS}>" in shown.text


async def test_the_next_page_goes_into_the_thread_of_the_list(here: World) -> None:
    await here.types("pipelines")
    page = here.slack.messages(WEB)[-1]
    shown = await here.clicks(page, "Show 10 more")
    assert shown.only.thread_ts == page.ts
    assert "#803" in shown.text


async def test_the_channels_default_project_is_meant_where_none_is_named(here: World) -> None:
    assert "web #813" in (await here.types("status")).text
    elsewhere = await here.types("status", channel=RANDOM)
    assert elsewhere.whispered
    assert "Which project?" in elsewhere.text


async def test_the_default_that_somebody_set_holds_for_everybody(here: World) -> None:
    await here.types("use api", channel=DEPLOYS)
    assert "api #" in (await here.types("status", channel=DEPLOYS, user=GUS)).text


async def test_the_configuration_is_shared_in_the_thread_of_its_answer(here: World) -> None:
    shown = await here.types("config last")
    answer, file = shown.messages
    assert file.thread_ts == answer.ts
    [stored] = here.slack.files
    assert stored.name.endswith(".yml")
    assert stored.content is not None
    assert b"build-test-deploy" in stored.content


async def test_an_artifact_comes_into_the_thread(here: World) -> None:
    await here.mentions("artifact last failed test-results/junit.xml")
    [stored] = here.slack.files
    assert stored.name == "junit.xml"
    assert stored.content


async def test_an_unknown_word_offers_what_may_be_meant_and_runs_nothing_by_itself(here: World) -> None:
    shown = await here.types("stauts web")
    assert shown.whispered
    assert "Did you mean /ci status web?" in shown.text
    assert here.asked_of_circleci() == []
    answered = await here.clicks(shown.only, "status web")
    assert "web #813" in answered.text
    assert not answered.whispered


async def test_a_project_that_may_be_meant_is_offered_too(here: World) -> None:
    shown = await here.types("status wbe")
    assert "Did you mean /ci status web?" in shown.text
    assert "web #813" in (await here.clicks(shown.only, "status web")).text


async def test_status_reads_pipelines_and_their_workflows_and_the_jobs_of_its_own(here: World) -> None:
    await here.types("status web@fix/rounding-at-checkout")
    paths = [line.rpartition("/")[2] for line in here.asked_of_circleci()]
    assert paths[0] == "pipeline"
    assert paths.count("workflow") > 1  # those of the branch, and of main beside them
    assert "job" in paths


async def test_a_bot_that_was_not_invited_answers_all_the_same_and_says_what_an_invitation_gives(
    here: World,
) -> None:
    here.slack.workspace.channels[WEB].members.discard("U0RINGMASTER")
    shown = await here.types("status web")
    assert "web #813" in shown.text
    assert "/invite @ringmaster: until then nothing is updated here" in shown.text.replace("`", "")


async def test_circlecis_limit_is_waited_for(here: World) -> None:
    here.circleci.faults.add(rate_limited(retry_after=1))
    with stamina.set_testing(False):
        assert "web #813" in (await here.types("status web")).text


async def test_an_expired_token_is_told_with_how_to_mend_it(here: World) -> None:
    here.circleci.faults.add(Fault(times=None, status=401, body="Invalid token provided."))
    shown = await here.types("status web")
    assert shown.whispered
    assert "rejected the bot's token" in shown.text
    assert "CIRCLECI_TOKEN" in shown.text


async def test_what_is_not_there_for_a_wrong_token_is_told_as_the_wrong_token(here: World) -> None:
    absent = {"message": "Project not found"}
    here.circleci.faults.add(Fault("/project/*", times=None, status=404, body=absent))
    here.circleci.faults.add(Fault("/me", times=None, status=401, body="Invalid token provided."))
    assert "rejected the bot's token" in (await here.types("status web")).text


async def test_a_pipeline_of_a_thousand_jobs_is_one_message_with_the_failures_first(here: World) -> None:
    from bot.playground.circleci.script import JobScript, WorkflowScript

    jobs = tuple(
        JobScript(f"shard-{n:04}", 5, outcomes=("failed" if n % 16 == 7 else "success",)) for n in range(1000)
    )
    pipeline = here.circleci.add_pipeline(WEB_SLUG, "main", scripts=(WorkflowScript("huge", jobs),))
    here.circleci.finish(pipeline)
    shown = await here.types("status web")
    assert "shard-0007" in shown.text
    assert len(shown.only.blocks) <= 50
    assert "more" in shown.text
