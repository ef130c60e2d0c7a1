"""What the visits of each page and source found, and when the next is due: rows that follow from outcomes alone.

At the end of a run its outcomes are folded into them, and `scrapy rebuild` folds the same outcomes in the same order.
Only what sources stated of changes (`claim`) is not made again: after a rebuild, a source that states it once more is
believed once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage import failures
from storage.article import NOT_READ, Reason
from storage.captures import NOT_MODIFIED, OK
from storage.due import Seen, next_visit
from storage.exchange import Purpose
from storage.outcome import FINAL_FAILURES, OutcomeKind, Refusal
from storage.removals import sign

if TYPE_CHECKING:
    import sqlite3

FUTURE = 86400.0  # seconds by which a stated moment may be ahead of our clock
UNPROVEN = 20  # claims of a source that are believed before their worth is counted
WORTH = 0.05  # share of a source's claims that must come true

_USED = frozenset({OutcomeKind.ARCHIVED, OutcomeKind.UNCHANGED})


@dataclass(frozen=True, slots=True)
class _Visit:
    """One row of the run that was asked, with what was known of its page before."""

    url: sqlite3.Row
    at: float
    known: sqlite3.Row | None

    @property
    def page(self) -> str:
        """An article keeps its row when its address changes."""
        if self.url["article_id"]:
            return str(self.url["article_id"])
        return str(self.known["page"] if self.known else self.url["url"])


def fold(db: sqlite3.Connection, run: str) -> None:
    """Bring the run's outcomes into the visits. All of them must stand; once for each run."""
    rows = db.execute(
        "SELECT * FROM url WHERE run = ? AND attempts > 0 AND outcome IS NOT NULL ORDER BY decided_at, url",
        (run,),
    ).fetchall()
    failures.fold(db, rows)
    for row in rows:
        visit = _Visit(row, datetime.fromisoformat(row["decided_at"]).timestamp(), visit_of(db, row["url"]))
        if Purpose(row["purpose"]) is Purpose.PAGE:
            _fold_page(db, run, visit)
        elif row["outcome"] in _USED:
            _fold_source(db, visit)
        elif row["status"] == OK and row["reason"] in NOT_READ:
            _fold_unread(db, visit)


def visit_of(db: sqlite3.Connection, url: str) -> sqlite3.Row | None:
    """The row of the page that is visited at this address."""
    found: sqlite3.Row | None = db.execute("SELECT * FROM visit WHERE url = ?", (url,)).fetchone()
    return found


def article_at(db: sqlite3.Connection, url: str) -> str | None:
    """The id of the article that is visited at this address."""
    row = visit_of(db, url)
    return row["page"] if row and row["page"] != url and row["purpose"] == Purpose.PAGE else None


def _fold_source(db: sqlite3.Connection, visit: _Visit) -> None:
    known, row = visit.known, visit.url
    changed = row["outcome"] == OutcomeKind.ARCHIVED or known is None
    seen = Seen(
        purpose=Purpose(row["purpose"]),
        is_article=False,
        first_at=known["first_at"] if known else visit.at,
        last_at=visit.at,
        changed_at=visit.at if changed or known is None else known["changed_at"],
        is_part=row["via"] is not None,
    )
    _put(db, row["url"], row["url"], seen)


def _fold_unread(db: sqlite3.Connection, visit: _Visit) -> None:
    """It is due at once, and in full: "not modified" would be said of something that nobody has read."""
    db.execute(
        "INSERT INTO visit (page, url, purpose, first_at, last_at, changed_at, looks, is_part) VALUES"
        " (?1, ?1, ?2, ?3, ?3, ?3, 1, ?4) ON CONFLICT (page) DO UPDATE SET looks = looks + 1, due = NULL",
        (visit.url["url"], visit.url["purpose"], visit.at, visit.url["via"] is not None),
    )


def _fold_page(db: sqlite3.Connection, run: str, visit: _Visit) -> None:
    kind = OutcomeKind(visit.url["outcome"])
    if kind in _USED and (visit.url["article_id"] or kind is OutcomeKind.ARCHIVED or visit.known):
        _fold_article(db, visit)
    elif kind is OutcomeKind.DUPLICATE and visit.url["article_id"]:
        return  # another address of an article, which has its own row
    elif kind is OutcomeKind.REMOVED or (kind is OutcomeKind.REJECTED and sign(db, run, visit.url)):
        _fold_missing(db, visit, certain=kind is OutcomeKind.REMOVED)
    elif _is_look(visit.url) and (visit.known or visit.url["reason"] != Reason.REDIRECT):
        _fold_look(db, visit)  # where a redirect leads has a row of its own


def _is_look(row: sqlite3.Row) -> bool:
    """Whether the visit says that this is no article; a failure of the network says nothing."""
    if row["outcome"] == OutcomeKind.ERROR:
        return row["reason"] in FINAL_FAILURES
    if row["outcome"] == OutcomeKind.REFUSED:
        return bool(row["reason"] != Refusal.ROBOTS_UNREACHABLE)
    return row["outcome"] in {OutcomeKind.REJECTED, OutcomeKind.DUPLICATE, OutcomeKind.UNCHANGED}


