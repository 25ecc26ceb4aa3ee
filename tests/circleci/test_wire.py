"""What is sent, and what an answer means, without any wire."""

import json
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci import errors, wire
from bot.circleci.models import Job, Project, TriggeredPipeline, User
from bot.circleci.slug import ProjectSlug

NOW = datetime(2026, 11, 20, 10, 0, 0, tzinfo=UTC)


def a_response(status: int, body: str = "", **headers: str) -> wire.Response:
    return wire.Response(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, body.encode()
    )


def test_a_slugs_slashes_stay_and_all_else_is_encoded() -> None:
    slug = ProjectSlug("gh", "acme", "we+b&c")
    assert wire.path("project", slug, "pipeline", "run") == "/api/v2/project/gh/acme/we%2Bb%26c/pipeline/run"
    assert wire.path("user", "a/b?c#d%2e") == "/api/v2/user/a%2Fb%3Fc%23d%252e"


def test_query_names_are_spelled_with_hyphens_and_empty_ones_left_out() -> None:
    path = wire.path("pipeline", org_slug="gh/acme", mine=True, page_token=None)
    assert path == "/api/v2/pipeline?org-slug=gh%2Facme&mine=true"
    assert wire.path("pipeline", mine=False) == "/api/v2/pipeline"
    assert wire.path("x", branch="a&b=c d") == "/api/v2/x?branch=a%26b%3Dc%20d"


@pytest.mark.parametrize("segment", ["", ".", "..", ProjectSlug("gh", "..", "web")])
def test_nothing_leads_out_of_the_path(segment: str | ProjectSlug) -> None:
    with pytest.raises(ValueError, match="address"):
        wire.path("pipeline", segment)


@given(st.text(min_size=1).filter(lambda text: text not in (".", "..")))
def test_whatever_an_id_holds_it_stays_one_segment(text: str) -> None:
    path = wire.path("workflow", text.encode("utf-8", "replace").decode(), "job")
    assert path.count("/") == 5
    assert path.isascii()
    assert not set(path) & set("?#\\ \r\n")


def test_a_post_leaves_out_what_was_not_said() -> None:
    request = wire.post("project", body={"branch": None, "tag": "v1", "parameters": {}})
    assert json.loads(request.body or b"") == {"tag": "v1"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (405, errors.ApiError),
        (409, errors.Conflict),
        (410, errors.Gone),
        (418, errors.ApiError),
        (429, errors.RateLimited),
        (500, errors.ServerError),
        (503, errors.ServerError),
        (599, errors.ServerError),
    ],
)
def test_a_status_gives_its_error(status: int, kind: type[errors.ApiError]) -> None:
    with pytest.raises(errors.ApiError) as caught:
        wire.read_answer(a_response(status, '{"message": "Because."}'), User)
    assert type(caught.value) is kind
    assert (caught.value.status, caught.value.message) == (status, "Because.")


def test_only_an_answer_that_may_follow_an_effect_says_so() -> None:
    acted = {kind for kind in _all(errors.CircleCIError) if kind.may_have_acted}
    assert acted == {errors.ServerError, errors.LostAnswer, errors.Unreadable}


def _all(kind: type[errors.CircleCIError]) -> set[type[errors.CircleCIError]]:
    return {kind}.union(*(_all(child) for child in kind.__subclasses__()))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"message": "Project not found"}', "Project not found"),
        ('{"error": "unauthenticated"}', "unauthenticated"),
        ('{"error": {"type": "bad_request", "title": "Bad", "detail": "No such run."}}', "No such run."),
        ('{"message": null, "error": "x"}', "x"),
        ('"just words"', "just words"),
        ('{"message": {"deep": 1}}', ""),
        ("[1, 2]", ""),
        ("Rate limited.", "Rate limited."),
        ("  Invalid token\r\nprovided.\x1b[0m ", "Invalid token provided. [0m"),
        ("<html><body>502 Bad Gateway</body></html>", ""),
        ("", ""),
        ("[" * 100_000, "[" * 500),
        ("x" * 10_000, "x" * 500),
    ],
)
def test_an_errors_message_is_found_in_whatever_its_body_is(body: str, message: str) -> None:
    assert wire.message(a_response(500, body, content_type="text/plain")) == message


