from bot import lines
from bot.grammar import BARE, line
from bot.model.message import Button, Buttons, Lines, Message, Small, with_prefix
from bot.model.spans import Bold, Code, TypedLine

STATUS = line(lines.STATUS, lines.StatusArgs())


def test_what_stands_before_a_line_is_put_there_wherever_the_line_is() -> None:
    message = Message(
        text=(TypedLine(STATUS),),
        blocks=(
            Lines(((Bold("Now"), TypedLine(STATUS)), ("plain",))),
            Small(("or ", TypedLine(STATUS))),
            Buttons((Button("Status", STATUS),)),
        ),
        thread=(Message((TypedLine(STATUS),)),),
    )
    shown = Code("@ringmaster status")

    assert with_prefix(message, "@ringmaster") == Message(
        text=(shown,),
        blocks=(
            Lines(((Bold("Now"), shown), ("plain",))),
            Small(("or ", shown)),
            Buttons((Button("Status", STATUS),)),
        ),
        thread=(Message((shown,)),),
    )


def test_where_nothing_is_typed_yet_it_stands_alone() -> None:
    assert with_prefix(Message((TypedLine(BARE),)), "/ci").text == (Code("/ci"),)
