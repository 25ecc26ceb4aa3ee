"""Charts of how workflows went: as values that a message holds, and in words."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from bot.charts import Day, Series
from bot.model.message import LineChart, LineSeries
from bot.views.parts.text import one_line

#: Fewer points make no line.
_LEAST = 2


def line_charts(title: str, series: Sequence[Series], step: int, *, waits: bool) -> tuple[LineChart, ...]:
    """The success rate, and the duration; none of what has no two points. ``waits``: that includes waits."""
    rate = _line_chart(f"{title}: success rate", "%", series, step, lambda day: day.passed)
    median = "median incl. approval waits" if waits else "median duration"
    lasting = _line_chart(f"{title}: {median}", "min", series, step, lambda day: day.minutes)
    return tuple(each for each in (rate, lasting) if each is not None)


def _line_chart(
    title: str, unit: str, several: Sequence[Series], step: int, value: Callable[[Day], float | None]
) -> LineChart | None:
    """Over the days on which each of its lines has a value: what did not run has none, and not 0.

    A line that would take most days from the others is left to the text.
    """
    told = {
        each.name: {day.day: found for day in each.days if (found := value(day)) is not None}
        for each in several
    }
    kept = [name for name, values in told.items() if len(values) >= _LEAST]
    while len(shared := _shared([told[name] for name in kept])) < max(
        _LEAST, max((len(told[name]) for name in kept), default=0) / 2
    ):
        if len(kept) <= 1:
            return None
        kept.remove(min(kept, key=lambda name: len(told[name])))
    lines = tuple(LineSeries(name, tuple(round(told[name][day], 1) for day in shared)) for name in kept)
    points = "Day (UTC)" if step == 1 else f"Each point: {step} days (UTC)"
    categories = tuple(map(_day, shared))
    words = "; ".join(_words(each, categories, unit, alone=len(lines) == 1) for each in lines)
    return LineChart(title, categories, lines, points, unit, f"{title}: {words}")


def _shared(several: Sequence[dict[date, float]]) -> list[date]:
    if not several:
        return []
    return sorted(set.intersection(*(set(each) for each in several)))


def _day(day: date) -> str:
    return f"{day:%b} {day.day}"


def _words(line: LineSeries, categories: Sequence[str], unit: str, *, alone: bool) -> str:
    """``build 100% until Nov 14, 0% on Nov 15, 50% from Nov 16``."""
    parts, at = [], 0
    for value, same in groupby(line.values):
        first, at = at, at + len(list(same))
        when = f"on {categories[first]}"
        if at - first > 1:
            when = f"from {categories[first]} to {categories[at - 1]}"
            when = f"until {categories[at - 1]}" if first == 0 else when
            when = f"from {categories[first]}" if at == len(categories) and first else when
        amount = f"{value:g}{'' if unit == '%' else ' '}{unit}"
        parts.append(f"{amount} {when if at - first < len(categories) else 'throughout'}")
    told = ", ".join(parts)
    return told if alone else f"{one_line(line.name, 40)} {told}"
