"""Project slugs: one project, one value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug

parts = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="/?#%\\"), min_size=1
).filter(lambda part: part not in (".", ".."))


@given(st.sampled_from([("github", "gh"), ("bitbucket", "bb"), ("circleci", "circleci")]), parts, parts)
def test_a_slug_in_the_long_form_equals_the_short_one(forms: tuple[str, str], owner: str, name: str) -> None:
    long, short = (ProjectSlug.parse(f"{form}/{owner}/{name}") for form in forms)
    assert long == short
    assert str(long) == f"{forms[1]}/{owner}/{name}"
    assert long.organization_slug == f"{forms[1]}/{owner}"


@given(parts, parts)
def test_a_slug_as_text_is_read_back(owner: str, name: str) -> None:
    slug = ProjectSlug("bb", owner, name)
    assert ProjectSlug.parse(str(slug)) == slug


@given(st.text())
def test_any_text_is_a_slug_or_a_value_error(text: str) -> None:
    try:
        slug = ProjectSlug.parse(text)
    except ValueError:
        return
    assert str(slug).count("/") == 2
    assert str(slug).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acme/web",
        "gh/acme",
        "gh/acme/web/more",
        "gl/acme/web",
        "gh//web",
        "gh/../web",
        "gh/acme/.",
        "gh/acme/we b",
        "gh/acme/web?x=1",
        "gh/acme/web#top",
        "gh/acme/%2e%2e",
        "gh/acme\\x/web",
        "gh/acme/web\u202e",
        "gh/acme/web\n",
    ],
)
def test_what_is_no_slug_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a project slug"):
        ProjectSlug.parse(text)


def test_only_slugs_made_of_ids_are_opaque() -> None:
    assert ProjectSlug.parse("circleci/9z8PamRuKaKWrW91o7Kqvn/AHWysFUuUfBgs6VeUqm6tg").opaque
    assert not ProjectSlug.parse("github/acme/web").opaque
