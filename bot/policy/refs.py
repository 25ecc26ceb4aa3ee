"""Names that CircleCI takes for a branch, though they are none, or are written in another way.

https://circleci.com/docs/api/v2/index.html#operation/triggerPipeline
"""

import re

#: A pull request's code, a fork's too, runs with the project's secrets; what the others mean there, its
#: documentation does not say.
_NO_BRANCH = re.compile(
    r"(?:pull|pull-requests|merge-requests|origin|refs|remotes|tags)/.+|HEAD|@|(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})"
)


def plain_branch(name: str) -> str:
    """Without ``refs/heads/`` or ``heads/``, which mean the same branch."""
    return name.removeprefix("refs/").removeprefix("heads/")


def naming_pattern(name: str) -> str:
    """What a rule would say to name a ref that is no branch: ``pull/*``."""
    first, slash, _ = plain_branch(name).partition("/")
    return f"{first}/*" if slash else first


def is_branch(name: str) -> bool:
    """Whether it is a branch of the repository's own, as far as its name tells."""
    elsewhere = name.startswith("refs/") and not name.startswith("refs/heads/")
    return not elsewhere and _NO_BRANCH.fullmatch(plain_branch(name)) is None
