"""Standard streams that are closed are opened onto nothing, before anything else can get their numbers.

A file of ours that was opened as number 2 would be written into by every library that complains on standard error.
"""

from __future__ import annotations

import os
import sys


def hold_standard_streams() -> None:
    """For this process, once, as early as may be."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:  # closed; the lowest free number is given next, and that is this one
            os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(descriptor, True)  # noqa: FBT003 - its only argument
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115 - a descriptor, for good
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115 - likewise
