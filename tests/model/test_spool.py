"""A whole output on disk."""

import pytest

from bot.model.spool import Spool


def read(spool: Spool) -> str:
    spool.file.seek(0)
    content = spool.file.read().decode()
    spool.close()
    return content


def test_it_has_what_was_written() -> None:
    spool = Spool(100)
    spool.write("grüße\n")
    spool.write("\ud800")
    assert (spool.size, spool.cut) == (9, False)
    assert read(spool) == "grüße\n?"


def test_it_is_cut_at_its_limit_between_two_characters() -> None:
    spool = Spool(5)
    spool.write("abc")
    spool.write("€€")
    spool.write("d")
    assert (spool.size, spool.cut) == (3, True)
    assert read(spool) == "abc"


def test_exactly_the_limit_is_whole() -> None:
    spool = Spool(3)
    spool.write("abc")
    spool.write("")
    assert not spool.cut
    spool.close()


def test_it_is_gone_when_it_is_closed() -> None:
    spool = Spool(10)
    spool.close()
    with pytest.raises(ValueError, match="closed"):
        spool.file.read()
