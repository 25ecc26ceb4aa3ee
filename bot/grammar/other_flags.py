"""Flags of other tools, and what stands here for them: ``-n 5`` is ``--tail 5``."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from bot.grammar import kinds
from bot.grammar.suggest import slip_count
from bot.grammar.syntax import Parameter, Syntax
from bot.grammar.write import line_of
from bot.model.fault import Fault
from bot.model.grammar_fault import GrammarFault, UnknownFlag
from bot.model.line import Line
from bot.model.listing import FixedListLength

#: Reads the words after the command's own; raises a `Fault` where it can't.
Reader: TypeAlias = Callable[[list[str]], object]
_Change: TypeAlias = tuple[str | None, list[str]]

_FLAG = re.compile(r"--?[^\W\d]")
_ASSIGNMENT = re.compile(r"[A-Za-z_][\w-]*=.*", re.DOTALL)
# One letter with its value right behind it: -n5, -Pskip=true
_GLUED = re.compile(r"(-[A-Za-z])(\d+|[A-Za-z_][\w-]*=.*)", re.DOTALL)

#: What the flags of a command are called elsewhere.
_CALLED: Mapping[str, str] = {
    "--all": "-a --everything --full",
    "--bot": "--ringmaster --app --robot",
    "--branch": "-b -r --ref --git-ref --git-branch",
    "--commit": "-c --sha --revision --rev",
    "--days": "-d -n --day --since --window --period --last --reporting-window",
    "--definition": "-d --def --pipeline --pipeline-definition --definition-name --definition-id --name",
    "--failed": "-f --from-failed --only-failed --failed-only --failed-jobs --retry-failed --fail --failures",
    "--jobs": "-j --job --only --only-jobs --job-names --job-name",
    "--match": "-m -g -p --glob --filter --pattern --include --grep --path --name",
    "--mine": "-m --me --my --own --user --author --actor --by",
    "--namespace": "-n --ns",
    "--project": "-p -R --repo --repository --project-slug",
    "--reason": "-m -r --message --because --why --comment --note --description",
    "--run": "-i --index --node --node-index --parallel --parallel-run --container --task",
    "--source": "-s --src --raw --original --uncompiled",
    "--ssh": "-s --debug --enable-ssh --with-ssh",
    "--tag": "-t --git-tag",
    "--tail": "-n -l -c -t --lines --line --last --limit --count --max --num --tail-lines --max-lines",
    "--workflow": "-w --wf --workflow-name --workflows",
}


def _flags(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What names a branch, a project or parameters, or a run, a job, an approval or a file: it stands here
#: without a flag.
_BRANCHES = _flags("-b -r --branch --ref --git-ref --git-branch")
_PROJECTS = _flags("-p -R -r --project --repo --repository --project-slug --slug")
_PARAMETERS = _flags("--param --params --parameter --parameters --pipeline-parameters")
_PLACED = _flags(
    "-i -j --id --number --pipeline --pipeline-id --pipeline-number --workflow --workflow-id "
    "--run --run-id --job --job-id --job-number --build --build-num --url --step --approval --path --file "
    "--name --component --environment --env --organization --org --command"
)
_BY_WHOM = _flags("--user --author --actor --by")
#: They change nothing that is said here.
_NEEDLESS = _flags("--follow -f --watch -w --web --json --verbose -v --wide --color --no-color --wait")
_NEEDLESS_VALUES = _flags("-o --output --format --sort")
_YES = _flags("-y --yes --assume-yes --no-input --wait --watch --follow --verbose -v")
#: How long a list is.
_LENGTHS = _flags(
    "-n -l -c -a --limit --count --max --num --number --per-page --page-size --size --top --first --last "
    "--lines --all --max-results --take --head"
)

#: More flags of other tools than one line has.
_MOST = 3


def is_flag(word: str) -> bool:
    """As it stands in the line: in quotes it is none."""
    return bool(_FLAG.match(word))


def unknown_flag(syntax: Syntax[Any], words: Sequence[str], at: int, read: Reader) -> GrammarFault:
    """What to say of the flag at this place, with the line that is meant, if that can be read."""
    flag, _ = _parted(words[at])
    lists = any(each.arg.kind == kinds.LIST_MARK for each in syntax.parameters)
    if lists and flag.lower() in _LENGTHS and "--tail" not in _known(syntax):
        meant = _first_read(syntax, _without(words, at), read)
        return FixedListLength(syntax.words, flag, syntax.usage, meant[1] if meant else None)
    every = {each.arg.flag for each in syntax.parameters}
    if sum(is_flag(word) and _parted(word)[0].lower() not in every for word in words) > _MOST:
        return UnknownFlag(syntax.words, flag, syntax.usage)
    found = _first_read(syntax, _changes(syntax, words, at), read)
    likely = found[0] if found else _likely(syntax, flag)
    return UnknownFlag(syntax.words, flag, syntax.usage, likely, found[1] if found else None)


def _known(syntax: Syntax[Any]) -> dict[str, Parameter]:
    return {each.arg.flag: each for each in syntax.parameters if each.arg.flag and not each.arg.hidden}


def _first_read(
    syntax: Syntax[Any], changes: Iterator[_Change], read: Reader
) -> tuple[str | None, Line] | None:
    """The first change after which the line can be read; each further flag is mended in its turn."""
    for shown, words in changes:
        try:
            read(words)
        except (UnknownFlag, FixedListLength) as error:
            if error.corrected:
                return shown, error.corrected
        except Fault:
            continue
        else:
            return shown, line_of(syntax, words)
    return None


def _changes(syntax: Syntax[Any], words: Sequence[str], at: int) -> Iterator[_Change]:
    """Words that may be meant, each with what stands there instead of the flag."""
    flag, said = _parted(words[at])
    before, after = list(words[:at]), list(words[at + 1 :])
    known = _known(syntax)
    called = [each for each, others in _CALLED.items() if each in known and flag.lower() in others.split()]
    for each in [*called, *_slips(known, flag)]:
        value = [] if said is None else [said]
        if flag.lower() in _BY_WHOM:
            yield each, [*before, each, *after[said is None :]]
        yield each, [*before, each, *value, *after]
        if known[each].switch and after and not is_flag(after[0]) and said is None:
            yield each, [*before, each, *after[1:]]
    needless = _YES if syntax.acts else _NEEDLESS | _NEEDLESS_VALUES
    if flag.lower() in needless:
        yield from _without(words, at, valued=flag.lower() in _NEEDLESS_VALUES)
    if said is None and after and not is_flag(after[0]):
        said, after = after[0], after[1:]
    if said is not None:
        yield from _as_words(syntax, flag, said, before, after)


def _as_words(
    syntax: Syntax[Any], flag: str, said: str, before: list[str], after: list[str]
) -> Iterator[_Change]:
    """What is said without a flag here: a parameter, a branch, a project, a thing."""
    if any(each.arg.kind == kinds.PARAMETER for each in syntax.parameters):
        several = said.split(",") if all(map(_ASSIGNMENT.fullmatch, said.split(","))) else [said]
        if all(map(_ASSIGNMENT.fullmatch, several)):
            yield " ".join(several), [*before, *several, *after]
            yield said, [*before, said, *after]
        elif flag.startswith("--") and flag.lower() not in _BRANCHES | _PROJECTS | _PARAMETERS:
            given = f"{flag[2:]}={said}"
            yield given, [*before, given, *after]
    placed = next((each for each in before if not is_flag(each) and "=" not in each), None)
    if flag.lower() in _BRANCHES:
        branch = f"@{said.removeprefix('@')}"
        if placed and "@" not in placed:
            joined = [f"{each}{branch}" if each is placed else each for each in before]
            yield f"{placed}{branch}", [*joined, *after]
        if not placed and after and not is_flag(after[0]) and "@" not in after[0] and "=" not in after[0]:
            yield f"{after[0]}{branch}", [*before, f"{after[0]}{branch}", *after[1:]]
        yield branch, [*before, branch, *after]
    if flag.lower() in _PROJECTS:
        if after and after[0].startswith("@"):
            yield f"{said}{after[0]}", [*before, f"{said}{after[0]}", *after[1:]]
        if placed and placed.startswith("@"):
            yield f"{said}{placed}", [f"{said}{each}" if each is placed else each for each in before] + after
        yield said, [said, *before, *after]
        yield said, [*before, said, *after]
    if flag.lower() in _PLACED:
        yield said, [*before, said, *after]


def _without(words: Sequence[str], at: int, *, valued: bool = True) -> Iterator[_Change]:
    """Without the flag, and its value where it may have one."""
    before, after = list(words[:at]), list(words[at + 1 :])
    takes = valued and _parted(words[at])[1] is None and bool(after) and not is_flag(after[0])
    if takes:
        yield None, [*before, *after[1:]]
    else:
        yield None, [*before, *after]


def _parted(word: str) -> tuple[str, str | None]:
    """A flag, and the value that is written with it."""
    if glued := _GLUED.fullmatch(word):
        return glued[1], glued[2]
    flag, equals, said = word.partition("=")
    return flag, said if equals else None


def _slips(known: Mapping[str, Parameter], flag: str) -> list[str]:
    near = {each: slip_count(flag.lower(), each) for each in known if flag.startswith("--")}
    begun = [each for each in known if len(flag) > 3 and each.startswith(flag.lower())]
    close = sorted((each for each in known if near.get(each) is not None), key=lambda each: near[each] or 0)
    return list(dict.fromkeys([*close, *(begun if len(begun) == 1 else ())]))


def _likely(syntax: Syntax[Any], flag: str) -> str | None:
    """The flag that is meant where the whole line can't be mended."""
    known = _known(syntax)
    called = [each for each, others in _CALLED.items() if each in known and flag.lower() in others.split()]
    return next(iter([*called, *_slips(known, flag)]), None)
