"""What single entries of a policy file may be: each check returns the entry, or raises ValueError with the
reason.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from pydantic import ValidationInfo
from rapidfuzz import process

from bot.circleci.slug import ProjectSlug
from bot.policy import globs
from bot.policy.yaml import Read, as_mapping

_ID = re.compile(r"[UWS][A-Z0-9]{4,}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_PARAMETER = re.compile(r"[A-Za-z_][\w-]{0,127}", re.ASCII)
_LENGTH = re.compile(r"([1-9]\d{0,3})\s*(min|h|d)", re.ASCII)
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class KnownNames:
    """Names that the file itself defines, whether or not the rest of it is right."""

    def __init__(self, found: Read) -> None:
        top = as_mapping(found.tree)
        self.projects = tuple(as_mapping(top.get("projects")))
        self.groups = tuple(as_mapping(top.get("groups")))


def _known(info: ValidationInfo) -> KnownNames:
    if not isinstance(info.context, KnownNames):
        raise TypeError("a policy is validated with the names that it defines")
    return info.context


def like(said: object, names: Iterable[str]) -> str:
    """What may have been meant, for the end of a sentence."""
    near = process.extractOne(str(said), [name for name in names if name != said], score_cutoff=60)
    return f"; did you mean {str(near[0])!r}?" if near else ""


def channel(value: str) -> str:
    if not _CHANNEL.fullmatch(value):
        raise ValueError(f"{value!r} is not a channel's id, which looks like C0123456789")
    return value


def read_short_name(value: str, info: ValidationInfo) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(f"{value!r} is not a short name: letters, digits, dots, hyphens and underscores")
    alike = [each for each in _known(info).projects if each.lower() == value.lower()]
    if value != alike[0]:
        raise ValueError(f"{value!r} differs from {alike[0]!r} in capitals alone, which nobody types")
    return value


def group(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(f"{value!r} is not a group's name: letters, digits, dots, hyphens and underscores")
    if _ID.fullmatch(value):
        raise ValueError(f"{value!r} looks like an id of Slack's; write the group's name in small letters")
    return value


def person(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(f"{value!r} is neither a person's id (U…, W…) nor a Slack user group's (S…)")
    return value


def who(value: str, info: ValidationInfo) -> str:
    groups = _known(info).groups
    if value not in groups and not _ID.fullmatch(value):
        raise ValueError(f"{value!r} is no group of this file, nor an id (U…, W…, S…){like(value, groups)}")
    return value


def slug(value: str) -> str:
    try:
        return str(ProjectSlug.parse(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a project's slug; one looks like gh/acme/web") from None


def read_project(value: str, info: ValidationInfo) -> str:
    """A short name or a slug, as one project."""
    if "/" in value:
        return slug(value)
    known = _known(info).projects
    if value not in known:
        raise ValueError(f"{value!r} is no short name of this file's projects{like(value, known)}")
    return value


def project_glob(value: str, info: ValidationInfo) -> str:
    sign, text = ("!", value[1:]) if value.startswith("!") else ("", value)
    if wrong := globs.fault(value):
        raise ValueError(f"{value!r} {wrong}")
    if set(text) == {"*"}:
        return f"{sign}*/*/*"
    if "/" not in text:
        return sign + read_project(text, info)
    parts = text.split("/")
    vcs, *rest = parts
    if len(parts) != 3 or not all(parts):
        raise ValueError(f"{value!r} has not three parts, as gh/acme/* has")
    if set(vcs) == {"*"}:
        return value
    try:
        return f"{sign}{ProjectSlug.parse(f'{vcs}/x/x').vcs}/{'/'.join(rest)}"
    except ValueError:
        raise ValueError(f"{value!r} does not start with gh, bb, circleci or *") from None


def ref_glob(value: str) -> str:
    if wrong := globs.fault(value):
        raise ValueError(f"{value!r} {wrong}")
    return value


def parameter(value: str) -> str:
    if not _PARAMETER.fullmatch(value):
        raise ValueError(f"{value!r} is not a parameter's name: letters, digits, hyphens and underscores")
    return value


def length(value: object) -> timedelta:
    """``30min``, ``12h``, ``3d``."""
    found = _LENGTH.fullmatch(str(value))
    if found is None:
        raise ValueError(f"{value!r} is not a length of time, such as 30min, 12h or 3d")
    return int(found[1]) * _UNITS[found[2]]
