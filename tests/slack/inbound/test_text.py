"""What Slack and keyboards do to a line is undone."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.slack.inbound.text import normalize
from tests.slack.inbound.bodies import HANDLES


@pytest.mark.parametrize(
    ("arrived", "meant"),
    [
        ("status web", "status web"),
        ("  status web \n", "status web"),
        ("trigger “two words”", 'trigger "two words"'),
        ("trigger ‘two words’ „x”", "trigger 'two words' \"x\""),
        ("pipelines —mine", "pipelines --mine"),
        ("pipelines –mine", "pipelines --mine"),
        ("—tag v1", "--tag v1"),
        ("a — b web—main", "a — b web—main"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("&lt;@U123&gt;", "<@U123>"),
        ("status <https://github.com/acme/web>", "status https://github.com/acme/web"),
        ("status <https://github.com/acme/web|acme/web>", "status https://github.com/acme/web"),
        ("<https://ci.example/x?a=1&amp;b=2>", "https://ci.example/x?a=1&b=2"),
        ("trigger web@<http://v1.2.co|v1.2.co>", "trigger web@v1.2.co"),
        ("status <mailto:web@main.io|web@main.io>", "status web@main.io"),
        ("call <tel:+15551234|5551234>", "call 5551234"),
        ("use <#C0WEB|web>", "use web"),
        ("use <#C0WEB>", "use #C0WEB"),
        ("trigger note=<#C0WEB|web>", "trigger note=#web"),
        ("trigger note=<@U0ANA|ana>", "trigger note=@ana"),
        ("trigger note=<@U0ANA>", "trigger note=@ana"),
        ("trigger note=<@U0BEN>", "trigger note=<@U0BEN>"),
        ("trigger note=<!subteam^S0RELEASE>", "trigger note=@release"),
        ("trigger <!subteam^S0RELEASE>/2.5", "trigger @release/2.5"),
        ("trigger <!subteam^S0OTHER>/2.5", "trigger <!subteam^S0OTHER>/2.5"),
        ("trigger <!subteam^S0RELEASE|@release>/2.5", "trigger @release/2.5"),
        ("use <#C0WEB|>", "use #C0WEB"),
        ("can <@U0ANA|ana> do", "can @U0ANA do"),
        ("<!here> <!subteam^S0RELEASE|@release> <!channel|@channel>", "@here @S0RELEASE @channel"),
        ("<!subteam^S0RELEASE> status web <!subteam^S0RELEASE|@release>", "status web"),
        ("<!subteam^S0RELEASE>", ""),
        ("subscribe web --mention <!subteam^S0RELEASE|@release>", "subscribe web --mention @S0RELEASE"),
        ("subscribe web --by <@U0BEN|ben>", "subscribe web --by @U0BEN"),
        ("subscribe web --by=<@U0BEN> --preview", "subscribe web --by=@U0BEN --preview"),
        (
            "subscribe web --mention=<!subteam^S0RELEASE> <@U0BEN>",
            "subscribe web --mention=@S0RELEASE",
        ),
        ("rerun --failed <@U0BEN>", "rerun --failed"),
        ("`status web`", "status web"),
        ("```status web```", "status web"),
        ("trigger a=`x`", "trigger a=`x`"),
        ("status\u00a0web\u2003@main", "status web @main"),
        ("sta\u200btus \u202eweb\u202c \x1b[31m\x00", "status web [31m"),
        ("trigger\tweb\r\nenv=a", "trigger web"),
        ("\n\n status web\nand more", "status web"),
        (":\nstatus web", "status web"),
        ("```\nstatus web\nstatus api\n```", "status web"),
        ("<@U0ANA> status web <@U0BEN>", "status web"),
        ("*status web*", "*status web*"),
        ("status wéb 日本", "status wéb 日本"),
    ],
)
def test_a_line_becomes_what_was_meant(arrived: str, meant: str) -> None:
    assert normalize(arrived, HANDLES) == meant


@given(st.text())
@example("\u2028\u2066\ufeff\ud800")
def test_nothing_unseen_is_left(text: str) -> None:
    assert all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in normalize(text))


@given(st.from_regex(r"[a-zA-Z0-9@#/=._'\"-]+( [a-zA-Z0-9@#/=._'\"-]+)*", fullmatch=True))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert normalize(text) == text


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="`")))
def test_what_slack_escapes_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert normalize(escaped) == text
