"""The end of a run: readings become revisions and outcomes, all files get their manifest.

It looks at committed rows and sealed WARC files only, in an order that they fix, so that doing it again after
a crash, or over the archived files years later, gives the same bytes.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from storage import announcements, cdxj, endings, removals, runs, visits
from storage.article import Article
from storage.article_json import from_json
from storage.durable import made_folder, write_file
from storage.keys import cdxj_key, warc_key
from storage.manifest import ArchivedFile, FileKind, RunManifest, RunStatus, manifest_bytes
from storage.outcome import KNOWN, WAITING, Outcome, OutcomeKind
from storage.revisions import next_revision
from storage.run_metrics import RunMetrics, Tally
from storage.table_rows import ArticleRow
from storage.tables import announcement_files, article_files, outcome_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from storage.runs import ActiveRun
    from storage.site_terms import SiteTerms
    from storage.spool import Spool


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended. `reason` is empty when it is complete; what is still queued is deferred for it."""

    status: RunStatus
    reason: str
    exit_code: int
    closed_at: datetime  # aware UTC
    blocked: bool = False  # whether the site turned us away
    waiting: int = 0  # URLs that earlier runs deferred, and for which this one had no room


@dataclass(frozen=True, slots=True)
class Provenance:
    """With what the run was made."""

    versions: Mapping[str, str]
    configuration_digest: str


def close_run(
    spool: Spool,
    run: ActiveRun,
    ending: Ending,
    made_with: Provenance,
    terms_of: Callable[[Article], SiteTerms],
) -> RunManifest:
    """Seal, fold and describe the run; its files then stand in the outbox and nothing of it is open.

    Every URL of the run must have been read or never fetched. Raises OSError and leaves the run active when
    the disk fails; it can then be closed again.
    """
    spool.seal()
    outbox = spool.outbox(run.id)
    for folder in ("articles", "outcomes", "announcements", "index"):
        shutil.rmtree(outbox / folder, ignore_errors=True)  # of an attempt that did not come to its end
    made_folder(outbox)
    for scratch in outbox.glob(".*"):
        scratch.unlink()  # likewise
    with spool.transaction():
        endings.defer_rest(spool.db, run.id, ending.reason, ending.closed_at.isoformat())
        # first the index: its records may be of 32 MiB, and Arrow takes 40 MB for good
        archived = tuple(file for warc in _warcs(spool.db, run.id) for file in _warc_and_index(warc, outbox))
        tally = Tally()
        articles = article_files(tally.articles(article_rows(spool.db, run.id, terms_of)), outbox)
        endings.name_duplicates(spool.db, run.id)
        if ending.blocked:
            endings.mark_blocked(spool.db, run.id)
        removals.decide(spool.db, run.id)
        outcomes = outcome_files(tally.outcomes(outcome_rows(spool.db, run.id, spool.outlet)), outbox)
        said = announcement_files(announcements.of_run(spool.db, run.id, spool.outlet), outbox)
        manifest = _manifest(
            spool, run, ending, made_with, (*archived, *articles, *outcomes, *said), tally.metrics()
        )
        write_file(manifest_file(outbox), manifest_bytes(manifest))
        visits.fold(spool.db, run.id)
        runs.close(spool.db, manifest)
    return manifest


def manifest_file(outbox: Path) -> Path:
    """A copy of the manifest beside the files it names, for `scrapy rebuild` should the state be lost."""
    return outbox / "manifest.json"


def article_rows(
    db: sqlite3.Connection, run: str, terms_of: Callable[[Article], SiteTerms]
) -> Iterator[ArticleRow]:
    """The run's new revisions in the order of their records; the state and the outcomes learn of them.

    `terms_of` says what held for an article's page when it was asked for.
    """
    sql = (
        "SELECT result.result FROM capture JOIN result USING (record_id) WHERE capture.run = ?"
        " ORDER BY warc, warc_offset"
    )
    for (data,) in db.execute(sql, (run,)):
        article = from_json(data)
        if not isinstance(article, Article):
            continue
        revision = next_revision(db, article)
        if revision is None:
            _mark_unchanged(db, run, article)
        else:
            yield ArticleRow(article, revision.number, revision.change, terms_of(article))


