from bot.model.spans import Code
from bot.views.parts.commit import commit_text, on_ref, ref_code
from tests.views.facts import pipeline

TAGGED = pipeline(vcs={"tag": "v1.2.0"})
BARE = pipeline(vcs=None)


def test_a_branch_a_tag_or_nothing_is_named() -> None:
    assert [ref_code(each) for each in (pipeline(), TAGGED, BARE)] == [
        (Code("main"),),
        ("tag ", Code("v1.2.0")),
        (),
    ]
    assert [on_ref(each) for each in (pipeline(), TAGGED, BARE)] == [" on main", " for tag v1.2.0", ""]


def test_of_a_commit_whatever_is_known_is_told() -> None:
    untitled = pipeline(vcs={"branch": "main", "revision": "a1b2c3d4e5f6"})

    assert commit_text(pipeline()) == (
        "Fix rounding at checkout",
        "  ·  ",
        Code("a1b2c3d"),
        " by ana-lima",
    )
    assert commit_text(untitled)[0] == Code("a1b2c3d")
    assert commit_text(BARE) == ("by ana-lima",)
    assert commit_text(pipeline(), subject=10)[0] == "Fix round…"
