"""Other words that people try for the commands, out of other tools and plain English.

Commands in the order in which they are offered; what is wanted most comes first. What reads never stands for
what acts: only words that mean an effect lead to one.
"""

from typing import TypeAlias

from bot.grammar import Meaning
from bot.lines import act, channel, explain, follow, look_up, see
from bot.model.reference import NamedState, Reference

_Row: TypeAlias = tuple[tuple[Meaning, ...], str]

_LAST = Reference(last=True)
_LAST_FAILED = Reference(last=True, state=NamedState.FAILED)

_APPROVE, _REJECT = Meaning(act.APPROVE), Meaning(act.REJECT)
_CANCEL, _CANCEL_JOB = Meaning(act.CANCEL), Meaning(act.CANCEL_JOB)
_RERUN, _RERUN_FAILED = Meaning(act.RERUN), Meaning(act.RERUN, act.RerunArgs(failed=True))
_RERUN_SSH = Meaning(act.RERUN, act.RerunArgs(ssh=True))
_ROLLBACK, _TRIGGER = Meaning(act.ROLLBACK), Meaning(act.TRIGGER)
_CAN, _HELP, _ME, _USE = (Meaning(it) for it in (channel.CAN, channel.HELP, channel.ME, channel.USE))
_DIGEST, _MUTE, _QUIET = (Meaning(it) for it in (follow.DIGEST, follow.MUTE, follow.QUIET))
_UNMUTE = Meaning(follow.MUTE, follow.MuteArgs(off=True))
_FOLLOW, _FOLLOWING, _UNFOLLOW = (Meaning(it) for it in (follow.FOLLOW, follow.FOLLOWING, follow.UNFOLLOW))
_FOLLOW_ME = Meaning(follow.FOLLOW, follow.FollowArgs(me=True))
_SUBSCRIBE, _UNSUBSCRIBE = Meaning(follow.SUBSCRIBE), Meaning(follow.UNSUBSCRIBE)
_ARTIFACTS, _FLAKY = Meaning(explain.ARTIFACTS), Meaning(explain.FLAKY)
_INSIGHTS, _LOGS, _TESTS = Meaning(explain.INSIGHTS), Meaning(explain.LOGS), Meaning(explain.TESTS)
_WHY, _WHY_LAST = Meaning(explain.WHY), Meaning(explain.WHY, explain.WhyArgs(_LAST_FAILED))
_LOGS_LAST = Meaning(explain.LOGS, explain.LogsArgs(_LAST_FAILED))
_ARTIFACT, _CONFIG = Meaning(look_up.ARTIFACT), Meaning(look_up.CONFIG)
_ENVS, _JOB, _WORKFLOW = (Meaning(it) for it in (look_up.ENVS, look_up.JOB, look_up.WORKFLOW))
_PIPELINE, _PROJECT, _PROJECTS = (Meaning(it) for it in (look_up.PIPELINE, look_up.PROJECT, look_up.PROJECTS))
_LAST_PIPELINE = Meaning(look_up.PIPELINE, look_up.PipelineArgs(_LAST))
_LAST_FAILED_PIPELINE = Meaning(look_up.PIPELINE, look_up.PipelineArgs(_LAST_FAILED))
_LAST_FAILED_JOB = Meaning(look_up.JOB, look_up.JobArgs(_LAST_FAILED))
_APPROVALS, _SUBSCRIPTIONS = Meaning(see.APPROVALS), Meaning(follow.SUBSCRIPTIONS)
_DEPLOYS, _PIPELINES = Meaning(see.DEPLOYS), Meaning(see.PIPELINES)
_RED, _STATUS = Meaning(see.RED), Meaning(see.STATUS)
_MY_PIPELINES = Meaning(see.PIPELINES, see.PipelinesArgs(mine=True))
_BOT_PIPELINES = Meaning(see.PIPELINES, see.PipelinesArgs(bot=True))

