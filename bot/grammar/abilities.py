"""How people say what they ask whether they can do: ``trigger``, ``I roll back``, ``anyone retry``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.grammar.vocabulary import PERSON
from bot.model.ability import Ability
from bot.model.bad_text import BadText, ValueReason
from bot.model.permission import Permission

_LIKE = 0.7

#: What can be done: the permissions by their names, then commands by theirs.
_ABILITIES = (
    *map(Ability.of, Permission),
    *(
        Ability(word, (Permission.READ,))
        for word in (
            *(
                "status",
                "red",
                "approvals",
                "pipelines",
                "deploys",
                "why",
                "logs",
                "tests",
                "artifacts",
                "flaky",
            ),
            *("insights", "pipeline", "workflow", "job", "config", "artifact", "project", "projects", "envs"),
            *("subscriptions", "following"),
        )
    ),
    Ability("reject", (Permission.CANCEL,)),
    Ability("cancel job", (Permission.CANCEL,)),
    Ability("use", (Permission.CONFIGURE,)),
    *(
        Ability(word, (Permission.FOLLOW,))
        for word in ("unfollow", "subscribe", "unsubscribe", "mute", "quiet", "digest")
    ),
    Ability("deploy", (Permission.TRIGGER, Permission.APPROVE)),
    Ability("rollback", (Permission.TRIGGER, Permission.READ), on_default=True),
)
#: Other words for these.
_OTHERS = {
    "read": "see view look watch show list open check browse access",
    "logs": "log output",
    "artifact": "download fetch",
    "trigger": "build start run launch kick",
    "deploy": "release ship publish",
    "rollback": "revert undo roll-back",
    "rerun": "retry restart redo rebuild re-run",
    "cancel": "stop abort kill halt",
    "reject": "deny decline refuse",
    "approve": "unblock accept confirm promote",
    "configure": "set change",
}
_BY_WORD = {each.word: each for each in _ABILITIES}
_BY_SAID: Mapping[str, Ability] = {
    **{other: _BY_WORD[word] for word, others in _OTHERS.items() for other in others.split()},
    "roll back": _BY_WORD["rollback"],
    "look at": _BY_WORD["read"],
    **_BY_WORD,
}
#: What stands before it where the asker is meant.
_ASKER = frozenset({"i", "we", "me", "us", "you", "do", "also", "still", "now"})
#: Words for others than the asker.
PEOPLE = frozenset({
    *("anyone", "anybody", "everyone", "everybody", "someone", "somebody", "noone", "nobody", "people"),
    *("guest", "guests", "member", "members", "he", "she", "they", "him", "her", "them", "who", "others"),
})  # fmt: skip
# Who else may be asked about: a name, or somebody who is mentioned.
_SOMEBODY = re.compile(rf"[^\W\d][\w.'-]*|{PERSON.pattern}")


def read_ability(text: str) -> Ability | None:
    """None where no more is said than who asks. Raises `BadText`."""
    words = _said(text.split())
    if not words:
        return None
    for before in _befores(words):
        if found := _BY_SAID.get(" ".join(words[before:]).lower()):
            return replace(found, before=" ".join(words[:before]))
    likely = likely_ability(text)
    reason = ValueReason.MISSPELT if likely else ValueReason.NO_FORM
    raise BadText(reason, shown=likely.word if likely else "")


def write_ability(ability: Ability | None) -> str:
    """The inverse of `read_ability`."""
    return " ".join(filter(None, [ability.before, ability.word])) if ability else ""


def likely_ability(said: str) -> Ability | None:
    """What may be meant by a word that is nearly one for it."""
    near = process.extractOne(
        said.lower(), list(_BY_SAID), scorer=OSA.normalized_similarity, score_cutoff=_LIKE
    )
    return _BY_SAID[near[0]] if near else None


def _befores(words: Sequence[str]) -> range:
    """How many words may stand before what is asked for."""
    return range(2 if words and _SOMEBODY.fullmatch(words[0]) else 1)


def _said(words: Sequence[str]) -> Sequence[str]:
    """Without who asks."""
    own = next((at for at, word in enumerate(words) if word.lower() not in _ASKER), len(words))
    return words[own:]
