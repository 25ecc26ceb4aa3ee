"""What a person may do: the verbs that a policy grants."""

from enum import StrEnum


class Permission(StrEnum):
    """A right that a policy's ``do`` names."""

    READ = "read"
    TRIGGER = "trigger"
    RERUN = "rerun"
    CANCEL = "cancel"
    APPROVE = "approve"
    CONFIGURE = "configure"
    FOLLOW = "follow"
