"""Names that CircleCI takes for a branch or a tag, though they are none, or are written in another way.

https://circleci.com/docs/api/v2/index.html#operation/triggerPipeline
"""

import re

#: A pull request's code, a fork's too, runs with the project's secrets; what the others mean there, its
#: documentation does not say. Some machines don't tell cases apart.
_NO_REF = re.compile(
    r"(?:pull|pull-requests|merge-requests|origin|refs|remotes|heads|tags)/.+|@"
    r"|(?:(?:FETCH|ORIG|MERGE|REBASE|REVERT|CHERRY_PICK)_)?HEAD|(?:[0-9a-f]{40}|[0-9a-f]{64})",
    re.IGNORECASE,
)
#: As one shortens a commit's id; what is digits or letters alone may be a date or a word. Tags are called so.
_SHORT_COMMIT = re.compile(r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{7,39}", re.IGNORECASE)


def plain_branch(name: str) -> str:
    """Without ``refs/heads/`` or ``heads/``, which mean the same branch."""
    return name.removeprefix("refs/").removeprefix("heads/")


def plain_tag(name: str) -> str:
    """Without ``refs/tags/`` or ``tags/``, which mean the same tag."""
    return name.removeprefix("refs/").removeprefix("tags/")


def naming_pattern(name: str) -> str:
    """What a rule would say to name a ref that is neither, by its plain name: ``pull/*``."""
    first, slash, _ = name.partition("/")
    return f"{first}/*" if slash else first


def is_branch(name: str) -> bool:
    """Whether it is a branch of the repository's own, as far as its name tells."""
    return _is_own(name, "refs/heads/", plain_branch(name)) and not _SHORT_COMMIT.fullmatch(
        plain_branch(name)
    )


def is_tag(name: str) -> bool:
    """Whether it is a tag, as far as its name tells."""
    return _is_own(name, "refs/tags/", plain_tag(name))


def _is_own(name: str, kind: str, plain: str) -> bool:
    elsewhere = name.startswith("refs/") and not name.startswith(kind)
    return not elsewhere and _NO_REF.fullmatch(plain) is None
