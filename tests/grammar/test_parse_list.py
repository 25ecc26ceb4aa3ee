"""Lists behind a flag, as people type them."""

import pytest

from bot import lines
from bot.grammar import line, parse
from bot.model.subscription import Event

SYNTAXES = (lines.RERUN, lines.SUBSCRIBE)
TYPED = ("{},{}", "{}, {}", "{} , {}", "{} ,{}", "{}, {},", "{} and {}", "{}, and {}", "{} & {}", "{} or {}")


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("behind", ["", " --ssh", " and --ssh"])
@pytest.mark.parametrize("before", ["--jobs ", "--jobs="])
def test_names_may_have_spaces_beside_their_commas_and_an_and(before: str, typed: str, behind: str) -> None:
    said = f"rerun #812 {before}{typed.format('unit', 'e2e')}{behind}"
    syntax, args = parse(said, SYNTAXES)
    assert args.jobs == ("unit", "e2e")
    assert args.ssh is bool(behind)
    assert parse(line(syntax, args), SYNTAXES) == (syntax, args)


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("around", ["web@main --on {}", "--on {} web@main", "web@main --on {} --preview"])
def test_so_may_what_to_hear_of(typed: str, around: str) -> None:
    said = around.format(typed.format("failed", "on-hold"))
    if not around.endswith("{}") and typed.endswith(","):
        said = said.replace("hold,", "hold")  # behind a comma it would go on
    _, args = parse(f"subscribe {said}", SYNTAXES)
    assert args.on == (Event.FAILED, Event.ON_HOLD)
    assert str(args.target.project.said) == "web"
    assert args.target.branch == "main"


def test_what_stands_in_quotes_is_one_name() -> None:
    assert parse("rerun #812 --jobs 'test (a, b)' --jobs unit, e2e", SYNTAXES)[1].jobs == (
        "test (a, b)",
        "unit",
        "e2e",
    )
