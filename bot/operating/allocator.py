"""How the process gets its memory, and gives it back: an answer of 20 MB is to leave nothing behind."""

import ctypes

#: https://man7.org/linux/man-pages/man3/mallopt.3.html
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENAS = -1, -3, -8


def give_large_blocks_back() -> None:
    """Blocks from 1 MB on have pages of their own, whose memory is free for others as soon as they are.

    Without this, glibc takes up to 32 MB out of one heap once such a block was freed, and one heap for each
    thread; what is small and stays keeps all of it. Other systems' libraries don't, and are let be.
    """
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for option, value in ((_MMAP_THRESHOLD, 2**20), (_TRIM_THRESHOLD, 2**22), (_ARENAS, 2)):
        set_option(option, value)
