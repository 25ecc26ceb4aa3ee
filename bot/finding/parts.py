"""Names of what is within a run, among words of which some name something else, and some nothing."""

from collections.abc import Iterable, Sequence

from bot.grammar.vocabulary import PREPOSITIONS, names_nothing


def named_part(parts: Sequence[str], names: Iterable[str]) -> tuple[str | None, tuple[str, ...]]:
    """The name that these words begin with, or that stands behind a preposition; and what is left.

    Whatever their case, the longest. Words that name nothing are passed over where that helps: ``for e2e``,
    ``job e2e``, ``junit.xml of e2e``.
    """
    exact = list(names)
    name, rest = _leading(parts, exact)
    for at in range(1, len(parts) - 1) if name is None else ():
        if parts[at].lower() in PREPOSITIONS:
            found, behind = _leading(parts[at + 1 :], exact)
            if found is not None:
                return found, (*parts[:at], *behind)
    return name, rest


def _leading(parts: Sequence[str], names: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    folded = {each.casefold(): each for each in names}
    for end in range(len(parts), 0, -1):
        said = " ".join(parts[:end])
        if (name := said if said in names else folded.get(said.casefold())) is not None:
            return name, tuple(parts[end:])
    if len(parts) > 1 and names_nothing(parts[0]):
        name, rest = _leading(parts[1:], names)
        return name, rest if name else tuple(parts)
    return None, tuple(parts)


def significant(parts: Sequence[str]) -> tuple[str, ...]:
    """Names that are left, of which something must be meant: none where they may as well name nothing."""
    return () if all(map(names_nothing, parts)) else tuple(parts)


def referents(words: Sequence[str]) -> list[int]:
    """Where a word stands that may name a branch or a commit: first, or behind a preposition."""
    first = next((at for at, word in enumerate(words) if not names_nothing(word)), 0)
    behind = [at + 1 for at, word in enumerate(words[:-1]) if word.lower() in PREPOSITIONS]
    return list(dict.fromkeys([first, *(at for at in behind if not names_nothing(words[at]))]))


def without_branch(words: Sequence[str], branch: str | None) -> tuple[str, ...]:
    """Without the branch, where it stands among them, and its preposition."""
    if branch is None or branch not in words:
        return tuple(words)
    at = words.index(branch)
    before = words[: at - 1] if at and words[at - 1].lower() in PREPOSITIONS else words[:at]
    return (*before, *words[at + 1 :])
