"""What all faults are."""


class Fault(Exception):
    """The root. Subclasses are dataclasses of facts (not frozen: Python sets a traceback on them)."""
