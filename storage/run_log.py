"""`runs.jsonl`: one line for each run of an outlet, in its spool folder, and made anew from the manifests.

An alarm looks at the last months only, so that is what is read of it: from the end backwards.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storage.alarm import Alarm, AlarmKind
from storage.run_metrics import RunMetrics, parsed_metrics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from storage.manifest import RunManifest

NAME = "runs.jsonl"
FORMAT = "pressmark-run-line/1"
CHUNK = 1 << 18  # bytes read at first from the end; doubled while they do not reach back far enough


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """What a line says. `published`: whether the archive had the run when the line was written."""

    run: str
    outlet: str
    started_at: datetime
    closed_at: datetime
    status: str
    reason: str
    exit_code: int
    outcomes: dict[str, int]
    counts: dict[str, int]
    metrics: RunMetrics
    alarms: tuple[Alarm, ...] = ()
    published: bool = True


def logged(manifest: RunManifest, *, published: bool = True) -> LoggedRun:
    """The manifest as a line without alarms. A run of an earlier version has no metrics: all are zero."""
    return LoggedRun(
        manifest.run,
        manifest.outlet,
        manifest.started_at,
        manifest.closed_at,
        str(manifest.status),
        manifest.reason,
        manifest.exit_code,
        dict(manifest.outcomes),
        dict(manifest.counts),
        manifest.metrics or RunMetrics(),
        published=published,
    )


def append(path: Path, line: LoggedRun) -> None:
    """Write the line behind the others, synced. A line that a loss of power cut off stays alone on its own."""
    data = line_bytes(line)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            data = data if file.read(1) == b"\n" else b"\n" + data
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def rewrite(path: Path, lines: Iterable[LoggedRun]) -> None:
    """All lines anew, at once or not at all."""
    fresh = path.with_suffix(".fresh")
    with fresh.open("wb") as file:
        file.writelines(line_bytes(line) for line in lines)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def recent(path: Path, since: datetime) -> tuple[LoggedRun, ...]:
    """The runs that were closed since then, the oldest first; each once, as its last line says; none without a file.

    Lines that cannot be read are passed over.
    """
    if not path.exists():
        return ()
    found: dict[str, LoggedRun] = {}
    for line in filter(None, map(_parsed, _tail(path, since))):
        found.pop(line.run, None)
        found[line.run] = line
    kept = (line for line in found.values() if line.closed_at >= since)
    return tuple(sorted(kept, key=lambda line: line.closed_at))


def line_bytes(line: LoggedRun) -> bytes:
    """Sorted names, one line, UTF-8: equal runs, equal bytes."""
    values = {"format": FORMAT, **asdict(line)}
    return (json.dumps(values, sort_keys=True, default=_text, ensure_ascii=False) + "\n").encode(
        "utf-8", "replace"
    )


def _text(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


def _tail(path: Path, since: datetime) -> list[bytes]:
    """Whole lines from the end of the file, at least all that were closed since then."""
    with path.open("rb") as file:
        size, length = file.seek(0, os.SEEK_END), CHUNK
        while True:
            start = max(size - length, 0)
            file.seek(start)
            lines = file.read(size - start).split(b"\n")
            lines = lines if start == 0 else lines[1:]
            oldest = next(_readable(lines), None)
            if start == 0 or (oldest and oldest.closed_at < since):
                return lines
            length *= 2


def _readable(lines: list[bytes]) -> Iterator[LoggedRun]:
    return filter(None, map(_parsed, lines))


def _parsed(line: bytes) -> LoggedRun | None:
    try:
        found: dict[str, Any] = json.loads(line)
        if found.pop("format") != FORMAT:
            return None
        return LoggedRun(
            **{
                **found,
                "started_at": datetime.fromisoformat(found["started_at"]),
                "closed_at": datetime.fromisoformat(found["closed_at"]),
                "metrics": parsed_metrics(found["metrics"]),
                "alarms": tuple(map(_alarm, found["alarms"])),
            }
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # cut off by a loss of power, or of another version; the manifests have it


def _alarm(found: dict[str, Any]) -> Alarm:
    alarm = Alarm(**{**found, "kind": AlarmKind(found["kind"])})
    return replace(alarm, since=datetime.fromisoformat(found["since"]))