def _mark_unchanged(db: sqlite3.Connection, run: str, article: Article) -> None:
    assert article.pressmark
    db.execute(
        "UPDATE url SET outcome = ?, detail = 'same text' WHERE run = ? AND record_id = ?",
        (OutcomeKind.UNCHANGED, run, article.pressmark.record_id),
    )


def outcome_rows(db: sqlite3.Connection, run: str, outlet: str) -> Iterator[Outcome]:
    """How each URL of the run ended."""
    for row in endings.rows_of(db, run):
        yield Outcome(
            outlet=outlet,
            run=run,
            url=row["url"],
            kind=OutcomeKind(row["outcome"]),
            reason=row["reason"] or "",
            detail=row["detail"] or "",
            purpose=row["purpose"],
            via=row["via"],
            status=row["status"],
            attempts=row["attempts"],
            decided_at=datetime.fromisoformat(row["decided_at"]),
            record_id=row["record_id"],
            article_id=row["article_id"],
        )


def counts(db: sqlite3.Connection, run: str) -> dict[str, int]:
    """URLs by the label of their outcome, sorted by label."""
    sql = (
        "SELECT CASE WHEN coalesce(reason, '') = '' THEN outcome ELSE outcome || ':' || reason END AS label,"
        " count(*) FROM url WHERE run = ? GROUP BY label ORDER BY label"
    )
    return dict(db.execute(sql, (run,)).fetchall())


def _outcomes(db: sqlite3.Connection, run: str, waiting: int) -> dict[str, int]:
    """The same, and how many URLs were named to no purpose or had to wait: these have no row."""
    without_row = {KNOWN: endings.known(db, run), WAITING: waiting}
    return dict(sorted({**counts(db, run), **{label: n for label, n in without_row.items() if n}}.items()))


def _warcs(db: sqlite3.Connection, run: str) -> list[sqlite3.Row]:
    return db.execute("SELECT * FROM warc WHERE run = ? ORDER BY name", (run,)).fetchall()


def _warc_and_index(warc: sqlite3.Row, outbox: Path) -> tuple[ArchivedFile, ArchivedFile]:
    name = warc["name"]
    with (outbox / warc_key(name)).open("rb") as file:
        lines = cdxj.index(file, name)
    write_file(outbox / cdxj_key(name), lines)
    return (
        ArchivedFile(FileKind.WARC, warc_key(name), warc["size"], warc["sha256"]),
        ArchivedFile(
            FileKind.CDXJ, cdxj_key(name), len(lines), hashlib.sha256(lines).hexdigest(), lines.count(b"\n")
        ),
    )


def _manifest(
    spool: Spool,
    run: ActiveRun,
    ending: Ending,
    made_with: Provenance,
    files: tuple[ArchivedFile, ...],
    metrics: RunMetrics,
) -> RunManifest:
    db = spool.db
    captures, size = db.execute(
        "SELECT count(*), coalesce(sum(warc_length), 0) FROM capture WHERE run = ?", (run.id,)
    ).fetchone()
    articles = sum(file.rows or 0 for file in files if file.kind is FileKind.ARTICLES)
    return RunManifest(
        run=run.id,
        outlet=spool.outlet,
        started_at=run.started_at,
        closed_at=ending.closed_at,
        status=ending.status,
        reason=ending.reason,
        exit_code=ending.exit_code,
        outcomes=_outcomes(db, run.id, ending.waiting),
        counts={
            "captures": captures,
            "capture_bytes": size,
            "revisions": articles,
            "warc_bytes": sum(file.size for file in files if file.kind is FileKind.WARC),
        },
        files=files,
        versions=made_with.versions,
        configuration_digest=made_with.configuration_digest,
        previous=runs.previous(db, run.id),
        metrics=metrics,
    )
