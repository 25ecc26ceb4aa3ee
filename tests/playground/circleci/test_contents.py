"""What the playground's jobs leave behind."""

from io import BytesIO
from zipfile import ZipFile

from bot.playground.circleci.contents import bundle


def test_a_built_site_is_a_zip_that_opens_and_is_always_the_same() -> None:
    [first, second] = [
        each for _ in range(2) for each in bundle("success").artifacts if each.path == "dist/app.zip"
    ]
    assert first == second
    with ZipFile(BytesIO(first.body)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["index.html", "index.js"]


def test_a_build_that_failed_leaves_nothing() -> None:
    assert bundle("failed").artifacts == ()
