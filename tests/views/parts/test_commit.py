from typing import Any

import pytest

from bot.model.spans import Code, UserMention
from bot.model.write import Asker
from bot.views.parts.commit import cause_text, commit_text, on_ref, ref_code
from tests.commands.desk import plain
from tests.views.facts import pipeline

TAGGED = pipeline(vcs={"tag": "v1.2.0"})
BARE = pipeline(vcs=None)


def test_a_branch_a_tag_or_nothing_is_named() -> None:
    assert [ref_code(each) for each in (pipeline(), TAGGED, BARE)] == [
        (Code("main"),),
        ("tag ", Code("v1.2.0")),
        (),
    ]
    assert [on_ref(each) for each in (pipeline(), TAGGED, BARE)] == [" on main", " for tag v1.2.0", ""]


def test_of_a_commit_whatever_is_known_is_told() -> None:
    untitled = pipeline(vcs={"branch": "main", "revision": "a1b2c3d4e5f6"})

    assert commit_text(pipeline()) == (
        "Fix rounding at checkout",
        "  ·  ",
        Code("a1b2c3d"),
    )
    assert commit_text(untitled)[0] == Code("a1b2c3d")
    assert commit_text(BARE) == ()
    assert commit_text(pipeline(), subject=10)[0] == "Fix round…"


APP = {"checkout_sha": "a1b2c3d4", "commit_author_name": "Ana Lima", "author_login": "ana-lima"}
NOBODY = {"type": "Decoupled Ingestion System", "actor": {"login": "", "avatar_url": None}}


def by_app(user: str, event: str, **git: str) -> dict[str, Any]:
    """As a pipeline of a GitHub App says it: its trigger names nobody."""
    maps = {"git": APP | git, "github_app": {"user_username": user}, "circleci": {"event_type": event}}
    return {"vcs": None, "trigger": NOBODY, "trigger_parameters": maps}


def by_oauth(type: str, login: str) -> dict[str, Any]:
    return {"trigger": {"type": type, "actor": {"login": login}}}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (by_oauth("webhook", "cho-minji"), "a1b2c3d  ·  pushed by cho-minji"),
        (by_oauth("api", "cho-minji"), "a1b2c3d  ·  triggered by cho-minji"),
        (by_oauth("explicit", "cho-minji"), "a1b2c3d  ·  triggered by cho-minji"),
        (by_oauth("a new word", "cho-minji"), "a1b2c3d  ·  triggered by cho-minji"),
        (by_oauth("scheduled_pipeline", "ben-okafor"), "a1b2c3d  ·  scheduled"),
        (by_oauth("webhook", ""), "a1b2c3d"),
        (NOBODY | {"trigger": NOBODY}, "a1b2c3d"),
        (by_app("ana-lima", "push"), "a1b2c3d by Ana Lima"),
        (by_app("ben-okafor", "push"), "a1b2c3d by Ana Lima  ·  pushed by ben-okafor"),
        (by_app("ben-okafor", "pull_request"), "a1b2c3d by Ana Lima  ·  triggered by ben-okafor"),
        (by_app("", "create pipeline run api"), "a1b2c3d by Ana Lima"),
        (by_app("ben-okafor", "schedule"), "a1b2c3d by Ana Lima  ·  scheduled"),
        (by_app("ben-okafor", "push", commit_author_name=""), "a1b2c3d  ·  pushed by ben-okafor"),
        (
            {
                "vcs": None,
                "trigger": {"type": "gitlab", "actor": {"login": ""}},
                "trigger_parameters": {
                    "gitlab": {
                        "commit_sha": "a1b2c3d4",
                        "commit_author_name": "Ana Lima",
                        "user_name": "Ana Lima",
                        "user_username": "ana",
                    },
                    "circleci": {"event_type": "push"},
                },
            },
            "a1b2c3d by Ana Lima",
        ),
    ],
)
def test_a_verb_says_what_each_person_did_and_the_author_is_told_once(
    facts: dict[str, Any], said: str
) -> None:
    it = pipeline(**facts)
    told = [*plain(commit_text(it)).split("  ·  ")[-1:], plain(cause_text(it))]

    assert "  ·  ".join(filter(None, told)) == said


def test_what_the_bot_started_was_triggered_by_the_person_who_asked() -> None:
    bots = pipeline(trigger={"type": "api", "actor": {"login": "acme-ringmaster"}})

    assert cause_text(bots, Asker("U0ANA", here=True)) == ("triggered by ", UserMention("U0ANA"), " here")
    assert plain(cause_text(bots, Asker("U0ANA", here=False))).endswith(" from Slack")
    assert plain(cause_text(bots)) == "triggered by acme-ringmaster"
