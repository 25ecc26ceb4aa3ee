"""An approval has waited for long: told again, to who can give it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import lines
from bot.grammar import line
from bot.model.approval import WaitingApproval
from bot.model.message import Audience, Buttons, Message, Style
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Text
from bot.views.cards.access import channels, people
from bot.views.parts.buttons import approve_button
from bot.views.parts.commit import on_ref, ref_code
from bot.views.parts.status import status
from bot.views.parts.text import capital, duration, join_facts, one_line, paragraph
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class ReminderCard:
    """``who``: the groups and ids that can approve it there; None: everybody. ``elsewhere``: the channels in
    which somebody can, where nobody can there.
    """

    approval: WaitingApproval
    run: Run
    scene: Scene
    who: tuple[str, ...] | None
    elsewhere: tuple[str, ...] = ()


def reminder_card(result: ReminderCard) -> Message:
    """For how long it has waited, who can approve it, and the button."""
    waiting, run, pipeline = result.approval, result.run, result.run.pipeline
    name, long = one_line(waiting.job.name, 60), duration(result.scene.at - waiting.start)
    told = join_facts(
        status("on_hold").heading,
        (Bold(name),),
        (result.scene.pipeline_link(pipeline, run.called),),
        ref_code(pipeline),
        f"for {long}",
    )
    button = replace(approve_button(pipeline, run.called, waiting), style=Style.PRIMARY)
    row = () if result.who == () else (Buttons((button,)),)
    about = lines.ApproveArgs(Reference.of_id(waiting.workflow.id), waiting.job.name)
    return Message(
        (f"{name} has waited {long} for approval: {run.called} #{pipeline.number}{on_ref(pipeline)}",),
        (*paragraph(told, _who(result.who, result.elsewhere)), *row, result.scene.footer()),
        audience=Audience.THREAD,
        depicts=ShownThing.of(pipeline),
        drawn_by=line(lines.APPROVE, about),
    )


def _who(who: Sequence[str] | None, elsewhere: Sequence[str]) -> Text:
    if who is None:
        return ("Anyone here can approve it.",)
    if not who:
        there: Text = (" It can be approved in ", *channels(elsewhere), ".") if elsewhere else ()
        return ("Nobody can approve it here.", *there)
    first, *rest = people(who, last=" or ")
    return (capital(first) if isinstance(first, str) else first, *rest, " can approve it.")
