"""What is likely, because it was so when somebody asked last."""

from bot.store.guesses import MOST_GUESSES, Guesses
from tests.views.facts import WEB, pipeline


def test_the_newest_pipelines_are_kept_for_each_branch_and_for_the_project() -> None:
    guesses = Guesses()
    guesses.keep_newest(WEB, "main", [pipeline(813)])
    guesses.keep_newest(WEB, "main", [pipeline(814)])
    guesses.keep_newest(WEB, None, [pipeline(815), pipeline(814)])

    assert guesses.newest(WEB, "main") == (pipeline(814),)
    assert guesses.newest(WEB, None) == (pipeline(815), pipeline(814))
    assert guesses.newest(WEB, "fix") == ()


def test_what_nobody_has_asked_for_longest_is_let_go_where_there_are_many_pipelines() -> None:
    guesses = Guesses()
    for at in range(MOST_GUESSES // 10):
        guesses.keep_newest(WEB, f"b{at}", [pipeline(at)] * 10)
    guesses.keep_newest(WEB, "b0", [pipeline(900)] * 10)
    guesses.keep_newest(WEB, "one more", [pipeline(901)])

    assert guesses.newest(WEB, "b0") == (pipeline(900),) * 10
    assert guesses.newest(WEB, "b1") == ()
    assert guesses.newest(WEB, "b2") == (pipeline(2),) * 10


def test_a_projects_default_branch_is_kept() -> None:
    guesses = Guesses()
    guesses.keep_default_branch(WEB, "trunk")

    assert guesses.default_branch(WEB) == "trunk"
