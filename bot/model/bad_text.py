"""Why a text is no value of its kind."""

from enum import StrEnum


class ValueReason(StrEnum):
    """What is wrong with a value."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    NO_FORM = "none of the forms"
    MISSPELT = "misspelt"
    OUT_OF_RANGE = "out of range"
    NO_WINDOW = "no window"
    NO_COMMIT = "no commit"
    NO_MARK = "no mark of a list"
    GAP_IN_NAMES = "gap in names"
    NO_ASSIGNMENT = "no assignment"
    PART_TOO_LONG = "part too long"
    NO_ORGANIZATION = "no organization"
    NO_PROJECT = "no project"
    NO_EVENT = "no event"
    NO_GROUP = "no group"
    NO_LENGTH = "no length of time"
    LENGTH_RANGE = "longer or shorter than a length may be"
    NO_HOURS = "no hours of the week"
    NO_TIMES = "no time of a day"
    NO_ZONE = "no time zone"
    ALWAYS_QUIET = "always quiet"
    FOREIGN_ADDRESS = "foreign address"
    ADDRESS_WITHOUT_PROJECT = "address without project"
    ADDRESS_OF_ORGANIZATION = "address of an organization"
    NUMBER_TOO_LONG = "number too long"
    REF_LENGTH = "ref length"
    NO_REF = "no ref"
    SWITCH_WITH_VALUE = "switch with value"
    FLAG_TWICE = "flag twice"


class BadText(ValueError):
    """``limit``: the number that is the limit; ``shown``: what else the reason is about."""

    def __init__(self, reason: ValueReason, limit: int = 0, shown: str = "") -> None:
        super().__init__(reason, limit, shown)
        self.reason, self.limit, self.shown = reason, limit, shown
