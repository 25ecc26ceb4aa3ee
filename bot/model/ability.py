"""What people ask whether they can do it."""

from dataclasses import dataclass

from bot.model.fault import Fault
from bot.model.line import Line
from bot.model.permission import Permission


@dataclass(frozen=True, slots=True)
class Ability:
    """Something to do, by its own ``word``: a permission's, or a command's. It takes all that it ``needs``.

    ``on_default``: that on the project's default branch. ``before``: the word that stood before it, which is
    whoever is asked about, or a project.
    """

    word: str
    needs: tuple[Permission, ...]
    on_default: bool = False
    before: str = ""

    @classmethod
    def of(cls, permission: Permission) -> "Ability":
        """What a permission is for, by the permission's name."""
        return cls(permission.value, (permission,))


class OtherPerson(Fault):
    """It is asked what somebody else can do. ``said``: who; ``own``: the same for the asker."""

    said: str
    own: Line


class UnknownAbility(Fault):
    """A word that is neither something to do nor a project's name."""

    said: str
