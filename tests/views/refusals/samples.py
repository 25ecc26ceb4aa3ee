"""One of each error that has words."""

from bot.circleci import errors
from bot.circleci.errors import CircleCIError
from bot.model import ability, deeds, fault, grammar_fault, questions
from bot.model.approval import WaitingApproval
from bot.model.bad_text import ValueReason
from bot.model.fault import Fault
from bot.model.line import Line
from bot.model.listing import FixedListLength, OneAtATime
from bot.model.message import Message, with_prefix
from bot.model.parameters import (
    Declaration,
    DeclaredParameter,
    LooseWords,
    MistakenParameters,
    ParameterMistake,
    ParameterReason,
    ParameterType,
    TriggerOffer,
)
from bot.model.permission import Permission
from bot.model.reference import NamedState
from bot.model.run import BuiltJob
from bot.views.refusals.refusal import refusal
from tests.views.facts import NOON, ago, job, pipeline, workflow

DEPLOY = workflow("deploy", "on_hold", took=None)
HELD = WaitingApproval(
    DEPLOY, job("hold", "on_hold", number=None, type="approval"), ago(minutes=5), ("ship",)
)
BAD = workflow("deploy", "failed")
BUILT = BuiltJob(pipeline(), "web", "e2e", 155, DEPLOY.id)
APPROVING = deeds.RunDeed(deeds.Verb.APPROVE, "web", pipeline())
RERUNNING = deeds.RunDeed(deeds.Verb.RERUN, "web", pipeline(), "deploy")
CANCELING = deeds.RunDeed(deeds.Verb.CANCEL, "web", pipeline())
TRIGGERING = deeds.TriggerDeed("web", "main")
ROLLING_BACK = deeds.RollbackDeed("web", "shop", "production")

ENVIRONMENT = DeclaredParameter("environment", ParameterType.ENUM, "staging", "", ("staging", "production"))
MENDED = TriggerOffer(
    Line("trigger gh/acme/web@main environment=staging"),
    Line("trigger web@main environment=staging"),
    "web",
    "main",
    None,
    (("environment", "staging"),),
)
ANYWAY = TriggerOffer(
    Line("trigger gh/acme/web@main enviroment=staging --anyway"),
    Line("trigger web@main enviroment=staging --anyway"),
    "web",
    "main",
    None,
    (("enviroment", "staging"),),
)
MISTAKEN = MistakenParameters(
    "web",
    Declaration(pipeline(), (ENVIRONMENT,)),
    (ParameterMistake(ParameterReason.UNKNOWN, "enviroment", "staging", ENVIRONMENT, "staging"),),
    MENDED,
    ANYWAY,
    Line("help trigger web"),
)

