"""What holds for every line of every command, whatever it is."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot import lines
from bot.commands import COMMANDS
from bot.grammar import LIMIT, Syntax, line
from bot.model.fault import Fault
from bot.model.reference import Reference
from tests.grammar.lines import parameters, texts
from tests.grammar.reading import arguments, meant

EXAMPLES = tuple(example for command in COMMANDS for example in command.examples)
ACTING = tuple(command.words for command in COMMANDS if command.writes)
NONSENSE = "xyzzyq"


# What stands around a line

BEFORE = (
    *("please ", "hey, ", "hi! ", ": ", ", ", "- ", "> "),
    *("/ci ", "ci ", "@ringmaster ", ":wave: "),
)
AFTER = (
    *(
        "?",
        "!",
        ".",
        ",",
        "??",
    ),
    *(" please", ", please", " thanks", " thank you!", " pls!", " :pray:", " 🙏"),
)
AROUND = ("*{}*", "_{}_", "`{}`", "~{}~", "```{}```")
#: What a name ends, which may itself end in any sign.
_WITH_A_NAME = frozenset({"approve web@main hold"})
_SIGNS = frozenset("'\"=*@/!.,")


@given(st.sampled_from(EXAMPLES), st.sampled_from(("", *BEFORE)), st.sampled_from(("", *AFTER)))
def test_noise_at_the_edges_changes_nothing(example: str, before: str, after: str) -> None:
    *_, before_last, last = ["", *example.split(" ")]
    a_name = bool(set(last) & _SIGNS) or before_last.startswith("--") or example in _WITH_A_NAME
    assume(after.startswith(" ") or not a_name)
    assert meant(f"{before}{example}{after}") == meant(example)


@given(st.sampled_from(EXAMPLES), st.sampled_from(AROUND), st.integers(0, 9))
def test_formatting_changes_nothing_around_a_line_or_a_word(example: str, around: str, at: int) -> None:
    words = example.split(" ")
    at %= len(words)
    formatted = around.format(words[at])
    assume(not example.endswith(around[-1:]))  # acme/** in bold can be read in two ways
    assert meant(around.format(example)) == meant(example)
    assume(not around.startswith("```") and not set(example) & set("'\""))  # which hold it as it is
    assume(
        not set(words[at]) & _SIGNS
        and not any(each.startswith("-") for each in words[max(at - 1, 0) : at + 1])
    )
    assert meant(" ".join([*words[:at], formatted, *words[at + 1 :]])) == meant(example)


# The order of words

_RUNS = (("#812",), ("last",), ("last", "failed"))
_FLAGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "pipelines": (("--mine",),),
    "config": (("--source",),),
    "tests": (("--all",),),
    "logs": (("--tail", "5"),),
    "artifacts": (("--match", "*.xml"),),
    "insights": (("--days", "7"),),
    "rerun": (("--failed",), ("--commit", "a1b2c3d")),
    "trigger": (("--definition", "build"),),
    "approve": (("--commit", "a1b2c3d"),),
    "cancel": (("--commit", "a1b2c3d"),),
}
_OF_BRANCHES = ("status", "pipelines", "insights", "trigger", "can trigger")
_OF_RUNS = (
    *("why", "pipeline", "workflow", "config", "job", "logs"),
    *("tests", "artifacts", "rerun", "cancel", "reject"),
)


@given(st.data())
def test_any_order_of_project_branch_reference_and_flags_means_the_same(data: st.DataObject) -> None:
    verb = data.draw(st.sampled_from((*_OF_BRANCHES, *_OF_RUNS, "approve")))
    project, branch = ("web",), data.draw(st.sampled_from((("@main",), ("on", "main"), ("--branch", "main"))))
    run = data.draw(st.sampled_from(_RUNS))
    parts = [project, branch if verb in _OF_BRANCHES or run != ("#812",) else run, *_FLAGS.get(verb, ())]
    if verb not in _OF_BRANCHES and run != ("#812",):
        parts.append(run)
    shuffled = data.draw(st.permutations(parts))
    assert _said(verb, shuffled) == _said(verb, parts)


@pytest.mark.parametrize("verb", [*_OF_RUNS, "approve"])
def test_a_reference_and_its_project_stand_in_any_order_as_one_word_or_two(verb: str) -> None:
    for run in _RUNS:
        said = {repr(_said(verb, order)) for order in permutations([("web",), run])}
        assert len(said) == 1
    assert _said(verb, [("web",), ("#812",)]) == meant(f"{verb} web#812")
    assert _said(verb, [("web",), ("@main",)]) == meant(f"{verb} web@main")


def _said(verb: str, parts: "list[tuple[str, ...]] | tuple[tuple[str, ...], ...]") -> tuple[str, object]:
    return meant(" ".join([verb, *(word for part in parts for word in part)]))


# Quotes

_WEB_JOB = Reference.of_number("web", 5266)
_ANY = Reference.of_number("web", 812)


def _again(syntax: Syntax[Any], args: Any, name: str) -> None:
    """The argument of this name is read as it was written."""
    written = line(syntax, args)
    assume(len(written) <= LIMIT)
    words, read = arguments(written)
    assert (words, getattr(read, name)) == (syntax.words, getattr(args, name))


@given(st.lists(parameters, max_size=4, unique_by=lambda each: each[0]))
def test_parameters_are_written_without_loss(several: list[tuple[str, Any]]) -> None:
    words, read = arguments(line(lines.TRIGGER, lines.TriggerArgs(parameters=tuple(several))))
    assert words == "trigger"
    assert read.parameters == tuple(several)


@given(texts)
def test_texts_are_written_without_loss(text: str) -> None:
    _again(lines.ROLLBACK, lines.RollbackArgs("web", "production", reason=text), "reason")
    _again(lines.ARTIFACT, lines.ArtifactArgs(_WEB_JOB, path=text), "path")
    _again(lines.ARTIFACTS, lines.ArtifactsArgs(_WEB_JOB, match=text), "match")
    _again(lines.LOGS, lines.LogsArgs(_WEB_JOB, text), "step")
    _again(lines.APPROVE, lines.ApproveArgs(_ANY, text), "job")


@given(st.lists(texts.map(str.strip), min_size=1, max_size=4, unique=True))
def test_names_with_commas_and_quotes_are_written_without_loss(names: list[str]) -> None:
    _again(lines.RERUN, lines.RerunArgs(_ANY, jobs=tuple(names)), "jobs")


@given(st.text(st.characters(exclude_categories=("C", "Z")), max_size=20))
def test_a_quote_within_a_word_is_a_letter(rest: str) -> None:
    text = f"it{rest}"
    words, read = arguments(f"trigger web note=x{text} shards=3")
    assert words == "trigger"
    assert dict(read.parameters) == {"note": f"x{text}", "shards": 3}


# The word that is blamed


@given(st.sampled_from(EXAMPLES), st.integers(0, 9))
def test_a_word_without_a_place_is_named_or_kept_wherever_it_stands(example: str, at: int) -> None:
    words = example.split(" ")
    at %= len(words) + 1
    assume("'" not in example and '"' not in example and not example.startswith(("red ", "help")))
    assert NONSENSE in _blamed_or_kept(" ".join([*words[:at], NONSENSE, *words[at:]]))


def _blamed_or_kept(text: str) -> str:
    """The word that a refusal names; else all that the line says."""
    try:
        return repr(arguments(text))
    except Fault as wrong:
        return str(getattr(wrong, "said", ""))


# Likeness


@given(st.from_regex(r"[a-z]{3,10}", fullmatch=True), st.sampled_from(("", " web", " #812", " web@main")))
def test_no_likeness_leads_from_any_word_to_what_acts(word: str, rest: str) -> None:
    verbs = {word for words in ACTING for word in words.split()}
    assume(all(OSA.distance(word, verb) > 2 and not verb.startswith(word) for verb in verbs))
    assert [each for each in _suggested(f"{word}{rest}") if each.startswith(ACTING)] == []


@pytest.mark.parametrize("command", [each.words for each in COMMANDS if not each.writes])
def test_no_slip_of_what_reads_leads_to_what_acts(command: str) -> None:
    verbs = {word for words in ACTING for word in words.split()}
    slips = {f"{command}{letter}" for letter in "sedr"}
    for at in range(len(command)):
        before, letter, after = command[:at], command[at], command[at + 1 :]
        slips |= {f"{before}{after}", f"{before}{after[:1]}{letter}{after[1:]}"}
    for slip in slips:
        if all(OSA.distance(slip, verb) > 2 for verb in verbs):
            assert [each for each in _suggested(f"{slip} web") if each.startswith(ACTING)] == []


def _suggested(text: str) -> tuple[str, ...]:
    """The lines that may be meant by one that can't be read."""
    try:
        arguments(text)
    except Fault as unknown:
        return tuple(getattr(unknown, "suggestions", ()))
    return ()
