"""The projects of the playground: what their configurations say, and which workflows a branch or tag gets."""

from collections.abc import Iterator
from datetime import datetime

from bot.playground.circleci import contents, sources, suites
from bot.playground.circleci.people import CHO, identify
from bot.playground.circleci.projects import ConfigFile, Definition, Organization, Project
from bot.playground.circleci.script import JobScript, Parameter, Ref, Scripts, WorkflowScript

ACME = Organization("gh/acme", "acme", "github")
ACME_APP = Organization("circleci/8kPq3vRZtNwYb5XjLmCdTs", "acme", "circleci")
GLOBEX = Organization("gh/globex", "globex", "github")

WEB = "gh/acme/web"
API = "gh/acme/api"
MOBILE = "circleci/8kPq3vRZtNwYb5XjLmCdTs/Hf6sWz2QnKxVr9GbJpEyUa"
SECRET = "gh/globex/secret"  # noqa: S105 - a project's slug

#: A context of api that only Cho may use.
PAYMENTS = "payments"
RESTRICTED = {PAYMENTS: frozenset({CHO.id})}

_LINT = JobScript("lint", 24, contents=contents.lint)
_UNIT = JobScript("unit", 62, contents=contents.unit_tests, parallelism=2)
_BUILD = JobScript("build", 48, ("lint", "unit"), contents=contents.bundle, resource_class="large")
_REGIONS = ("staging", "eu", "us")
_E2E = JobScript("e2e", 154, ("build",), contents=contents.browser_tests, parallelism=2)


def _released(ref: Ref) -> bool:
    return ref.branch == "main" or (ref.branch or "").startswith("release/")


def web(ref: Ref) -> Scripts:
    """On `main` and `release/*` it is deployed after an approval; documentation alone runs nothing.

    What `release/2.5` brings is deployed to each region after an approval of its own.
    """
    if (ref.branch or "").startswith("docs/"):
        return ()
    if ref.tag:
        publish = JobScript("publish", 41, ("build",), contents=contents.release, contexts=("npm",))
        return (WorkflowScript("release", (_LINT, _UNIT, _BUILD, publish)),)
    if not _released(ref):
        preview = JobScript("storybook", 71, contents=contents.bundle)
        return (
            WorkflowScript("build-test-deploy", (_LINT, _UNIT, _BUILD, _E2E)),
            WorkflowScript("preview", (preview,)),
        )
    if ref.branch == "release/2.5":
        return (WorkflowScript("build-test-deploy", (_LINT, _UNIT, _BUILD, _E2E, *_regions())),)
    hold = JobScript("hold-for-production", needs=("e2e",), approval=True)
    deploy = JobScript("deploy", 58, (hold.name,), contents=contents.release, contexts=("production",))
    return (WorkflowScript("build-test-deploy", (_LINT, _UNIT, _BUILD, _E2E, hold, deploy)),)


def _regions() -> Iterator[JobScript]:
    for region in _REGIONS:
        hold = JobScript(f"approve-{region}", needs=("e2e",), approval=True)
        yield hold
        yield JobScript(f"deploy-{region}", 58, (hold.name,), contents=contents.release, contexts=(region,))


def api(ref: Ref) -> Scripts:
    """Tests everywhere; an image and its deployment to staging on `main`.

    A hotfix goes to production after an approval by somebody who may use the context of the payments. One
    branch chooses its tests in a setup workflow, and one asks for a context that there is not.
    """
    integration = JobScript("integration", 118, ("unit",), contents=suites.integration("search"))
    missing = ref.branch == "chore/signing"
    test = WorkflowScript("test", (_LINT, _UNIT, integration), errored=missing)
    if ref.branch == "chore/changed-paths":
        return WorkflowScript("choose", (JobScript("changed-paths", 9),), setup=True), test
    if not (ref.tag or _released(ref)):
        return (test,)
    build = JobScript("build-image", 95, contents=contents.image, resource_class="large")
    if ref.branch == "release/hotfix":
        hold = JobScript("approve-production", needs=(build.name,), approval=True)
        contexts = ("production", PAYMENTS)
        ship = JobScript("deploy-production", 52, (hold.name,), contents=contents.release, contexts=contexts)
        return test, WorkflowScript("image", (build, hold, ship))
    stage = JobScript("deploy-staging", 44, (build.name,), contents=contents.release, contexts=("staging",))
    return test, WorkflowScript("image", (build, stage))