def _fold_article(db: sqlite3.Connection, visit: _Visit) -> None:
    page = visit.page
    before = db.execute("SELECT * FROM visit WHERE page = ?", (page,)).fetchone()
    text = db.execute("SELECT * FROM article WHERE article_id = ?", (page,)).fetchone()
    changed_at = text["changed_at"] if text and text["changed_at"] is not None else visit.at
    if not text and before and visit.url["outcome"] == OutcomeKind.UNCHANGED:
        changed_at = before["changed_at"]
    seen = Seen(
        purpose=Purpose.PAGE,
        is_article=True,
        first_at=before["first_at"] if before else visit.at,
        last_at=visit.at,
        changed_at=min(changed_at, visit.at),
    )
    claimed_by = before["claimed_by"] if before and visit.url["status"] == NOT_MODIFIED else None
    if not claimed_by:
        _count_claim(db, before, confirmed=bool(text and text["record_id"] == visit.url["record_id"]))
    if page != visit.url["url"]:
        db.execute("DELETE FROM visit WHERE page = ?", (visit.url["url"],))  # of when it was no article yet
    _put(db, page, visit.url["url"], seen)
    if (
        claimed_by
    ):  # the page was asked before the claim was heard, and by its validators: the next run asks in full
        sql = "UPDATE visit SET claimed_by = ?, due = ? WHERE page = ?"
        db.execute(sql, (claimed_by, visit.at, page))


def _fold_missing(db: sqlite3.Connection, visit: _Visit, *, certain: bool) -> None:
    known = visit.known
    if known is None:
        return
    removed_at = known["removed_at"] if known["removed_at"] is not None else visit.at
    seen = Seen(
        purpose=Purpose.PAGE,
        is_article=True,
        first_at=known["first_at"],
        last_at=visit.at,
        changed_at=known["changed_at"],
        missing_at=known["missing_at"] if known["missing_at"] is not None else visit.at,
        removed_at=removed_at if certain else None,
    )
    _count_claim(db, known, confirmed=True)
    _put(db, known["page"], visit.url["url"], seen)


def _fold_look(db: sqlite3.Connection, visit: _Visit) -> None:
    """No article at an address: of one that had an article it says nothing for certain, and is tried again in time."""
    known, url = visit.known, visit.url["url"]
    is_article = bool(known and known["page"] != url)
    seen = Seen(
        purpose=Purpose.PAGE,
        is_article=is_article,
        first_at=known["first_at"] if known else visit.at,
        last_at=visit.at,
        changed_at=known["changed_at"] if known else visit.at,
        looks=known["looks"] + 1 if known else 1,
        missing_at=known["missing_at"] if known else None,
        removed_at=known["removed_at"] if known else None,
    )
    _count_claim(db, known, confirmed=False)
    _put(db, known["page"] if known else url, url, seen)


def _put(db: sqlite3.Connection, page: str, url: str, seen: Seen) -> None:
    db.execute(
        "INSERT INTO visit (page, url, purpose, first_at, last_at, changed_at, looks, missing_at, removed_at, is_part,"
        " due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (page) DO UPDATE SET url=excluded.url,"
        " purpose=excluded.purpose, last_at=excluded.last_at, changed_at=excluded.changed_at, looks=excluded.looks,"
        " missing_at=excluded.missing_at, removed_at=excluded.removed_at, is_part=excluded.is_part, claimed_by=NULL,"
        " due=excluded.due",
        (
            page, url, seen.purpose, seen.first_at, seen.last_at, seen.changed_at, seen.looks, seen.missing_at,
            seen.removed_at, seen.is_part, next_visit(seen),
        ),
    )  # fmt: skip


# -- what sources say of changes


def claim(db: sqlite3.Connection, source: str, url: str, modified: datetime, now: float) -> bool:
    """A source states when the page at `url` was modified; True when the page is due for it.

    It is believed when the moment is later than what was stated before, or at first than our last visit: many state
    a day and no hour. A source whose claims hardly ever come true is no longer believed.
    """
    row = visit_of(db, url)
    at = modified.astimezone(UTC).timestamp()
    if row is None or at > now + FUTURE or not _is_credible(db, source):
        return False
    if at <= (row["last_at"] if row["stated"] is None else row["stated"]):
        db.execute("UPDATE visit SET stated = max(coalesce(stated, 0), ?) WHERE page = ?", (at, row["page"]))
        return False
    db.execute(
        "UPDATE visit SET stated = ?, claimed_by = ?, due = min(coalesce(due, ?), ?) WHERE page = ?",
        (at, source, now, now, row["page"]),
    )
    return True


def is_claimed(db: sqlite3.Connection, url: str) -> bool:
    """Whether a source that is believed says that the page has changed since the last visit."""
    row = visit_of(db, url)
    return bool(row and row["claimed_by"])


def _is_credible(db: sqlite3.Connection, source: str) -> bool:
    row = db.execute("SELECT claims, confirmed FROM visit WHERE page = ?", (source,)).fetchone()
    return row is None or row["claims"] < UNPROVEN or row["confirmed"] >= WORTH * row["claims"]


def _count_claim(db: sqlite3.Connection, before: sqlite3.Row | None, *, confirmed: bool) -> None:
    if before and before["claimed_by"]:
        db.execute(
            "UPDATE visit SET claims = claims + 1, confirmed = confirmed + ? WHERE page = ?",
            (confirmed, before["claimed_by"]),
        )
