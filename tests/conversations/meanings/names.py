"""Names of jobs, workflows, steps, approvals and artifacts, as words."""

from tests.conversations.meanings.outcomes import (
    DEPLOYS,
    asks,
    either,
    meaning,
    offers,
    refuses,
    sends,
    shows,
    tells,
)
from tests.world import BEN, CHO

FIX = "fix/rounding-at-checkout"
SOME_JOBS = sends("/workflow/{web#812:build-test-deploy}/rerun")

NAMES = (
    *meaning(either(shows("web#812/e2e"), shows("web#813/e2e")), "job e2e", after=()),
    *meaning(
        shows("web#812/e2e"),
        "logs e2e",
        "tests e2e",
        "artifacts e2e",
        "why e2e",
        "why did e2e fail?",
        after=(),
    ),
    *meaning(
        shows("web#812/e2e"),
        "logs last failed e2e",
        "logs e2e of last failed",
        "job e2e last failed",
        f"logs {FIX} e2e",
        f"logs e2e on {FIX}",
        f"job web@{FIX} e2e",
        "logs job e2e",
        "tests of e2e",
    ),
    *meaning(shows("web#812/lint"), "logs last failed lint", "job lint last failed", "logs #812 lint"),
    *meaning(
        shows("web#812/e2e", "Run tests"),
        "logs last failed Run tests",
        "logs last failed run tests",
        "logs 5266 Run tests",
        "logs last failed Run",
        'logs last failed "Run tests"',
        "logs e2e Run tests",
        "logs #812 e2e Run tests",
        "logs web last failed Run tests --tail 5",
    ),
    *meaning(
        shows("web#812/e2e", "Install dependencies"), "logs 5266 Install dependencies", "logs e2e install"
    ),
    *meaning(
        shows("web#812/e2e", "junit.xml"),
        "artifacts last failed *.xml",
        "artifacts e2e *.xml",
        "artifacts 5266 *.xml",
    ),
    *meaning(shows("web#812/e2e", ".png"), "artifacts last failed *.png", "artifacts *.png last failed"),
    *meaning(
        either(shows("web#812/e2e", "junit.xml"), tells("junit.xml")),
        "artifact last failed junit.xml",
        "artifact 5266 junit.xml",
        "artifact junit.xml of e2e",
        "artifact #812 e2e junit.xml",
    ),
    *meaning(
        shows("web#812/build-test-deploy"),
        "workflow #812 build-test-deploy",
        "workflow build-test-deploy of #812",
        "workflow last failed build-test-deploy",
    ),
    *meaning(
        shows("web#812/preview"), "workflow #812 preview", "workflow preview", f"workflow {FIX} preview"
    ),
    *meaning(
        shows("web#813/build-test-deploy"),
        "workflow web build-test-deploy",
        "workflow main build-test-deploy",
    ),
    *meaning(asks("rerun", "e2e", "web #812"), "rerun e2e of last failed", "rerun last failed e2e"),
    *meaning(SOME_JOBS, "rerun last failed --jobs e2e", "rerun #812 --jobs e2e"),
    *meaning(
        either(SOME_JOBS, asks("rerun", "e2e", "lint", "web #812")),
        "rerun last failed --jobs e2e, lint",
        "rerun last failed --jobs e2e,lint",
        "rerun last failed --jobs e2e lint",
    ),
    *meaning(
        either(SOME_JOBS, asks("rerun", "e2e", "lint", "web #812")),
        "rerun #812 --jobs e2e, lint",
        "rerun #812 --jobs 'e2e','lint'",
        who=BEN,
    ),
    *meaning(offers("rerun e2e"), "rerun #812 --jobs e2ee", "rerun last failed --jobs e3e"),
    *meaning(offers("logs e2e"), "logs #812 e2ee", "logs last failed e3e"),
    *meaning(offers("job storybook"), "job #812 storybok"),
    *meaning(offers("Run tests", word="Runn tests"), "logs 5266 Runn tests"),
    *meaning(either(asks("rerun", "build-test-deploy"), refuses("main")), "rerun build-test-deploy"),
    *meaning(
        refuses("gizmo"),
        "logs gizmo",
        "job gizmo",
        "workflow gizmo",
        "rerun gizmo",
        "artifacts gizmo",
        "tests gizmo",
    ),
    *meaning(
        asks("approve", "approve-production", "api"),
        "approve api approve-production",
        channel=DEPLOYS,
        who=CHO,
    ),
    *meaning(
        asks("approve", "approve-eu", "web #810"),
        "approve approve-eu",
        "approve web approve-eu",
        channel=DEPLOYS,
    ),
    *meaning(
        asks("approve", "approve-us", "web #810"),
        "approve release/2.5 approve-us",
        "approve approve-us on release/2.5",
        "approve approve-us of web",
        channel=DEPLOYS,
    ),
    *meaning(
        asks("approve", "hold-for-stores", "mobile #145"), "approve hold-for-stores", channel=DEPLOYS, who=CHO
    ),
    *meaning(offers("approve approve-eu"), "approve web@release/2.5 aprove-eu", channel=DEPLOYS),
    *meaning(
        sends("/workflow/{web#810:build-test-deploy}/approve/{web#810/approve-eu}"),
        "approve web#810 approve-eu",
        channel=DEPLOYS,
    ),
    *meaning(refuses("pprov"), "approve hold-for-production", "approve #811", "approve approve-eu"),
)
