from bot import lines
from bot.grammar import BARE, line
from bot.model.message import Button, Buttons, Lines, Message, Small, prefixed
from bot.model.spans import Bold, Code, Typed

STATUS = line(lines.STATUS, lines.StatusArgs())


def test_what_stands_before_a_line_is_put_there_wherever_the_line_is() -> None:
    message = Message(
        text=(Typed(STATUS),),
        blocks=(
            Lines(((Bold("Now"), Typed(STATUS)), ("plain",))),
            Small(("or ", Typed(STATUS))),
            Buttons((Button("Status", STATUS),)),
        ),
        thread=(Message((Typed(STATUS),)),),
    )
    shown = Code("@ringmaster status")

    assert prefixed(message, "@ringmaster") == Message(
        text=(shown,),
        blocks=(
            Lines(((Bold("Now"), shown), ("plain",))),
            Small(("or ", shown)),
            Buttons((Button("Status", STATUS),)),
        ),
        thread=(Message((shown,)),),
    )


def test_where_nothing_is_typed_yet_it_stands_alone() -> None:
    assert prefixed(Message((Typed(BARE),)), "/ci").text == (Code("/ci"),)
