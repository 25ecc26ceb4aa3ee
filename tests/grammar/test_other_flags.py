"""Flags of other tools, and the lines that are offered for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS
from bot.grammar import parse
from bot.model.grammar_fault import GrammarFault, UnknownFlag
from bot.model.listing import FixedListLength
from bot.model.reference import Mark

SYNTAXES = tuple(command.syntax for command in COMMANDS)
PROJECTS = ("web", "api")


@pytest.mark.parametrize(
    ("said", "instead", "meant"),
    [
        ("logs -n 5", "--tail", "logs --tail 5"),
        ("logs -n5", "--tail", "logs --tail 5"),
        ("logs -n=5 last failed", "--tail", "logs --tail 5 last failed"),
        ("logs last failed --lines 5", "--tail", "logs last failed --tail 5"),
        ("logs 155 --lines=5", "--tail", "logs 155 --tail 5"),
        ("logs 155 --limit 5", "--tail", "logs 155 --tail 5"),
        ("logs 155 -i 2 -n 5", "--run", "logs 155 --run 2 --tail 5"),
        ("logs 155 --follow", None, "logs 155"),
        ("logs 155 -f", None, "logs 155"),
        ("logs -f 155", None, "logs 155"),
        ("rerun #812 -f", "--failed", "rerun #812 --failed"),
        ("rerun -f #812", "--failed", "rerun --failed #812"),
        ("rerun #812 --from-failed", "--failed", "rerun #812 --failed"),
        ("rerun #812 -j e2e,lint", "--jobs", "rerun #812 --jobs e2e,lint"),
        ("rerun #812 -y", None, "rerun #812"),
        ("trigger web --param skip=true", "skip=true", "trigger web skip=true"),
        ("trigger web --param=skip=true", "skip=true", "trigger web skip=true"),
        ("trigger web -p skip=true", "skip=true", "trigger web skip=true"),
        ("trigger web -pskip=true", "skip=true", "trigger web skip=true"),
        ("trigger web -P a=1 -P b=2", "a=1", "trigger web a=1 b=2"),
        ("trigger web --parameters a=1,b=2", "a=1 b=2", "trigger web a=1 b=2"),
        ("trigger web --parameter a=1 --branch main", "a=1", "trigger web a=1 --branch main"),
        ("trigger web -b main", "web@main", "trigger web@main"),
        ("trigger web --ref release/2.6", "web@release/2.6", "trigger web@release/2.6"),
        ("trigger --ref main web", "web@main", "trigger web@main"),
        ("trigger -b main", "@main", "trigger @main"),
        ("trigger web -t v1", "--tag", "trigger web --tag v1"),
        ("status -b main", "@main", "status @main"),
        ("status web --watch", None, "status web"),
        ("status web --json", None, "status web"),
        ("status web -o json", None, "status web"),
        ("insights web -b main", "web@main", "insights web@main"),
        ("insights web -w build", "--workflow", "insights web --workflow build"),
        ("insights web --since 7", "--days", "insights web --days 7"),
        ("artifacts 155 --filter *.png", "--match", "artifacts 155 --match *.png"),
        ("artifact 155 --path a.html", "a.html", "artifact 155 a.html"),
        ("pipelines --me", "--mine", "pipelines --mine"),
        ("pipelines --mien", "--mine", "pipelines --mine"),
        ("config --raw", "--source", "config --source"),
        ("rollback web production -m slow", "--reason", "rollback web production --reason slow"),
    ],
)
def test_a_flag_of_another_tool_comes_with_the_whole_line_that_is_meant(
    said: str, instead: str | None, meant: str
) -> None:
    with pytest.raises(UnknownFlag) as caught:
        parse(said, SYNTAXES)
    assert (caught.value.suggestion, caught.value.corrected) == (instead, meant)
    parse(meant, SYNTAXES)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("logs --job 155", "logs job 155"),
        ("logs 155 --step 106", "logs 155 'step 106'"),
        ("rerun --pipeline 812", "rerun pipeline #812"),
        ("trigger --project web", "trigger web"),
        ("status web --branch main", "status web@main"),
        ("status --repo web @main", "status web@main"),
        ("status @main --repo web", "status web@main"),
    ],
)
def test_a_flag_that_says_of_what_sort_a_name_is_says_it_like_the_word(said: str, meant: str) -> None:
    assert parse(said, SYNTAXES, {"web"}) == parse(meant, SYNTAXES, {"web"})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("pipelines --limit 5", "pipelines"),
        ("pipelines web --limit=5 --mine", "pipelines web --mine"),
        ("pipelines -n 5 web", "pipelines web"),
        ("pipelines -L 5", "pipelines"),
        ("projects --count 50", "projects"),
        ("flaky web --all", "flaky web"),
        ("deploys --per-page 50", "deploys"),
        ("pipelines --limit 5 -b main", "pipelines @main"),
        ("pipelines --limit 5 --zzz", None),
    ],
)
def test_how_long_a_list_is_can_not_be_chosen(said: str, meant: str | None) -> None:
    with pytest.raises(FixedListLength) as caught:
        parse(said, SYNTAXES)
    assert caught.value.corrected == meant


@pytest.mark.parametrize(
    "said",
    [
        "logs 155 --lines many",
        "rerun #812 --jobs e2e -f",
        "trigger web --dry-run",
        "cancel #813 --all",
        "status --zzz",
        "logs 155 -n 5 --zzz",
        "pipelines --mineral",
        "trigger web --param skip",
    ],
)
def test_a_line_that_could_not_be_read_or_would_mean_something_else_is_not_offered(said: str) -> None:
    with pytest.raises(UnknownFlag) as caught:
        parse(said, SYNTAXES)
    assert caught.value.corrected is None


def test_a_page_that_is_typed_is_counted_as_people_count() -> None:
    assert parse("pipelines --page 2", SYNTAXES)[1].page == Mark(page=2)
    assert parse("projects --page=3", SYNTAXES)[1].page == Mark(page=3)
    assert parse("pipelines --page +10.token", SYNTAXES)[1].page == Mark(10, "token")


words = st.sampled_from(
    [
        "web",
        "@main",
        "#812",
        "a=1",
        "5",
        "-n",
        "-b",
        "-p",
        "-f",
        "--limit",
        "--lines",
        "--param",
        "--ref",
        "--job",
        "-y",
        "--zz",
        "x",
    ]
)


@given(st.sampled_from([each.words for each in SYNTAXES]), st.lists(words, max_size=8))
def test_what_is_offered_can_be_read(command: str, typed: list[str]) -> None:
    offered = None
    try:
        parse(" ".join([command, *typed]), SYNTAXES)
    except UnknownFlag as fault:
        offered = fault.corrected
    except FixedListLength as fault:
        offered = fault.corrected
    except GrammarFault:
        pass
    assert offered is None or parse(offered, SYNTAXES)[0].words == command
