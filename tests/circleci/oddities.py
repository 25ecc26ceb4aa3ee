"""What may stand in place of an entry of a list: anything."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

#: Any JSON, the numbers that are none included.
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([10**30, -1, 1.5, "", " ", "..", "gh/acme", "a b/c d/e", "2026-13-01"])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@st.composite
def odd_entries(draw: st.DrawFn, entry: Mapping[str, Any]) -> Any:
    """Something else altogether, or the entry with one field that is anything, or is missing."""
    if draw(st.integers(0, 3)) == 0:
        return draw(ANYTHING)
    name = draw(st.sampled_from(sorted(entry)))
    if draw(st.booleans()):
        return {**entry, name: draw(ANYTHING)}
    return {each: value for each, value in entry.items() if each != name}
