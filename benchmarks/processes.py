"""Memory and CPU of processes, as /proc tells them."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")  # of a second


def resident_mb(field: str, process: str = "self") -> float:
    """VmRSS (now) or VmHWM (the peak so far) of a process in MB (10^6 bytes); 0 when it is gone."""
    for line in _read(process, "status").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def descendants(process: int) -> set[int]:
    """All that a process has started, and what these have: the workers, for a crawl."""
    parents = {int(path.name): _stat(path.name)[1:2] for path in PROC.glob("[0-9]*")}
    family = {str(process)}
    while more := {str(pid) for pid, parent in parents.items() if parent and parent[0] in family} - family:
        family |= more
    return {int(pid) for pid in family} - {process}


def cpu_seconds(process: int) -> float:
    """User and system time of a process and of those it has waited for; 0 when it is gone."""
    times = _stat(str(process))[11:15]  # utime, stime, cutime, cstime: proc(5), counted from the state
    return sum(map(int, times)) / TICK


def _stat(process: str) -> list[str]:
    """The fields behind the name, which may hold spaces itself."""
    return _read(process, "stat").rpartition(")")[2].split()


def _read(process: str, file: str) -> str:
    try:
        return (PROC / process / file).read_text()
    except OSError:  # it has just ended
        return ""
