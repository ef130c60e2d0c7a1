"""A finished run in an outbox, for the tests of publishing and reading."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.keys import cdxj_key, warc_key
from storage.manifest import ArchivedFile, FileKind, RunManifest, RunStatus
from storage.tables import article_files, outcome_files
from tests.rows import FIRST_CAPTURE, example_outcome, example_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storage.table_rows import ArticleRow

RUN = "20220201T060000-a1"


def finished_run(
    outbox: Path, rows: Sequence[ArticleRow] = (), *, outlet: str = "southfront", run: str = RUN
) -> RunManifest:
    """A run with one WARC of a megabyte, its index, and five rows in each table unless told otherwise."""
    warc = f"{outlet}-20220201060000-00001-{run}.warc.gz"
    numbers = range(5)
    files = (
        sealed(outbox, FileKind.WARC, warc_key(warc), b"member of %s" % run.encode() * 80_000),
        sealed(outbox, FileKind.CDXJ, cdxj_key(warc), b"org,example)/ 20220201060000 {}\n"),
        *article_files(rows or [example_row(number, outlet=outlet, run=run) for number in numbers], outbox),
        *outcome_files([example_outcome(number, outlet=outlet, run=run) for number in numbers], outbox),
    )
    return RunManifest(
        run=run,
        outlet=outlet,
        started_at=FIRST_CAPTURE,
        closed_at=FIRST_CAPTURE + timedelta(hours=1),
        status=RunStatus.COMPLETE,
        reason="",
        exit_code=0,
        outcomes={"rejected:http_status": 5},
        counts={"articles": 5},
        files=files,
        versions={"pressmark": "0.1.0"},
        configuration_digest="sha256:00",
    )


def sealed(outbox: Path, kind: FileKind, key: str, data: bytes) -> ArchivedFile:
    path = outbox / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return ArchivedFile(kind, key, len(data), hashlib.sha256(data).hexdigest(), 1)
