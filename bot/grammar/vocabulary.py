"""The words that say what is named, and those that name nothing."""

import re

from bot.model.reference import NamedState

#: What names the newest.
LAST_WORDS = frozenset({"last", "latest", "newest", "recent", "current"})
FAILURE_WORDS = frozenset({"failed", "failing", "failure", "failures"})
LAST_FAILED_WORDS = frozenset({"last-failed", "lastfailed", "last_failed"})
#: What says beside ``last`` in which state it is, perhaps behind a preposition.
STATES = {
    **dict.fromkeys(
        (*FAILURE_WORDS, "red", "broken", "breaking", "broke", "fail", "fails", "errored", "crashed"),
        NamedState.FAILED,
    ),
    **dict.fromkeys(
        ("green", "passed", "passing", "pass", "passes", "successful", "success", "succeeded"),
        NamedState.PASSED,
    ),
    **dict.fromkeys(("canceled", "cancelled", "aborted", "stopped", "killed"), NamedState.CANCELED),
    **dict.fromkeys(("waiting", "on hold", "on-hold", "held", "holding", "pending"), NamedState.WAITING),
    **dict.fromkeys(("running", "active", "in progress", "in-progress", "ongoing"), NamedState.RUNNING),
}
#: What means several at once, and the nouns that do.
EVERY_WORDS = frozenset({"all", "everything", "every", "each", "both"})
SEVERAL_NOUNS = frozenset({"pipelines", "builds", "runs", "workflows", "them", "branches"})
#: Somebody who was mentioned, or a group. https://docs.slack.dev/reference/objects/usergroup-object
PERSON = re.compile(r"@(?:(?=[A-Z]*\d)[UW][A-Z0-9]{4,}|S0[A-Z0-9]{4,})", re.ASCII)
#: Behind these stands whom a line means; people elsewhere at its edges are addressed.
WHOM_FLAG, BY_FLAG = WHOM_FLAGS = ("--mention", "--by")
#: What stands before the last of several.
BEFORE_LAST = frozenset({"and", "or", "&"})
#: What says that something is not meant.
NEGATIONS = frozenset({"not", "no", "never", "except", "without", "don't", "dont", "but"})
#: What names the newest, or what failed.
NAMING = LAST_WORDS | FAILURE_WORDS | LAST_FAILED_WORDS

#: Which field a noun before a number or a name decides; None: it decides nothing.
NOUNS = {
    "branch": "branch",
    **dict.fromkeys(("pipeline", "build", "run"), "pipeline_number"),
    "job": "job_number",
    **dict.fromkeys(("pr", "pull", "request", "pull-request"), "pull"),
    **dict.fromkeys(("commit", "sha", "revision"), "commit"),
    **dict.fromkeys(("project", "repo", "repository", "workflow", "step", "approval", "number", "tag")),
}
#: They stand before what something is of.
PREPOSITIONS = frozenset({"of", "on", "in", "for", "from", "at", "by"})
#: Nouns that jobs and workflows are called by, and what shows that the one at hand is meant.
NAMES_TOO, POINTING = (
    frozenset({"build", "run"}),
    frozenset({"this", "that", "the", "it", "my", "our", "a"}),
)
#: What names nothing.
FILLERS = frozenset({
    *("did", "does", "do", "has", "have", "had", "is", "was", "are", "were", "be", "been", "the", "a", "an"),
    *("it", "its", "this", "that", "these", "those", "one", "here", "there", "now", "today", "just", "again"),
    *("my", "our", "we", "us", "me", "i", "you", "of", "on", "in", "for", "from", "at", "by", "to", "with"),
    *("about", "into", "and", "still", "any", "what", "which", "when", "why", "how", "who", "so", "ever"),
    *("not", "isn't", "didn't", "doesn't", "it's", "what's", "fail", "fails", "red", "broken", "wrong"),
    *("break", "broke", "happened", "happen", "going", "up", "pipelines", "builds", "runs", "jobs", "thing"),
})  # fmt: skip


#: What only says that here is meant, where nothing is named.
HERE_ALONE = re.compile(r"(?:(?:in|of|for) )?(?:here|(?:this|the|our) channel)", re.IGNORECASE)
#: They stand between names that are told by their place, besides prepositions.
_JOINTS = frozenset(
    {"to", "the", "back", "version", "component", "environment", "env", "and", "with"}
    | {"previous", "prior", "last"}  # which is the one that is meant without a name
)


def joins_names(text: str) -> bool:
    """Whether it only stands between names: ``rollback web to v1.2.0``."""
    return text.lower() in PREPOSITIONS or text.lower() in _JOINTS


def names_nothing(text: str) -> bool:
    """Whether the word stands beside names and is none: ``of``, ``the``, ``job``."""
    return text.lower() in NOUNS or text.lower() in FILLERS
