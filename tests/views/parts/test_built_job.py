from dataclasses import replace

from bot.model.run import BuiltJob
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Code, Link
from bot.views.parts.commit import job_facts, job_message, job_phrase
from tests.views.facts import SCENE, identifier, pipeline

E2E = BuiltJob(pipeline(), "web", "e2e", 155, identifier(9001))
PIPELINE_PAGE = "https://app.circleci.com/pipelines/gh/acme/web/812"


def test_a_job_has_its_own_page_where_its_workflow_is_known() -> None:
    assert E2E.page(SCENE.web) == f"{PIPELINE_PAGE}/workflows/{identifier(9001)}/jobs/155"
    assert replace(E2E, workflow_id=None).page(SCENE.web) == PIPELINE_PAGE


def test_a_job_is_told_with_its_number_its_run_and_its_branch() -> None:
    link = Link(E2E.page(SCENE.web), "e2e, job 155")

    assert job_facts(E2E, SCENE) == (link, "  ·  ", "web #812", "  ·  ", Code("main"))
    assert job_phrase(E2E) == "e2e in web #812"


def test_it_can_be_referred_to_by_its_number() -> None:
    assert job_message(E2E, "…", ()).depicts == ShownThing(Noun.JOB, "gh/acme/web", number=155)
