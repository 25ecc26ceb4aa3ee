"""Branches and tags, as they are typed."""

import re

from bot.model.bad_text import BadText, ValueReason

# What no branch or tag may contain. https://git-scm.com/docs/git-check-ref-format
_NOT_IN_REFS = re.compile(r"[\s\x00-\x1f\x7f~^:?*\[\\]|\.\.|@\{|//|(?:^|/)\.|\.lock/")
_GIT_PREFIX = re.compile(r"(?:refs/heads/|(?:refs/)?remotes/[\w-]+/|origin/)(?=.)")
_LONGEST_REF = 255
_WILDCARDS = str.maketrans("*?", "xx")


def read_ref(text: str, *, globs: bool = False) -> str:
    """A branch or a tag; with ``globs`` perhaps several: ``release/*``. Raises `BadText`."""
    text = _GIT_PREFIX.sub("", text, count=1)
    if not text or len(text) > _LONGEST_REF:
        raise BadText(ValueReason.REF_LENGTH, _LONGEST_REF)
    plain = text.translate(_WILDCARDS) if globs else text
    if _NOT_IN_REFS.search(plain) or text.startswith(("-", "/")) or text.endswith(("/", ".", ".lock")):
        raise BadText(ValueReason.NO_REF)
    return text


def as_ref(text: str, *, globs: bool = False) -> str | None:
    """The branch that may be called so; None where git allows no such name."""
    try:
        return read_ref(text, globs=globs)
    except BadText:
        return None
