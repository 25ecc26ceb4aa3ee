"""Words of other tools and plain English, and the lines that are offered for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot import lines
from bot.commands import COMMANDS
from bot.grammar import commands_meant, parse
from bot.grammar.suggest import lines_like, slip_count
from bot.model.fault import Fault
from bot.model.grammar_fault import MissingArgument, UnknownCommand
from bot.model.permission import Permission

SYNTAXES = tuple(command.syntax for command in COMMANDS)
ACTING = {syntax.words for syntax in SYNTAXES if syntax.acts}
PROJECTS = ("web", "api", "mobile", "ship")


def offers(line: str) -> list[str]:
    """What is offered for a line that begins with no command."""
    with pytest.raises(UnknownCommand) as caught:
        parse(line, SYNTAXES, PROJECTS, other=lines.OTHER_WORDS)
    return list(caught.value.suggestions)


def opened(line: str) -> str | None:
    """Of which command the help is shown at once; None: of all."""
    syntax, args = parse(line, SYNTAXES, PROJECTS, other=lines.OTHER_WORDS)
    assert syntax is lines.HELP
    return args.command  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("retry last failed", ["rerun last failed --failed", "rerun last failed"]),
        ("Restart last failed", ["rerun last failed --failed", "rerun last failed"]),
        ("redo #812", ["rerun #812 --failed", "rerun #812"]),
        ("re run web#812", ["rerun web#812 --failed", "rerun web#812"]),
        ("retrying #812", ["rerun #812 --failed", "rerun #812"]),
        ("try again #812", ["rerun #812 --failed", "rerun #812"]),
        ("retry #812 --ssh", ["rerun #812 --ssh --failed", "rerun #812 --ssh"]),
        ("retry #812 --jobs e2e", ["rerun #812 --jobs e2e"]),
        ("rebuild #812", ["rerun #812", "trigger #812"]),
        ("stop #813", ["cancel #813"]),
        ("abort web@main", ["cancel web@main"]),
        ("kill pipeline #813", ["cancel #813"]),
        ("halt", ["cancel"]),
        ("terminating #813", ["cancel #813"]),
        ("stop the build #813", ["cancel #813"]),
        ("stop job 155", ["cancel job 155"]),
        ("build web", ["trigger web"]),
        ("run web@main", ["trigger web@main"]),
        ("start web environment=staging", ["trigger web environment=staging"]),
        ("launch web --tag v1", ["trigger web --tag v1"]),
        ("kick off a build of web", ["trigger web"]),
        ("run pipeline web", ["trigger web"]),
        ("deploy web", ["deploys web", "trigger web", "approve web"]),
        ("ship it", ["deploys", "trigger", "approve"]),
        ("release web", ["deploys web", "trigger web", "approve web"]),
        ("roll out web", ["deploys web", "trigger web", "approve web"]),
        ("revert web", ["rollback web"]),
        ("undo", ["rollback"]),
        ("roll back web production --reason slow", ["rollback web production --reason slow"]),
        ("back out web", ["rollback web"]),
        ("ok", ["approve"]),
        ("lgtm #811", ["approve #811"]),
        ("unblock #811 hold", ["approve #811 hold"]),
        ("promote #811", ["approve #811", "deploys #811"]),
        ("deny #811", ["reject #811"]),
        ("decline #811", ["reject #811"]),
        ("list pipelines", ["pipelines"]),
        ("list pipelines web", ["pipelines web"]),
        ("ls", ["pipelines"]),
        ("list my builds", ["pipelines --mine"]),
        ("builds", ["pipelines"]),
        ("runs web@main", ["pipelines web@main"]),
        ("branches", ["pipelines"]),
        ("canceled web", ["pipelines web"]),
        ("show #812", ["pipeline #812"]),
        ("get logs 155", ["logs 155"]),
        ("view web", ["status web"]),
        ("show me the status of web", ["status web"]),
        ("show web@main", ["status web@main"]),
        ("jobs", ["pipeline last", "pipelines"]),
        ("jobs #812", ["pipeline #812", "pipelines #812"]),
        ("whoami", ["me"]),
        ("who", ["me"]),
        ("who am I?", ["me"]),
        ("failures", ["red", "why last failed"]),
        ("whats waiting?", ["approvals"]),
        ("what is waiting in web", ["approvals web"]),
        ("pending web", ["approvals web"]),
        ("holds", ["approvals"]),
        ("approval", ["approvals"]),
        ("waiting for approval", ["approvals"]),
        ("what failed", ["why last failed"]),
        ("whats failing?", ["why last failed", "red"]),
        ("whats broken", ["why last failed", "red"]),
        ("what broke in web", ["why last failed web"]),
        ("who broke web@main", ["why web@main"]),
        ("explain #812", ["why #812"]),
        ("errors web", ["why last failed web", "logs last failed web"]),
        ("log 155", ["logs 155"]),
        ("output last failed", ["logs last failed"]),
        ("tail 155 --tail 5", ["logs 155 --tail 5"]),
        ("console", ["logs"]),
        ("test 155", ["tests 155"]),
        ("test results 155", ["tests 155"]),
        ("flakes", ["flaky"]),
        ("flaky-tests", ["flaky"]),
        ("metrics web --days 7", ["insights web --days 7"]),
        ("stats", ["insights"]),
        ("health", ["status"]),
        ("info web", ["status web", "pipeline web"]),
        ("info #812", ["status #812", "pipeline #812"]),
        ("describe #812", ["status #812", "pipeline #812"]),
        ("how is web", ["status web"]),
        ("repos", ["projects"]),
        ("releases web", ["deploys web"]),
        ("whats live", ["deploys"]),
        ("envvars web", ["envs web"]),
        ("env vars", ["envs"]),
        ("secrets", ["envs"]),
        ("config.yml", ["config"]),
        (".circleci/config.yml #812", ["config #812"]),
        ("yaml last", ["config last"]),
        ("download 155 a.html", ["artifact 155 a.html", "artifacts 155 a.html"]),
        ("download last failed", ["help artifact", "artifacts last failed"]),
        ("files 155", ["artifacts 155"]),
        ("permissions", ["can"]),
        ("rights", ["can"]),
        ("who can trigger", ["can trigger"]),
        ("default web", ["use web"]),
        ("set project web", ["use web"]),
        ("commands", ["help"]),
        ("how to trigger", ["help trigger"]),
        ("deploy web environment=staging", ["trigger web environment=staging"]),
        ("tail -n 100 155", ["logs --tail 100 155"]),
        ("tail logs 155", ["logs 155"]),
        ("list pipelines --limit 5", ["pipelines"]),
        ("get-logs 155", ["logs 155"]),
        ("cancel_job 155", ["cancel job 155"]),
        ("trigger-pipeline web", ["trigger web"]),
        ("rerun-failed #812", ["rerun #812 --failed", "rerun #812"]),
        ("re-run-failed #812", ["rerun #812 --failed", "rerun #812"]),
        ("ssh #812", ["rerun #812 --ssh"]),
        ("retry last failed job", ["rerun last failed --failed", "rerun last failed"]),
        ("stop everything", ["cancel"]),
        ("is web green", ["status web"]),
        ("are we green?", ["status"]),
        ("did web@main pass?", ["status web@main"]),
        ("how is web doing?", ["status web"]),
        ("last failed job", ["job last failed"]),
        ("hello there", ["help"]),
        ("how to deploy", ["help deploys", "help trigger", "help approve"]),
        ("#812 logs", ["logs #812"]),
        ("web@main status", ["status web@main"]),
        ("#812 retry", ["rerun #812 --failed", "rerun #812"]),
        ("web #812", ["pipeline web#812"]),
        ("web 812", ["pipeline web#812"]),
        ("web last failed", ["status web last failed"]),
        ("show web last failed", ["status web last failed"]),
        ("show rerun", ["help rerun"]),
        ("web", ["status web"]),
        ("web status", ["status web"]),
        ("web pipelines --mine", ["pipelines --mine web"]),
        ("ship", ["status ship"]),
        ("web@main", ["status web@main"]),
        ("#812", ["pipeline #812"]),
        ("last failed", ["pipeline last failed"]),
    ],
)
def test_another_word_offers_the_commands_that_it_may_mean_with_the_rest_kept(
    said: str, meant: list[str]
) -> None:
    assert offers(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"), [("biulds web", ["pipelines web"]), ("metrcs", ["insights"]), ("restrat #812", [])]
)
def test_a_slip_of_another_word_is_understood_where_it_reads(said: str, meant: list[str]) -> None:
    assert offers(said) == meant


@pytest.mark.parametrize(
    ("said", "phrase"),
    [("roll back web", "roll back"), ("Who am I?", "Who am I"), ("nonsense web", "nonsense")],
)
def test_the_whole_phrase_is_what_is_no_command(said: str, phrase: str) -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse(said, SYNTAXES, PROJECTS, other=lines.OTHER_WORDS)
    assert caught.value.said == phrase


def test_an_apostrophe_makes_no_difference() -> None:
    assert lines.OTHER_WORDS.meant("What's failing? web") == lines.OTHER_WORDS.meant("whats failing web")


def test_where_the_rest_can_not_be_read_the_help_is_offered() -> None:
    assert offers("retry #812 --jobs") == ["help rerun"]


def test_hundreds_of_words_are_known_and_each_command_has_some() -> None:
    table = lines.OTHER_WORDS.meanings
    assert len(table) > 500
    assert {each.syntax for meanings in table.values() for each in meanings} == set(SYNTAXES)


def test_each_other_word_leads_to_lines_that_can_be_read_and_is_no_command() -> None:
    assert {each.words for each in SYNTAXES} & lines.OTHER_WORDS.meanings.keys() == set()
    unread = {}
    for said, meanings in lines.OTHER_WORDS.meanings.items():
        for offered in (line for meaning in meanings for line in meaning.lines("")):
            try:
                parse(offered, SYNTAXES)
            except MissingArgument:
                pass  # which is asked for
            except Fault as fault:
                unread[said, offered] = fault
    assert unread == {}


def test_what_acts_is_what_needs_more_than_reading() -> None:
    for command in COMMANDS:
        assert command.syntax.acts == (command.permission not in (None, Permission.READ)), command.words


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("stauts web", ["status web"]),
        ("statsu", ["status"]),
        ("trgiger web", ["trigger web"]),
        ("triger", ["trigger"]),
        ("cancle #813", ["cancel #813"]),
        ("aprove", ["approve"]),
        ("rernu #812", ["rerun #812"]),
        ("pipline #812", ["pipeline #812"]),
        ("lgos 155", ["logs 155"]),
        ("trig web", ["trigger web"]),
        ("stat", ["status", "pipeline"]),
        ("insi", ["insights"]),
        ("re web", []),
    ],
)
def test_a_slip_of_a_letter_or_two_and_a_beginning_are_understood(said: str, meant: list[str]) -> None:
    found = [line for line in offers(said) if not line.startswith("help")]
    assert found[: len(meant)] == meant


@pytest.mark.parametrize("said", ["report", "return", "record", "tracker", "triage", "resin"])
def test_what_is_only_a_little_alike_leads_to_nothing_that_acts(said: str) -> None:
    assert not ACTING & {line.split()[0] for line in offers(said)}


@given(st.text("acelnprtuvgiowsy", min_size=1, max_size=9))
def test_no_likeness_leads_to_what_acts_but_a_slip_or_the_beginning_of_its_word(said: str) -> None:
    for offered in lines_like(said, [said], SYNTAXES):
        words = offered.split()[0]
        if words in ACTING:
            assert OSA.distance(said, words) <= 2 or (len(said) > 3 and words.startswith(said))


@given(st.sampled_from([each.words for each in SYNTAXES if not each.acts]), st.data())
def test_a_slip_of_what_reads_never_offers_what_acts_as_likely(words: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    said = words[:at] + data.draw(st.sampled_from("acelnprtuvgiowsy")) + words[at + 1 :]
    slips = slip_count(said, words)
    for offered in lines_like(said, [said], SYNTAXES):
        if offered in ACTING and slips is not None:
            assert OSA.distance(said, offered) < slips


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("--help", None),
        ("-h", None),
        ("?", None),
        ("help --help", None),
        ("help -h", None),
        ("trigger --help", "trigger"),
        ("trigger web --help", "trigger"),
        ("--help trigger", "trigger"),
        ("-h rerun #812", "rerun"),
        ("rerun -h", "rerun"),
        ("rerun help", "rerun"),
        ("Rerun HELP", "rerun"),
        ("rerun #812 --failed help", "rerun"),
        ("? rerun", "rerun"),
        ("rerun ?", "rerun"),
        ("trigger web ?", "trigger"),
        ("cancel job 155 --help", "cancel job"),
        ("cancel job help", "cancel job"),
        ("help rerun --help", "rerun"),
        ("use help", "use"),
        ("retry --help", "rerun"),
        ("stauts -h", "status"),
        ("web --help", None),
    ],
)
def test_help_at_either_end_of_a_line_is_its_commands_help(said: str, command: str | None) -> None:
    assert opened(said) == command


def test_a_text_and_a_question_are_not_taken_for_help() -> None:
    syntax, args = parse("rollback web production --reason help", SYNTAXES)
    assert (syntax, args.reason) == (lines.ROLLBACK, "help")
    assert parse("artifact 155 '--help'", SYNTAXES)[1].path == "--help"
    assert parse("status web ?", SYNTAXES) == parse("status web", SYNTAXES)


def test_whose_help_is_asked_for_is_understood_by_other_words() -> None:
    assert commands_meant("retry", SYNTAXES, lines.OTHER_WORDS) == (lines.RERUN,)
    assert commands_meant("triger", SYNTAXES) == (lines.TRIGGER,)
    assert commands_meant("cancel job 5", SYNTAXES) == (lines.CANCEL_JOB,)
    assert commands_meant("", SYNTAXES) == ()


@pytest.mark.parametrize(
    ("said", "look"),
    [
        ("main", "status main"),
        ("web", "status web"),
        ("#812", "pipeline #812"),
        ("web@main?", "status web@main"),
        ("last failed", "pipeline last failed"),
        ("build-test-deploy", "status build-test-deploy"),
        ("e2e of last failed", "status e2e of last failed"),
        ("thanks", None),
        ("the", None),
        ("build", None),
        ("retry main", None),
        ("main --mine", None),
        ("it is broken and nobody knows", None),
    ],
)
def test_a_line_that_may_only_be_a_name_has_a_line_that_looks_at_it(said: str, look: str | None) -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse(said, SYNTAXES, PROJECTS, other=lines.OTHER_WORDS)
    assert caught.value.look == look


@given(st.text(alphabet="abcdefgtyl#@/- 129", min_size=1, max_size=20))
def test_what_looks_at_a_name_never_has_an_effect(said: str) -> None:
    look = None
    try:
        parse(said, SYNTAXES, PROJECTS, other=lines.OTHER_WORDS)
    except UnknownCommand as fault:
        look = fault.look
    except Fault:
        return
    assert look is None or parse(look, SYNTAXES, PROJECTS)[0].words not in ACTING
