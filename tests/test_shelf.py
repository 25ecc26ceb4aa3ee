"""What is remembered is bounded by what it weighs."""

from bot.shelf import Shelf


def kept(shelf: Shelf[str, str], keys: str) -> str:
    """Which of these keys it still knows."""
    return "".join(key for key in keys if shelf.get(key) is not None)


def test_what_was_kept_last_stays_as_far_as_there_is_room_for_its_weight() -> None:
    shelf = Shelf[str, str](len, 10)
    for key, value in (("a", "xxx"), ("b", "xxxx"), ("c", "xxx"), ("a", "xx")):
        shelf.keep(key, value)
    assert kept(shelf, "abc") == "abc"
    shelf.keep("d", "xx")
    assert kept(shelf, "abcd") == "acd"
    shelf.keep("e", "x" * 7)
    assert kept(shelf, "abcde") == "de"


def test_the_last_value_stays_whatever_it_weighs_until_the_next_comes() -> None:
    shelf = Shelf[str, str](len, 10)
    shelf.keep("a", "x" * 50)
    assert shelf.get("a") == "x" * 50
    shelf.keep("b", "x")
    assert kept(shelf, "ab") == "b"


def test_what_is_forgotten_makes_room() -> None:
    shelf = Shelf[str, str](len, 10)
    shelf.keep("a", "xxxxx")
    shelf.keep("b", "xxxxx")
    shelf.forget("b")
    shelf.forget("never there")
    shelf.keep("c", "xxxxx")
    assert kept(shelf, "abc") == "ac"