#: Verbs, each also with -s and -ing.
OTHER_VERBS: tuple[_Row, ...] = (
    ((_RERUN_FAILED, _RERUN), "retry restart redo reattempt retest repeat replay reexecute relaunch"),
    ((_RERUN, _TRIGGER), "rebuild recheck"),
    ((_CANCEL,), "stop abort kill halt terminate interrupt suspend pause discontinue"),
    ((_TRIGGER,), "build run start launch execute create invoke queue enqueue schedule dispatch"),
    ((_DEPLOYS, _TRIGGER, _APPROVE), "deploy release ship publish rollout redeploy"),
    ((_APPROVE,), "accept confirm allow unblock unhold resume continue proceed authorize permit sign"),
    ((_APPROVE, _DEPLOYS), "promote"),
    ((_REJECT,), "deny decline refuse veto disapprove block dismiss"),
    ((_ROLLBACK,), "revert undo restore downgrade backout"),
    ((_WHY,), "explain diagnose debug investigate troubleshoot triage analyze analyse blame"),
    ((_ARTIFACT, _ARTIFACTS), "download fetch"),
    ((_LOGS,), "tail print trace stream"),
    ((_STATUS, _PIPELINE), "describe inspect check"),
    ((_FOLLOW, _STATUS), "watch monitor track"),
    ((_USE,), "set switch select choose"),
    ((_SUBSCRIBE,), "notify alert ping inform"),
    ((_UNFOLLOW, _UNSUBSCRIBE), "unwatch untrack"),
    ((_MUTE, _QUIET), "silence snooze hush"),
    ((_UNMUTE,), "unmute unsilence unsnooze"),
    ((_DIGEST,), "recap standup"),
)

#: Nouns, each also in the plural.
OTHER_NOUNS: tuple[_Row, ...] = (
    ((_RED, _WHY_LAST), "failure breakage"),
    ((_WHY_LAST, _LOGS_LAST), "error exception stacktrace"),
    ((_WHY,), "reason cause culprit diagnosis explanation"),
    ((_LOGS,), "log output console stdout stderr printout"),
    ((_TESTS,), "test spec testcase junit"),
    ((_FLAKY,), "flake"),
    ((_INSIGHTS,), "metric stat statistic trend duration insight chart graph analytic credit cost history"),
    ((_PIPELINES,), "branch ref head commit"),
    ((_LAST_PIPELINE, _PIPELINES), "job workflow stage task"),
    ((_JOB,), "step"),
    ((_WORKFLOW,), "attempt flow"),
    ((_PROJECTS,), "repo repository service app organization organisation org"),
    ((_PROJECT,), "setting option preference"),
    ((_ENVS,), "env envvar variable var secret environment-variable context"),
    ((_DEPLOYS,), "deployment version"),
    ((_DEPLOYS, _ENVS), "environment"),
    ((_APPROVALS,), "approval gate hold"),
    ((_ARTIFACTS,), "file report attachment asset binary result-file"),
    ((_SUBSCRIPTIONS,), "notification alert-rule"),
    ((_CAN,), "permission right privilege role rule policy acl"),
    ((_HELP,), "command manual doc option-list"),
)

