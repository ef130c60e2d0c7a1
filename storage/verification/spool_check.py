"""The spool, asked for: state files, open WARC files up to what is committed, and closed runs that wait."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.verification import manifests
from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.gzip_members import members
from storage.verification.manifests import MAX_MANIFEST_BYTES, Claims
from storage.verification.record_checks import problems
from storage.verification.warc_record import RecordReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STATE, _OPEN = "state.sqlite", ".open"


def check_spool(spool: Path, outlets: frozenset[str]) -> Iterator[Damage]:
    """Everything that is wrong in the spool. A run may be under way: what it has committed is looked at."""
    for folder in sorted(path for path in spool.glob("*") if path.is_dir()):
        if not outlets or folder.name in outlets:
            yield from _state(folder)
            for outbox in sorted(folder.glob("outbox/*")):
                yield from _outbox(outbox)


def _state(folder: Path) -> Iterator[Damage]:
    path = folder / _STATE
    if not path.is_file():
        for orphan in sorted(folder.glob(f"*{_OPEN}")):
            yield Damage(
                DamageKind.STATE, str(orphan), f"it is there, but {path} is not: run `scrapy rebuild`"
            )
        return
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            verdict = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            open_files = db.execute("SELECT name, size FROM warc WHERE state = 'open'").fetchall()
        finally:
            db.close()
    except sqlite3.Error as error:
        yield Damage(DamageKind.STATE, str(path), f"it cannot be read: {printable(error)}")
        return
    if verdict != "ok":
        yield Damage(DamageKind.STATE, str(path), f"integrity_check says: {printable(verdict)}")
    for name, size in open_files:
        yield from _open_warc(folder / f"{name}{_OPEN}", size)


def _open_warc(path: Path, committed: int) -> Iterator[Damage]:
    try:
        source = _Committed(path, committed)
    except OSError as error:
        yield Damage(
            DamageKind.MISSING, str(path), f"the state says that it holds {committed} bytes: {error.strerror}"
        )
        return
    if source.size < committed:
        yield Damage(
            DamageKind.TRUNCATED, str(path), f"{source.size} bytes, of {committed} that were committed"
        )
    for span, sink in members(source, lambda _: RecordReader()):
        assert isinstance(sink, RecordReader)
        if span.error:
            yield Damage(span.error, str(path), span.what, span.offset, span.offset + span.length)
        for record in sink.finish():
            for kind, what in problems(record) if not span.error else ():
                yield Damage(kind, str(path), what, span.offset, record_id=record.id)


class _Committed:
    """A growing file up to the size that is committed."""

    def __init__(self, path: Path, committed: int) -> None:
        self._path, self._end = path, committed
        self.size = path.stat().st_size

    def read_at(self, offset: int, length: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(offset)
            return file.read(max(0, min(length, self._end - offset)))


def _outbox(outbox: Path) -> Iterator[Damage]:
    """A closed run: its files, as far as they have not been published, as its manifest describes them."""
    import hashlib  # noqa: PLC0415 - one use

    path = outbox / "manifest.json"
    if not path.is_file():
        return  # its run is not closed yet
    data = path.read_bytes() if path.stat().st_size <= MAX_MANIFEST_BYTES else b""
    run = _key_of(data)
    read = manifests.read(run, data) if run else Damage(DamageKind.BAD_MANIFEST, str(path), "it names no run")
    if not isinstance(read, Claims):
        yield Damage(DamageKind.BAD_MANIFEST, str(path), read.what)
        return
    for claim in read.files:
        file = outbox / claim.key
        if file.is_file():
            with file.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            if digest != claim.sha256:
                yield Damage(
                    DamageKind.DIGEST, str(file), f"sha256 is {digest}, the manifest says {claim.sha256}"
                )


def _key_of(data: bytes) -> str:
    """Where the manifest would stand in the archive, by its own words; empty when it has none."""
    import json  # noqa: PLC0415 - one use

    try:
        fields = json.loads(data)
        return f"runs/{fields['outlet']}/{fields['started_at'][:4]}/{fields['started_at'][5:7]}/{fields['run']}.json"
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
