"""How a command is typed: read off the fields of its arguments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from bot.grammar.kinds import BRANCHES_REFERENCE, PIPELINE_REFERENCE, WORKFLOW_REFERENCE, Arg
from bot.grammar.vocabulary import NAMING
from bot.model.line import Line
from bot.model.reference import Reference

_A = TypeVar("_A")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument: the field that it fills. A ``switch`` is a flag alone, ``names`` a reference."""

    name: str
    arg: Arg[Any]
    required: bool
    switch: bool
    names: bool
    default: object

    @property
    def positional(self) -> bool:
        return self.arg.flag is None

    @property
    def placeholder(self) -> str:
        """``<job>``, ``--tag TAG``, ``name=value …``: without brackets around what may be left out."""
        kind = self.arg.kind
        if self.arg.flag is not None:
            return self.arg.flag if self.switch else f"{self.arg.flag} {kind.name.upper()}"
        if self.arg.rest:
            return f"{kind.name} …"
        return f"<{kind.name}>" if self.required else kind.name

    @property
    def usage(self) -> str:
        """As in a usage line."""
        if self.required:
            return self.placeholder
        return (self.positional and self.arg.kind.optional) or f"[{self.placeholder}]"


@dataclass(frozen=True)
class Syntax(Generic[_A]):
    """A command's words, arguments, and lines that show them. ``acts``: it has an effect, or leads to one.

    What is read off the arguments is worked out once: each line asks for it before it is acknowledged.
    """

    words: str
    args: type[_A]
    example_texts: tuple[str, ...]
    acts: bool = False

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """In the order in which they were declared."""
        args: Any = self.args
        hints = get_type_hints(args, include_extras=True)
        return tuple(_parameter(field, hints[field.name]) for field in fields(args))

    @cached_property
    def naming(self) -> Parameter | None:
        """The argument that says what the line is about."""
        return next((each for each in self.parameters if each.positional and each.names), None)

    @cached_property
    def flags(self) -> Mapping[str, Parameter]:
        """By what they are called: ``--tag``."""
        return {each.arg.flag: each for each in self.parameters if each.arg.flag}

    @cached_property
    def switches(self) -> Mapping[str, Parameter]:
        """The flags that are said by a word as well, by it: ``pipelines mine``."""
        return {
            word: each
            for each in self.parameters
            if each.switch and not each.arg.hidden
            for word in ((each.arg.flag or "").lstrip("-"), *each.arg.words)
            if word not in NAMING
        }

    @cached_property
    def phrases(self) -> tuple[Parameter, ...]:
        """Those that are said in several words as well: ``logs e2e last 20 lines``."""
        return tuple(each for each in self.parameters if each.arg.kind.phrase)

    @cached_property
    def slots(self) -> tuple[Parameter, ...]:
        """The arguments that words fill by their place."""
        return tuple(
            each for each in self.parameters if each.positional and not (each.names or each.arg.rest)
        )

    @cached_property
    def rest(self) -> Parameter | None:
        """The one that takes all of its sort, wherever they stand: ``name=value …``."""
        return next((each for each in self.parameters if each.arg.rest), None)

    @cached_property
    def behind(self) -> Parameter | None:
        """The text that may stand behind what is named."""
        slots = self.slots
        return slots[-1] if self.naming and slots and slots[-1].arg.kind.spaced else None

    @cached_property
    def acts_on_runs(self) -> bool:
        """Whether ``cancel everything`` means several."""
        return (
            self.acts
            and self.naming is not None
            and self.naming.arg.kind in (WORKFLOW_REFERENCE, PIPELINE_REFERENCE)
        )

    @cached_property
    def takes_patterns(self) -> bool:
        """Whether a branch may be a pattern, so that one line may mean several."""
        return self.naming is not None and self.naming.arg.kind is BRANCHES_REFERENCE

    @property
    def usage(self) -> Line:
        """``trigger [project][@branch] [--tag TAG] [name=value …]``."""
        shown = [each for each in self.parameters if not (each.arg.hidden or each.arg.rare)]
        rest = [each.usage for each in shown if each.positional and each.arg.rest]
        flags = [each.usage for each in shown if not each.positional]
        placed = [each.usage for each in shown if each.positional and not each.arg.rest]
        return Line(" ".join([self.words, *placed, *flags, *rest]))

    @property
    def examples(self) -> tuple[Line, ...]:
        """Lines that show it, and work."""
        return tuple(map(Line, self.example_texts))

    def pattern(self, rest: str) -> Line:
        """A line with places to fill in: shown and never read, unlike what `bot.grammar.line` writes."""
        return Line(f"{self.words} {rest}")


class Syntaxes(tuple[Syntax[Any], ...]):
    """Those of which a line follows one, looked up: each line asks for it before it is acknowledged."""

    @cached_property
    def _by_first_word(self) -> Mapping[str, Sequence[tuple[list[str], Syntax[Any]]]]:
        found: defaultdict[str, list[tuple[list[str], Syntax[Any]]]] = defaultdict(list)
        for each in sorted(self, key=lambda each: len(each.words), reverse=True):
            own = each.words.split()
            found[own[0]].append((own, each))
        return dict(found)

    def of(self, words: Sequence[str]) -> Syntax[Any] | None:
        """The one that the words begin with: of several the longest."""
        typed = [word.lower() for word in words]
        for own, each in self._by_first_word.get(typed[0], ()) if typed else ():
            if typed[: len(own)] == own:
                return each
        return None


def syntax_of(words: Sequence[str], syntaxes: Sequence[Syntax[Any]]) -> Syntax[Any] | None:
    """The one of these that the words begin with."""
    return (syntaxes if isinstance(syntaxes, Syntaxes) else Syntaxes(syntaxes)).of(words)


def _parameter(field: Any, hint: Any) -> Parameter:
    match get_args(hint):
        case base, Arg() as arg:
            switch = base is bool and arg.flag is not None
            required = field.default is MISSING
            return Parameter(field.name, arg, required, switch, base is Reference, field.default)
    raise TypeError(f"{field.name} says not how it is typed: Annotated[…, Arg(…)]")