@given(st.binary(max_size=200), st.sampled_from([400, 404, 429, 500, 302]))
def test_no_error_body_breaks_the_reading(body: bytes, status: int) -> None:
    with pytest.raises(errors.CircleCIError):
        wire.check(wire.Response(status, {}, body), NOW)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        ("0", 0.0),
        (" 2.5 ", 2.5),
        ("-3", 0.0),
        ("Fri, 20 Nov 2026 10:01:30 GMT", 90.0),
        ("Friday, 20-Nov-26 10:01:30 GMT", 90.0),
        ("Fri, 20 Nov 2026 10:01:30 -0000", 90.0),
        ("Fri, 20 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert wire.retry_after({"retry-after": value}, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "asked", "left_without"),
    [
        ({"retry-after": "7", "ratelimit-remaining": "0", "ratelimit-reset": "40"}, 7.0, 40.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "40"}, 40.0, 40.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW.timestamp() + 40)}, 40.0, 40.0),
        ({"ratelimit-remaining": "9", "ratelimit-reset": "40"}, 40.0, None),
        (
            {"ratelimit-remaining": "0", "ratelimit-reset": "40"}
            | {"x-ratelimit-remaining": "3", "x-ratelimit-reset": "90"},
            90.0,
            40.0,
        ),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, None, None),
        ({}, None, None),
    ],
)
def test_limits_say_when_there_are_calls_left_again(
    headers: dict[str, str], asked: float | None, left_without: float | None
) -> None:
    """With both kinds of them, the lower holds."""
    assert (wire.retry_after(headers, NOW), wire.used_up(headers, NOW)) == (asked, left_without)


def test_a_rate_limit_in_plain_text_says_when_to_come_back() -> None:
    with pytest.raises(errors.RateLimited) as caught:
        wire.check(a_response(429, "Rate limited.", retry_after="7"), NOW)
    assert (caught.value.message, caught.value.retry_after) == ("Rate limited.", 7.0)


def test_json_labelled_as_text_is_read_as_json() -> None:
    assert (
        wire.read_answer(
            a_response(200, '{"id": "1", "login": "ana"}', content_type="text/plain"), User
        ).login
        == "ana"
    )


@pytest.mark.parametrize("body", ["", "ok", "<html>", "[]", "null", '{"id": 1'])
def test_an_answer_that_is_not_the_documented_json_is_unreadable(body: str) -> None:
    with pytest.raises(errors.Unreadable, match="answered 201"):
        wire.read_answer(a_response(201, body), TriggeredPipeline)


def test_an_unreadable_answer_says_where_and_repeats_nothing() -> None:
    with pytest.raises(errors.Unreadable, match=r"slug: missing") as caught:
        wire.read_answer(a_response(200, '{"name": "private-matter"}'), Project)
    assert "private" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_token_of_the_next_page_may_be_missing_null_or_empty() -> None:
    for tail in ("", ', "next_page_token": null', ', "next_page_token": ""'):
        assert wire.read_page(a_response(200, '{"items": []' + tail + "}"), Job).next_page_token is None
    assert (
        wire.read_page(a_response(200, '{"items": [], "next-page-token": "x"}'), Job).next_page_token == "x"
    )


def test_a_redirect_of_the_api_is_refused() -> None:
    with pytest.raises(errors.Redirected, match="redirect"):
        wire.check(a_response(301, "", location="https://elsewhere.example/"))


def test_a_text_that_was_cut_in_the_middle_of_a_character_costs_that_alone() -> None:
    answer = a_response(200, '{"id": "1", "name": "half \\ud83d", "login": "\\ud83d\\ude00"}')
    user = wire.read_answer(answer, User)
    assert (user.name, user.login) == ("half \N{REPLACEMENT CHARACTER}", "\N{GRINNING FACE}")


_PIECES = ["\ud83d", "\ude00", "\N{GRINNING FACE}", "\\", "\\ud83d", '"', "\n", "é"]


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_whatever_is_cut_where_whole_characters_stay_as_they_are(text: str) -> None:
    body = json.dumps({"said": text}).encode()
    whole = json.loads(body)["said"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert json.loads(wire.with_whole_characters(body))["said"] == whole


@pytest.mark.parametrize("piece", ["{},", "0,", '"",', "[[]],", '{"a":[]},'])
def test_an_answer_of_more_values_than_memory_is_for_is_refused_before_it_is_read(piece: str) -> None:
    body = f'{{"items":[{piece * 1_000_000}0]}}'
    tracemalloc.start()
    with pytest.raises(errors.Unreadable, match="more than 300000 values"):
        wire.read_page(a_response(200, body), Job)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_of_signs_within_texts_there_may_be_any_number() -> None:
    text = json.dumps('[{, \\ "' * 200_000)
    assert wire.read_answer(a_response(200, f'{{"id": "u", "login": {text}}}'), User).id == "u"


def test_a_list_of_more_entries_than_any_page_has_is_refused() -> None:
    with pytest.raises(errors.Unreadable, match="more than 20000 entries"):
        wire.read_page(a_response(200, f'{{"items":[{"0," * 20_000}0]}}'), Job)