FAULTS: tuple[Fault, ...] = (
    grammar_fault.EmptyLine(),
    grammar_fault.OtherSlashCommand("/circle", "/ci"),
    grammar_fault.UnknownCommand("statsu", (Line("status web"),)),
    grammar_fault.UnclosedQuote('trigger web note="a b'),
    grammar_fault.NameLost(),
    grammar_fault.LineTooLong(10_000, 2_000),
    grammar_fault.MissingArgument("use", "<project>", Line("use <project>"), Line("use web")),
    grammar_fault.SurplusArgument("why", "last", Line("why [pipeline]"), "web"),
    grammar_fault.UnknownFlag("trigger", "--tga", Line("trigger [project][@branch] [--tag TAG]"), "--tag"),
    FixedListLength("pipelines", "--limit", Line("pipelines"), Line("pipelines web")),
    OneAtATime("why", "3", Line("why"), Line("why last failed")),
    grammar_fault.BadValue("a b", "a pipeline", ValueReason.NO_FORM, "#812"),
    grammar_fault.Contradiction(grammar_fault.ContradictionReason.BRANCH_AND_TAG),
    LooseWords("world", 'note="hello world"', Line('trigger web note="hello world"')),
    MISTAKEN,
    fault.Denied(Permission.TRIGGER, "web", "main", ("release",), open_refs=True),
    fault.ForeignWorkspace(),
    fault.GuestRefused(),
    fault.NoPolicy(),
    fault.SharedChannel("C0RANDOM"),
    fault.SharingUnknown(),
    fault.NoProject((("web", Line("trigger web")), ("api", Line("trigger api"))), Line("use web")),
    fault.UnknownProject("wbe", ("web",)),
    fault.UnknownWord("trigr", "an action", Line("can trigger")),
    fault.UnknownName(fault.NameKind.WORKFLOW, "biuld", ("build", "deploy"), "web"),
    fault.ProjectRenamed("project", "web"),
    fault.NothingHere("pipeline", "#99999", "web"),
    fault.DiskFull(),
    fault.DiskUnwritable(),
    fault.NoneInState(NamedState.CANCELED, "web", "ship", 57),
    fault.NotSubscribed("web", "main"),
    fault.NoLogin("U0ANA", Line("subscribe web --by ana-lima")),
    fault.NotFollowed(me=False, called="web", number=813),
    fault.NotFollowed(me=True),
    fault.NotInGreenRuns("a.txt", "web", "ship", 5, Line("pipelines web@ship")),
    fault.OneRunALine("web", (("#813 on main", Line("cancel web#813")),)),
    fault.OneRunALine("web", ()),
    fault.NoDefinition("web"),
    fault.NoDeploys("web"),
    fault.NeverStarted("web", 807),
    fault.Ambiguous(
        "job",
        (("unit, failed", Line("job web#1")), ("e2e, failed", Line("job web#2"))),
    ),
    deeds.SeveralApprovals("web", pipeline(), (HELD, HELD)),
    deeds.SeveralRejections(((DEPLOY, (HELD,), Line("reject a")), (DEPLOY, (HELD, HELD), Line("reject b")))),
    deeds.SeveralReruns("web", pipeline(), (DEPLOY, DEPLOY), failed=True),
    fault.SeveralSteps((("Run tests", 106, Line("logs 155 106")), ("Run", 107, Line("logs 155 107")))),
    fault.NoJobBegun("web", 814),
    fault.JobsGone(("build-test-deploy",)),
    fault.JobHasNone(fault.JobProduct.ARTIFACTS, fault.JobReason.APPROVAL, "hold"),
    fault.NoSuchStep("e2e", "deploy", ("Checkout code", "Run tests")),
    fault.NoSuchRun("Run tests", 4, 3),
    fault.ArtifactTooLarge("a.zip", 10_000_000, 20_000_000, "https://app.circleci.com/jobs/155"),
    deeds.StaleRun(RERUNNING, deeds.StaleReason.RERUN_SINCE, workflow="deploy"),
    deeds.ApprovalRefused(APPROVING, deeds.ApprovalReason.NOTHING_WAITS),
    deeds.CancelRefused(CANCELING, deeds.CancelReason.ENDED),
    deeds.RerunRefused(RERUNNING, deeds.RerunReason.NOT_ENDED, alone=True),
    deeds.RollbackRefused(ROLLING_BACK, deeds.RollbackReason.NONE_BEFORE),
    deeds.CallRefused(TRIGGERING, "no", 400),
    deeds.NotRecorded(),
    fault.RowsUnread(),
    deeds.NotBegun(Line("trigger web@main"), NOON),
    deeds.AlreadyAsked("U0BEN", NOON, line=Line("rerun #812 --failed")),
    deeds.OutcomeUnknown(Line("trigger web@main"), "gh/acme/web", Permission.TRIGGER),
    deeds.Busy(),
    ability.OtherPerson("ben", Line("can trigger web")),
    ability.UnknownAbility("fly"),
    questions.ApproveQuestion("web", pipeline(), HELD),
    questions.CancelQuestion("web", pipeline(), (DEPLOY,)),
    questions.CancelJobQuestion("web", pipeline(), "e2e", 155),
    questions.RerunQuestion("web", pipeline(), BAD, (job("e2e", "failed"),), True, (), False),
    questions.TriggerQuestion(Line("trigger gh/acme/web@main"), "web", "main", ("environment=staging",)),
    questions.RollbackQuestion(Line("rollback web production"), ROLLING_BACK, "v1.2.1", "v1.2.0"),
    questions.DefaultQuestion(Line("use gh/acme/web"), "web"),
)
ERRORS: tuple[CircleCIError, ...] = (
    errors.ApiError(418, "short and stout", reference="6ff27efe"),
    errors.BadRequest(400, "Branch not found", reference="6ff27efe"),
    errors.Unauthorized(401, "Invalid token provided.", reference="6ff27efe"),
    errors.Forbidden(403, "Permission denied", reference="6ff27efe"),
    errors.NotFound(404, "Project not found", reference="6ff27efe"),
    errors.Conflict(409, "Already done", reference="6ff27efe"),
    errors.Gone(410, "", reference="6ff27efe"),
    errors.RateLimited(429, "Rate limited.", retry_after=30, reference="6ff27efe"),
    errors.ServerError(503, "", reference="6ff27efe"),
    errors.NoConnection("refused", reference="6ff27efe"),
    errors.LostAnswer("timed out", reference="6ff27efe"),
    errors.Unreadable("not JSON", reference="6ff27efe"),
    errors.TooDense("unfolds to more than 100 times its size", reference="6ff27efe"),
    errors.Redirected("elsewhere", reference="6ff27efe"),
    errors.UnknownHost("elsewhere", reference="6ff27efe"),
    errors.TooLarge(50_000_000, 80_000_000, reference="6ff27efe"),
    errors.TooSlow("less than 10000 bytes a second", reference="6ff27efe"),
    errors.DownloadsBusy("4 are under way", reference="6ff27efe"),
    errors.ListsBusy("4 are under way", reference="6ff27efe"),
)


def typed(error: Fault | CircleCIError, prefix: str = "/ci") -> Message:
    """What is said, as it is read where lines begin with the slash command."""
    return with_prefix(refusal(error), prefix)
