"""When an article is gone: what speaks for it, and the second look on another day that makes it certain.

A failure of the network, a block page, a page that could not be read, or a new address of the same article speak for
nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from storage.article import Reason
from storage.exchange import Purpose
from storage.outcome import OutcomeKind

if TYPE_CHECKING:
    import sqlite3

APART = 12 * 3600  # seconds between the two looks at least: 23:59 and 00:01 are no two days
_GONE = frozenset({404, 410})
_NOTICES = frozenset({Reason.ERROR_PAGE, Reason.REMOVAL_NOTICE, Reason.HOME_PAGE})
_NO_ARTICLE = frozenset({*_NOTICES, Reason.LISTING})
_USED = frozenset({OutcomeKind.ARCHIVED, OutcomeKind.UNCHANGED, OutcomeKind.DUPLICATE})
_MOST_HOPS = 20


class Removal(StrEnum):
    """What an article was replaced by. A closed list: the reasons of `removed` outcomes."""

    STATUS = "status"  # 404 or 410
    REDIRECT_HOME = "redirect_home"  # the home page, a section, an error page
    REDIRECT_ELSEWHERE = "redirect_elsewhere"  # another article
    NOTICE = "notice"  # a page that says so, or shows something else


def decide(db: sqlite3.Connection, run: str) -> int:
    """Give the outcome `removed` to the articles of the run that were looked for on two days in vain; how many.

    All other outcomes must stand. What was looked for the first time keeps its outcome and says so in its detail.
    """
    rows = db.execute(
        "SELECT url.*, visit.missing_at FROM url JOIN visit ON visit.url = url.url AND visit.page <> visit.url"
        " WHERE url.run = ? AND url.purpose = 'page' AND url.outcome = 'rejected' ORDER BY url.seq",
        (run,),
    ).fetchall()
    return sum(_decide(db, run, row) for row in rows)


def _decide(db: sqlite3.Connection, run: str, row: sqlite3.Row) -> bool:
    why = sign(db, run, row)
    if why is None:
        return False
    at, said = datetime.fromisoformat(row["decided_at"]), _evidence(row)
    certain = row["missing_at"] is not None and _on_another_day(row["missing_at"], at)
    if certain:
        first = datetime.fromtimestamp(row["missing_at"], UTC)
        detail = f"{said}; missing since {first:%Y-%m-%d}, and still on {at:%Y-%m-%d}"
        sql = "UPDATE url SET outcome = 'removed', reason = ?, detail = ? WHERE url = ?"
        db.execute(sql, (why, detail, row["url"]))
    elif row["reason"] != Reason.REDIRECT:  # whose detail is the address that it leads to
        detail = f"{said}; seems to be removed ({why}): a look on another day will tell"
        db.execute("UPDATE url SET detail = ? WHERE url = ?", (detail, row["url"]))
    return certain


def _evidence(row: sqlite3.Row) -> str:
    return (
        f"redirect to {row['detail']}" if row["reason"] == Reason.REDIRECT else row["detail"] or row["reason"]
    )


def _on_another_day(first: float, at: datetime) -> bool:
    day = datetime.fromtimestamp(first, UTC).date()
    return at.astimezone(UTC).date() > day and at.timestamp() - first >= APART


def sign(db: sqlite3.Connection, run: str, row: sqlite3.Row) -> Removal | None:
    """What the rejected row of a known article says for its being gone; None: nothing, or no article was known there."""
    known = db.execute("SELECT page FROM visit WHERE url = ? AND page <> url", (row["url"],)).fetchone()
    if known is None or row["purpose"] != Purpose.PAGE:
        return None
    if row["reason"] == Reason.REDIRECT:
        return _redirect_sign(db, run, row, known["page"])
    return _own_sign(row)


def _own_sign(row: sqlite3.Row) -> Removal | None:
    """What stands at the address itself."""
    if row["reason"] == Reason.HTTP_STATUS and row["status"] in _GONE:
        return Removal.STATUS
    return Removal.NOTICE if row["reason"] in _NOTICES else None


def _redirect_sign(db: sqlite3.Connection, run: str, row: sqlite3.Row, article: str) -> Removal | None:
    end = _end_of_redirects(db, run, row)
    if end is None or end["article_id"] == article or _same_text(db, end["article_id"], article):
        return None
    if end["article_key"] is not None and end["article_key"] == row["article_key"]:
        return _own_sign(end)  # it has only moved, to another host perhaps
    if end["purpose"] != Purpose.PAGE or urlsplit(end["url"]).path in {"", "/"}:
        return Removal.REDIRECT_HOME
    if end["outcome"] == OutcomeKind.REJECTED:
        no_article = end["reason"] in _NO_ARTICLE or (
            end["reason"] == Reason.HTTP_STATUS and end["status"] in _GONE
        )
        return Removal.REDIRECT_HOME if no_article else None
    return Removal.REDIRECT_ELSEWHERE if end["outcome"] in _USED and end["article_id"] else None


def _same_text(db: sqlite3.Connection, one: str | None, other: str) -> bool:
    """Whether two articles say the same: then one has moved to an address of another form."""
    sql = "SELECT count(*), count(DISTINCT content_digest) FROM article WHERE article_id IN (?, ?)"
    return tuple(db.execute(sql, (one, other)).fetchone()) == (2, 1)


def _end_of_redirects(db: sqlite3.Connection, run: str, row: sqlite3.Row) -> sqlite3.Row | None:
    """Where the run's redirects end; None when that was not asked in this run."""
    for _ in range(_MOST_HOPS):
        if row is None or row["reason"] != Reason.REDIRECT or row["outcome"] != OutcomeKind.REJECTED:
            break
        row = db.execute("SELECT * FROM url WHERE url = ? AND run = ?", (row["detail"], run)).fetchone()
    return row