#: Words and phrases as they are.
OTHER_PHRASES: tuple[_Row, ...] = (
    ((_RERUN_SSH,), "ssh, ssh into, ssh to, open ssh, debug with ssh, rerun with ssh"),
    ((_LAST_FAILED_JOB,), "last failed job, latest failed job, last failing job"),
    ((_LAST_FAILED_PIPELINE,), "last failed build, last failed pipeline, last failed run, latest failure"),
    (
        (_RERUN_FAILED, _RERUN),
        "restart failed, rerunfailed, re run failed, redo failed, rerun from failed, restart from "
        "failed, re run, re-run, re-try, re try, re start, re-start, try again, run again, start again, "
        "once more, again, do over, rerun-failed, retry-failed, rerun failed jobs, retry failed, retry "
        "from failed, re-run failed",
    ),
    ((_RERUN, _TRIGGER), "re build, re-build, build again"),
    (
        (_CANCEL,),
        "shutdown, shutting down, kill -9, shut down, ctrl-c, ^c, call off, stop running, sigterm, "
        "sigkill, cancel all, end, quit, cease",
    ),
    ((_CANCEL_JOB,), "cancel-job, canceljob, stop job, kill job, abort job, halt job, terminate job"),
    (
        (_TRIGGER,),
        "kicking off, kicks off, kick off, kickoff, kick, fire, fire off, new pipeline, new build, new "
        "run, run pipeline, start pipeline, start build, start a build, run a build, run build, create "
        "pipeline, make, begin, go build, run workflow, start workflow, trigger pipeline, trigger "
        "build, trigger-pipeline",
    ),
    (
        (_DEPLOYS, _TRIGGER, _APPROVE),
        "rolling out, rolls out, going live, roll out, push, push out, go live, ship it, deployment start",
    ),
    ((_DEPLOYS, _APPROVE), "deploy to, release to, ship to, deploy into"),
    (
        (_APPROVE,),
        "ok, okay, lgtm, yes, yep, y, ack, +1, go, go ahead, go on, sign off, signoff, let it through, "
        "ship-it, looks good, approve it, green light, greenlight, carry on, good to go",
    ),
    (
        (_APPROVALS,),
        "pending, waiting, on hold, held, whats waiting, what is waiting, whats pending, what is pending, "
        "whats on hold, what is on hold, whats held, waiting for approval, waiting on approval, waiting for "
        "me, waiting on me, waits for approval, waits, pending approval, pending approvals, open approvals, "
        "approvals pending, approval list, approvals list, approval queue, needs approval, what needs "
        "approval, whats to approve, what is to approve, what can i approve, to approve, held jobs, jobs on "
        "hold, on-hold, awaiting approval",
    ),
    ((_APPROVALS, _APPROVE, _PIPELINES), "approved, is approved, was approved"),
    ((_REJECT,), "no, nope, n, nack, nak, -1, turn down, do not approve, dont approve, thumbs down"),
    (
        (_ROLLBACK,),
        "rolling back, rolls back, backing out, roll back, roll-back, back out, rollback to, revert to, "
        "go back, previous version, undo deploy, undo deployment, undo release, revert deploy, revert "
        "release, rb, put back",
    ),
    (
        (_WHY_LAST, _RED),
        "failed job, failed build, failed pipeline, failed run, failing job, failed, failing, fails, "
        "fail, broken, broke, breaking, crashed, red builds, red branches, whats failing, what is "
        "failing, whats broken, what is broken, whats red, what is red, last failure, latest failure, "
        "failed builds, failed jobs, failed pipelines, failing jobs, failing builds, failing pipelines",
    ),
    (
        (_WHY_LAST,),
        "stack trace, stack traces, last failed error, what failed, what broke, what happened, what "
        "happened to, what went wrong, whats wrong, what is wrong, whats wrong with, what is wrong "
        "with, what failed in, what broke in, failure reason, last error, root cause, postmortem, post "
        "mortem",
    ),
    (
        (_WHY,),
        "who broke, who broke the build, how come, what caused, whose fault is, who did, wtf, what "
        "about, what is up with, whats up with, since when is, when did",
    ),
    (
        (_LOGS,),
        "cat, trace log, build log, job log, build output, job output, console log, console output, log of",
    ),
    (
        (_FOLLOW_ME,),
        "notify me when, tell me when, ping me when, let me know when, notify me once, tell me once",
    ),
    (
        (_PIPELINE,),
        "who approved, who triggered, who started, who canceled, who cancelled, who reran, who ran",
    ),
    (
        (_UNSUBSCRIBE, _MUTE),
        "stop notifications, stop notices, stop alerts, stop notifying, stop posting, stop telling, turn off "
        "notifications, turn off alerts, no more notifications, disable notifications",
    ),
    ((_MUTE, _QUIET), "shut up, be quiet"),
    (
        (_SUBSCRIPTIONS,),
        "subscribed, subscribed to, what are we subscribed to, what is this channel subscribed to",
    ),
    ((_FOLLOWING,), "followed, whats followed, what is followed, what do i follow, watched, tracked"),
    ((_LOGS_LAST,), "failed log, failed logs, error log, error logs, failure log"),
    (
        (_TESTS,),
        "slow tests, slowest tests, testing, results, test results, test result, testresults, "
        "test-results, test report, failed tests",
    ),
    (
        (_FLAKY,),
        "flakey, flakiness, flaky tests, flaky test, unstable, unstable tests, intermittent, flapping, which "
        "tests are flaky, what tests are flaky",
    ),
    (
        (_INSIGHTS,),
        "latency, time, times, how long is, how long does, how slow is, success rate, performance, "
        "speed, timing, timings, throughput, usage, how long, how fast, slow, slowest, average, mttr, "
        "dora, dashboard, pass rate, failure rate, build time, build times",
    ),
    (
        (_STATUS,),
        "is, are, did, does, has, was, hows it going, are we, did it, has it, state, health, overview, "
        "summary, st, stat us, how is, hows, how are, whats up, what is up, sup, sitrep, progress, "
        "whats running, what is running, whats happening, what is happening, is it green, is it red, "
        "current, standing, condition, situation, ping, red or green",
    ),
    (
        (_STATUS, _PIPELINE),
        "info, information, details, detail, about, more about, stat, look at, what is, whats",
    ),
    (
        (_PIPELINES,),
        "builds, runs, pipes, pipe, ps, list, ls, ll, dir, recent, recents, recent builds, recent runs, "
        "latest builds, last builds, build list, all pipelines, all builds, runs list, pipeline list, "
        "pipelines list, list builds, running, active, in progress, queued, "
        "log of builds, activity, timeline, canceled, cancelled, stopped, killed, aborted, "
        "rejected, triggered, started, built, ran, rerun by, retried, restarted, finished, passed, "
        "passing, succeeded, success, successful, green",
    ),
    (
        (_MY_PIPELINES,),
        "mine, my builds, my pipelines, my runs, my jobs, my workflows, what did i start, started by me",
    ),
    ((_BOT_PIPELINES,), "bot pipelines, bot builds, started by the bot, what did the bot start"),
    (
        (_LAST_PIPELINE, _PIPELINES),
        "last build, latest build, last run, latest run, last pipeline, latest pipeline",
    ),
    ((_LAST_PIPELINE,), "latest, newest, most recent, current build, current pipeline, current run"),
    ((_PROJECTS,), "projects list, project list, list projects, followed projects, codebases, workspace"),
    ((_PROJECT,), "project settings, project info, repo info"),
    (
        (_ENVS,),
        "env vars, envs list, environment variables, environment variable, project env, printenv, export",
    ),
    (
        (_CONFIG,),
        "config.yml, config.yaml, circleci/config.yml, circleci, yaml, yml, configuration, cfg, conf, "
        "configs, compiled config, pipeline config, source config, config file, circle.yml, ci config, "
        "definition",
    ),
    (
        (_DEPLOYS,),
        "what version is live, what versions are live, which version is live, live, whats live, what is "
        "live, whats deployed, what is deployed, in production, production, prod, staging, deployed, "
        "released, shipped, releases, rollouts, deploys list, deploy list, deploy status, deployment "
        "status, where is, what version, which version, current version",
    ),
    (
        (_ARTIFACTS,),
        "artefacts, artefact, artifact list, artifacts list, build artifacts, downloads, outputs, coverage",
    ),
    (
        (_ARTIFACT, _ARTIFACTS),
        "get file, download artifact, download file, dl, wget, curl, download artefact",
    ),
    (
        (_CAN,),
        "rights, may, may i, am i allowed, am i allowed to, allowed, who can, who may, what can i do, "
        "access, what may i do, can i, authorization, auth, permissions for, my permissions, my rights, "
        "grants",
    ),
    (
        (_ME,),
        "whoami, who am i, who, who is, who are you, myself, i, id, identity, account, user, users, "
        "login, profile, whois, who-am-i, token, my account, session, logged in",
    ),
    (
        (_USE,),
        "default, default project, set default, set project, set default project, use project, project "
        "use, switch to, switch project, change project, link, bind, connect, configure, setup, init",
    ),
    (
        (_HELP,),
        "commands list, usage, man, docs, howto, how to, how do i, how can i, how do we, how do you, "
        "how, what can you do, what do you do, menu, hi, hello, hey, support, examples, cheatsheet, "
        "cheat sheet, readme, tutorial, guide, get started, getting started, sos, h, what, huh, tell me "
        "more, faq",
    ),
)

#: The verbs of commands that act, which have other forms, too.
ACTING_MEANINGS = (_APPROVE, _CANCEL, _REJECT, _RERUN, _ROLLBACK, _TRIGGER)

#: What verbs that only ask for what is named after them mean alone.
SHOWN_MEANINGS = (_STATUS, _PIPELINES)
SHOWING_VERBS = (
    "list ls show get view display see give open find print read tell look browse query dump show-me lookup"
)
