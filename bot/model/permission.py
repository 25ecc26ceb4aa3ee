"""What a person may do: the verbs that a policy grants."""

from enum import StrEnum


class Permission(StrEnum):
    """A right that a policy's ``do`` names."""

    READ = "read"
    TRIGGER = "trigger"
    RERUN = "rerun"
    CANCEL = "cancel"
    APPROVE = "approve"
    FOLLOW = "follow"
    CONFIGURE = "configure"

    @property
    def gerund(self) -> str:
        """The word of a sentence: "Triggering `main` of web is for …"."""
        return _GERUNDS[self]


_GERUNDS = {
    Permission.READ: "reading",
    Permission.TRIGGER: "triggering",
    Permission.RERUN: "rerunning",
    Permission.CANCEL: "canceling",
    Permission.APPROVE: "approving",
    Permission.FOLLOW: "following",
    Permission.CONFIGURE: "configuring",
}
