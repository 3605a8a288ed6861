"""Memory that arrays gave back stays in the process, where it is told so."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from app.memory import keep_freed

# Three arrays of 8 MB made and given back, over and over: how many pages the operating system had to lay out.
FAULTS = """
import resource, sys
import numpy as np
from app.memory import keep_freed
keep_freed(int(sys.argv[1]))
def work():
    return [np.ones(10**6) for _ in range(3)]
work(); work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(most_bytes: int) -> int:
    command = [sys.executable, "-c", FAULTS, str(most_bytes)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_nothing_is_kept_by_default() -> None:
    assert keep_freed(0) is False


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told to keep memory")
def test_pages_are_used_again() -> None:
    assert 10 * faults(256 * 1024 * 1024) < faults(0)
