"""What the C library does with memory that is given back."""

from __future__ import annotations

import ctypes
import sys

# Parameters of mallopt, from glibc's malloc.h.
TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD, ARENA_MAX = -1, -2, -3, -8
# The most that glibc takes from its heap rather than from the operating system.
LARGEST_FROM_HEAP = 32 * 1024 * 1024
PAD = 16 * 1024 * 1024


def keep_freed(most_bytes: int) -> bool:
    """Let the process keep memory that was given back, for the next arrays.

    Otherwise the operating system takes it back after every request and lays zeros into each page of the next
    one, which takes longer than the arithmetic on it.

    Args:
        most_bytes: how much it may keep; 0 leaves everything as it is.

    Returns:
        Whether it will; only glibc can be told to.
    """
    if not most_bytes or not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = {
        TRIM_THRESHOLD: min(most_bytes, 2**31 - 1),
        TOP_PAD: min(PAD, most_bytes),
        MMAP_THRESHOLD: min(LARGEST_FROM_HEAP, most_bytes),
        ARENA_MAX: 1,
    }
    return all(bool(mallopt(parameter, value)) for parameter, value in wanted.items())
