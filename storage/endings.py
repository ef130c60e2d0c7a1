"""How the rows of the frontier end: each URL that is named to a run ends it in one outcome.

What the run asks has a row of it, and so has what it may not ask, and what is another address of an article that it has.
What an earlier run has settled and is not due is marked as named, and counted (`known`): its row stands in that run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from storage.article import NOT_READ
from storage.backfills import is_left_aside
from storage.outcome import OutcomeKind
from storage.visits import article_at, visit_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

REFUSING = frozenset({401, 403, 429, 503})  # statuses by which sites turn crawlers away


@dataclass(frozen=True, slots=True)
class Ended:
    """The one outcome of a row."""

    kind: OutcomeKind
    reason: str = ""
    detail: str = ""
    article_id: str | None = None


def end(
    db: sqlite3.Connection,
    url: str,
    ended: Ended,
    decided_at: str,
    status: int | None = None,
    record_id: str | None = None,
    *,
    attempted: bool = False,
) -> None:
    """Give the row its outcome; a status or record it already has stays when none is given."""
    article_id = ended.article_id
    if article_id is None and ended.kind is OutcomeKind.UNCHANGED:
        article_id = article_at(db, url)
    db.execute(
        "UPDATE url SET state = 'done', attempts = attempts + ?, status = coalesce(?, status),"
        " record_id = coalesce(?, record_id), outcome = ?, reason = ?, detail = ?, decided_at = ?,"
        " article_id = ? WHERE url = ?",
        (
            attempted, status, record_id, ended.kind, ended.reason, ended.detail, decided_at,
            article_id, url,
        ),
    )  # fmt: skip


def defer_rest(db: sqlite3.Connection, run: str, reason: str, decided_at: str) -> int:
    """Whatever the run did not come to is left for the next one."""
    cursor = db.execute(
        "UPDATE url SET state = 'done', outcome = 'deferred', reason = ?, detail = '', decided_at = ?"
        " WHERE run = ? AND state = 'queued'",
        (reason, decided_at, run),
    )
    return cursor.rowcount


def defer_host(db: sqlite3.Connection, run: str, url: str, reason: str, decided_at: str) -> int:
    """Leave everything that is queued at this URL's host and port to the next run."""
    host = urlsplit(url).netloc
    cursor = db.execute(
        "UPDATE url SET state = 'done', outcome = 'deferred', reason = ?, detail = '', decided_at = ?"
        " WHERE run = ? AND state = 'queued' AND (instr(url, ?) = 1 OR instr(url, ?) = 1)",
        (reason, decided_at, run, f"http://{host}/", f"https://{host}/"),
    )
    return cursor.rowcount


def name_duplicates(db: sqlite3.Connection, run: str) -> None:
    """Tell each duplicate of the run which article it is another address of; of one, `detail` is "of <that address>"."""
    db.execute(
        "UPDATE url SET article_id = (SELECT other.article_id FROM url AS other WHERE other.url = substr(url.detail, 4))"
        " WHERE run = ? AND outcome = 'duplicate' AND article_id IS NULL",
        (run,),
    )
    db.execute(
        "UPDATE url SET (outcome, reason, detail) = (SELECT 'rejected', other.reason, 'the bytes ' || url.detail"
        " FROM url AS other WHERE other.url = substr(url.detail, 4)) WHERE run = ? AND outcome = 'duplicate'"
        " AND attempts > 0 AND EXISTS (SELECT 1 FROM url AS other WHERE other.url = substr(url.detail, 4)"
        " AND other.outcome = 'rejected')",
        (run,),
    )


def mark_blocked(db: sqlite3.Connection, run: str) -> int:
    """In a run that the site blocked, what it refused by status alone was blocked, too; how many."""
    statuses = ", ".join(map(str, sorted(REFUSING)))
    cursor = db.execute(
        "UPDATE url SET reason = 'blocked' WHERE run = ? AND outcome = 'rejected' AND reason = 'http_status'"  # noqa: S608 - ours
        f" AND status IN ({statuses})",
        (run,),
    )
    return cursor.rowcount


def sources_read(db: sqlite3.Connection, run: str) -> tuple[int, int]:
    """How many sources of the run were read, or need not be; and of how many nobody knows what they would have said.

    That is of those that outlasted whoever was to read them, and of those that were read before and were refused now, or
    met an error of the server.
    """
    reasons = ", ".join(f"'{reason}'" for reason in sorted(NOT_READ))
    statuses = ", ".join(map(str, sorted(REFUSING)))
    row = db.execute(
        "SELECT count(*) FILTER (WHERE outcome IN ('archived', 'unchanged', 'duplicate')),"  # noqa: S608 - ours
        f" count(*) FILTER (WHERE outcome = 'rejected' AND (status = 200 AND reason IN ({reasons})"
        f" OR (status >= 500 OR status IN ({statuses})) AND EXISTS (SELECT 1 FROM visit WHERE visit.url = url.url)))"
        " FROM url WHERE run = ? AND purpose <> 'page'",
        (run,),
    ).fetchone()
    return int(row[0]), int(row[1])


def known(db: sqlite3.Connection, run: str) -> int:
    """How many URLs were named to the run that an earlier one has settled, and that were not due."""
    sql = "SELECT count(*) FROM url WHERE named = ? AND run <> ? AND outcome IS NOT 'deferred'"
    return int(db.execute(sql, (run, run)).fetchone()[0])


def is_to_be_read(db: sqlite3.Connection, url: str) -> bool:
    """Whether the last look at the URL found no article, could not read a source, or did not take all that it named.

    Then it settles nothing that the bytes are the same.
    """
    if is_left_aside(db, url):
        return True
    row = db.execute("SELECT outcome FROM url WHERE url = ?", (url,)).fetchone()
    visit = visit_of(db, url)
    return bool(row and row["outcome"] == OutcomeKind.REJECTED) or bool(
        visit and (visit["looks"] or visit["missing_at"] is not None)
    )


def leads_to(db: sqlite3.Connection, run: str, start: str, goal: str) -> bool:
    """Whether the run's redirects lead from one URL to another; of a redirect, `detail` is the target."""
    sql = (
        "WITH RECURSIVE hop (url) AS (SELECT ? UNION SELECT url.detail FROM url JOIN hop USING (url)"
        " WHERE run = ? AND outcome = 'rejected' AND reason = 'redirect') SELECT 1 FROM hop WHERE url = ?"
    )
    return bool(db.execute(sql, (start, run, goal)).fetchone())


def rows_of(db: sqlite3.Connection, run: str) -> Iterable[dict[str, Any]]:
    """Every row of the run, in the order of scheduling."""
    for row in db.execute("SELECT * FROM url WHERE run = ? ORDER BY seq, url", (run,)):
        yield dict(row)
