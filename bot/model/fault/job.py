"""A job has not what is asked for, or it can't be shared."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.fault.root import Fault
from bot.model.run import BuiltJob


class JobFault(Fault):
    """The job has not what is asked for."""


class JobProduct(StrEnum):
    """What a job leaves behind."""

    ARTIFACTS = "artifacts"
    OUTPUT = "output"
    TESTS = "test results"


class JobReason(StrEnum):
    """Why a job has nothing of a sort."""

    APPROVAL = "approval"
    NOT_BEGUN = "not begun"
    RUNNING = "running"
    NO_STEPS = "no steps"


@dataclass(eq=False)
class NoJobBegun(JobFault):
    """No job of the pipeline has begun."""

    called: str
    number: int


@dataclass(eq=False)
class JobHasNone(JobFault):
    """The job of this ``name`` has no ``product``. ``job`` is None where it has no number."""

    product: JobProduct
    reason: JobReason
    name: str
    job: BuiltJob | None = None


@dataclass(eq=False)
class NoSuchStep(JobFault):
    """No step of the job is called so: ``steps`` are those that it has."""

    job: str
    said: str
    steps: tuple[str, ...]


@dataclass(eq=False)
class NoSuchRun(JobFault):
    """The step ran in parallel ``runs`` times, and ``run`` is none of those."""

    job: str
    step: str
    run: int
    runs: int


@dataclass(eq=False)
class ArtifactTooLarge(JobFault):
    """In bytes; ``size`` None: CircleCI did not say. ``page``: the address of the job's page."""

    path: str
    limit: int
    size: int | None
    page: str
