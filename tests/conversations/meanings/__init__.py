"""What people type, and what it means: the table that `test_meanings.py` holds the bot to."""

from tests.conversations.meanings import (
    addresses,
    bare,
    branches,
    channels,
    edges,
    names,
    numbers,
    parameters,
    reruns,
    states,
    synonyms,
    words,
)
from tests.conversations.meanings.outcomes import Meaning

#: By what they are about.
MEANINGS: dict[str, tuple[Meaning, ...]] = {
    "quotes": edges.QUOTES,
    "edges of a line": edges.EDGES,
    "addresses": addresses.ADDRESSES,
    "branches": branches.BRANCHES,
    "order": branches.ORDER,
    "runs for what is about branches": branches.RUNS,
    "states": states.STATES,
    "reruns": reruns.RERUNS,
    "numbers": reruns.NUMBERS,
    "names": names.NAMES,
    "words that are no command's": words.WORDS,
    "less than a name": words.NAMES,
    "numbers beside names": numbers.COUNTS,
    "names that Slack makes ids of": numbers.SLACK_NAMES,
    "nothing named in a channel": bare.CHANNEL,
    "nothing named in a thread": bare.THREADS,
    "questions": bare.QUESTIONS,
    "synonyms": synonyms.SYNONYMS,
    "help": synonyms.HELP,
    "flags": synonyms.FLAGS,
    "parameters": parameters.PARAMETERS,
    "texts": parameters.TEXTS,
    "spelling": channels.SPELLING,
    "without a project": channels.WITHOUT_PROJECT,
    "can": channels.CAN,
    "as it is": channels.AS_IT_IS,
}