def mobile(ref: Ref) -> Scripts:
    """`checks` for every change, `store` for what goes to the shops; each has its pipeline definition.

    Checks that fail are tried once more by themselves.
    """
    unit = JobScript("unit", 88, contents=contents.unit_tests, resource_class="macos.m1.medium.gen1")
    package = JobScript("package", 221, ("unit",), contents=contents.app_package)
    review = JobScript("hold-for-stores", needs=("package",), approval=True)
    upload = JobScript("upload", 37, (review.name,), contents=contents.release, contexts=("stores",))
    return (
        WorkflowScript("checks", (_LINT, unit), auto_reruns=1),
        WorkflowScript("store", (unit, package, review, upload)),
    )


def secret(ref: Ref) -> Scripts:
    return (WorkflowScript("build", (_LINT, _BUILD_ALONE)),)


_BUILD_ALONE = JobScript("build", 48, ("lint",), contents=contents.bundle)


#: As they were added, with their values, of which the API tells the end.
_WEB_VARIABLES = {
    "NPM_TOKEN": "playground-npm-4f2a",
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "playground-aws-9c1d",
    "AWS_SECRET_ACCESS_KEY": "playground-aws-77e0",
    "SENTRY_AUTH_TOKEN": "playground-sentry-b3b3",
    "SENTRY_DSN": "https://sentry.acme.example/3",
    "CDN_HOST": "cdn.acme.example",
    "CDN_PURGE_KEY": "playground-cdn-0e55",
    "E2E_BASE_URL": "https://staging.acme.example",
    "E2E_USER": "e2e",
    "PERCY_TOKEN": "playground-percy-1d2c",
    "node_options": "--max-old-space-size=4096",
}


_STORE = ConfigFile(
    sources.STORE,
    {
        "track": Parameter("enum", "internal", ("internal", "beta", "production")),
        "build-number": Parameter("integer", 0),
    },
)


def _definition(
    slug: str,
    name: str,
    provider: str,
    *workflows: str,
    path: str = "config.yml",
    config: ConfigFile | None = None,
) -> Definition:
    id = identify(slug, "definition", name)
    return Definition(id, name, provider, f".circleci/{path}", workflows, config)


def projects(created_at: datetime) -> tuple[Project, ...]:
    """The four projects, before anything happened in them."""
    small = Project(SECRET, "secret", GLOBEX, secret, created_at, sources.API, next_pipeline=55, next_job=201)
    return (_web(created_at), _api(created_at), _mobile(created_at), small)


def _web(created_at: datetime) -> Project:
    return Project(
        WEB,
        "web",
        ACME,
        web,
        created_at,
        sources.WEB,
        parameters={
            "environment": Parameter("enum", "staging", ("staging", "production")),
            "run-e2e": Parameter("boolean", True),
            "shards": Parameter("integer", 2),
            "note": Parameter("string", ""),
        },
        definitions=(_definition(WEB, "build-test-deploy", "github_oauth"),),
        variables=_WEB_VARIABLES,
        next_pipeline=776,
        next_job=5085,
    )


def _api(created_at: datetime) -> Project:
    return Project(
        API,
        "api",
        ACME,
        api,
        created_at,
        sources.API,
        parameters={"migrate": Parameter("boolean", False), "image-tag": Parameter("string", "latest")},
        setup=ConfigFile(sources.CHOOSE, {"run-all": Parameter("boolean", False)}),
        definitions=(_definition(API, "api", "github_oauth"),),
        variables={"SENTRY_DSN": "https://sentry.acme.example/7", "DATABASE_URL": "postgres://ci@db/api"},
        next_pipeline=412,
        next_job=2290,
    )


def _mobile(created_at: datetime) -> Project:
    return Project(
        MOBILE,
        "mobile",
        ACME_APP,
        mobile,
        created_at,
        sources.MOBILE,
        parameters={
            "platform": Parameter("enum", "android", ("android", "ios")),
            "build-number": Parameter("integer", 0),
        },
        definitions=(
            _definition(MOBILE, "Checks", "github_app", "checks"),
            _definition(MOBILE, "Store release", "github_app", "store", path="store.yml", config=_STORE),
        ),
        next_pipeline=131,
        next_job=640,
    )
