"""From what was added to an index to the links that follow.

The links of an article lead to earlier ones, and depend on its own entry, on theirs, and on which earlier ones its
hashes lead to (`storage.postings`). An article is affected by an update when one of these changed; only the links of
the affected are made anew, and so the answer is that of an index built at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from storage.link import Link
from storage.link_entry import LinkEntry
from storage.link_rows import numbers_in
from storage.postings import Posting, partners

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from storage.link_index import LinkIndex

SHORT = 400  # 5-grams; with a text of fewer, one hash in common is reason enough to compare
ENTRIES_KEPT = 20_000  # in memory, some 3 KB each
_SAMPLE_BYTES = 4

Judge = Callable[[LinkEntry, Sequence[LinkEntry]], Sequence[Link | None]]
"""An article and the earlier ones that share hashes with it; for each of these, the link or None."""

Chain = Callable[[Sequence[LinkEntry]], Sequence[Link]]
"""The revisions of one article in their order; the links between them."""

_Row = tuple[Any, ...]  # Any: what SQLite gives


@dataclass(frozen=True, slots=True)
class Settled:
    changed: int  # articles that are new, or have a new revision
    affected: int  # articles whose links were made anew
    compared: int  # pairs of articles


def settle(index: LinkIndex, judge: Judge, chain: Chain, advance: Callable[[int, int], None]) -> Settled:
    """Bring postings and links up to date with the revisions added in this transaction.

    `advance` is told how many of the affected articles are done, and of how many.
    """
    db = index.db
    at_once = db.execute("SELECT 1 FROM posting LIMIT 1").fetchone() is None
    _stage(db)
    if at_once:
        db.execute("INSERT INTO affected SELECT article FROM changed")
    else:
        db.executemany("INSERT OR IGNORE INTO affected VALUES (?)", _affected(db))
    _apply(db)
    _forget_links(db)
    _pair(db, everything=at_once)
    affected = _count(db, "affected")
    compared = _link(index, judge, lambda done: advance(done, affected))
    _chain(index, chain)
    return Settled(_count(db, "changed"), affected, compared)


def _count(db: sqlite3.Connection, table: str) -> int:
    found: int = db.execute(f"SELECT count(*) FROM temp.{table}").fetchone()[0]  # noqa: S608 - our own names
    return found


def _stage(db: sqlite3.Connection) -> None:
    """What the changed articles post: postings that go have sign -1, those that come 1.

    Also where they are the same: by its hashes the later articles are found that are linked with a changed one.
    """
    revisions = db.execute(
        "SELECT article, published, captured, site, posted, length(sample) * every FROM changed JOIN revision USING (article)"
        " ORDER BY article, revision, content_digest"
    )
    for article, rows in groupby(revisions, itemgetter(0)):
        new = _posting_state(list(rows))
        old = db.execute("SELECT * FROM article WHERE article = ?", (article,)).fetchone()
        db.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?)", (article, *new))
        for sign, state in ((-1, old and old[1:]), (1, new)):
            if state:
                moment, site, posted, _ = state
                rows_of = [(value, moment, article, site, sign) for value in numbers_in(posted)]
                db.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?)", rows_of)


def _posting_state(revisions: list[_Row]) -> tuple[int, int, bytes, bool]:
    """The newest revision speaks for the article; an article without a date stands where it was first captured."""
    _, published, _, site, posted, sampled = revisions[-1]
    if published is None:
        published = int(datetime.fromisoformat(min(row[2] for row in revisions)).timestamp())
    return published, site, posted, sampled < SHORT * _SAMPLE_BYTES


def _affected(db: sqlite3.Connection) -> Iterator[tuple[int]]:
    changed = {article for (article,) in db.execute("SELECT article FROM changed")}
    yield from ((article,) for article in changed)
    touched = db.execute(
        "WITH touched AS (SELECT DISTINCT hash FROM staged)"
        " SELECT hash, moment, article, site, 0 FROM posting WHERE hash IN (SELECT hash FROM touched)"
        " UNION ALL SELECT hash, moment, article, site, sign FROM staged ORDER BY 1, 2, 3, 5"
    )
    for _, group in groupby(touched, itemgetter(0)):
        yield from ((article,) for article in _moved(list(group), changed))


def _moved(rows: list[_Row], changed: set[int]) -> Iterator[int]:
    """The articles that this hash leads to other ones than before, or to one that changed."""
    gone = {row[1:4] for row in rows if row[4] < 0}
    before = [Posting(*row[1:4]) for row in rows if row[4] == 0]
    stays = {posting for posting in before if posting not in gone}
    after = sorted(stays | {Posting(*row[1:4]) for row in rows if row[4] > 0})
    old, new = dict(partners(before)), dict(partners(after))
    for article in old.keys() | new.keys():
        found = new.get(article, ())
        if found != old.get(article, ()) or not changed.isdisjoint(found):
            yield article


def _apply(db: sqlite3.Connection) -> None:
    """In the order of the key: the file grows at its end, and not everywhere."""
    db.execute(
        "DELETE FROM posting WHERE (hash, moment, article) IN (SELECT hash, moment, article FROM staged WHERE sign < 0)"
    )
    db.execute(
        "INSERT OR IGNORE INTO posting SELECT hash, moment, article, site FROM staged WHERE sign > 0 ORDER BY 1, 2, 3"
    )
    db.execute("DELETE FROM staged")


def _forget_links(db: sqlite3.Connection) -> None:
    of_affected = "FROM link WHERE article IN (SELECT article FROM affected)"
    db.execute(f"INSERT OR IGNORE INTO unpublished SELECT DISTINCT outlet {of_affected}")
    db.execute(f"DELETE {of_affected}")


def _pair(db: sqlite3.Connection, *, everything: bool) -> None:
    """All pairs that are to be compared, once for each hash that leads from one to the other."""
    if everything:
        rows = db.execute("SELECT hash, moment, article, site FROM posting ORDER BY hash, moment, article")
        db.executemany("INSERT INTO pair VALUES (?, ?)", _pairs(rows, None))
        return
    affected = {article for (article,) in db.execute("SELECT article FROM affected")}
    posted = db.execute("SELECT posted FROM affected JOIN article USING (article)")
    hashes = ((value,) for (blob,) in posted for value in numbers_in(blob))
    db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", hashes)
    rows = db.execute(
        "SELECT hash, moment, posting.article, site FROM wanted CROSS JOIN posting USING (hash)"
        " ORDER BY hash, moment, posting.article"
    )
    db.executemany("INSERT INTO pair VALUES (?, ?)", _pairs(rows, affected))


def _pairs(rows: Iterable[_Row], affected: set[int] | None) -> Iterator[tuple[int, int]]:
    """`affected` None: all are."""
    for group in _groups(rows):
        for article, found in partners(group):
            if affected is None or article in affected:
                yield from ((article, other) for other in found)


def _groups(rows: Iterable[_Row]) -> Iterator[list[Posting]]:
    """The postings of each hash that more than one article holds: one in twenty."""
    hash_now, group = None, list[_Row]()
    for row in rows:
        if row[0] == hash_now:
            group.append(row)
            continue
        if len(group) > 1:
            yield [Posting(*each[1:]) for each in group]
        hash_now, group = row[0], [row]
    if len(group) > 1:
        yield [Posting(*each[1:]) for each in group]


def _link(index: LinkIndex, judge: Judge, advance: Callable[[int], None]) -> int:
    entry = lru_cache(ENTRIES_KEPT)(index.entry)
    short = {article for (article,) in index.db.execute("SELECT article FROM article WHERE short")}
    counted = index.db.execute("SELECT article, other, count(*) FROM pair GROUP BY 1, 2 ORDER BY 1, 2")
    compared = done = 0
    for article, rows in groupby(counted, itemgetter(0)):
        others = [other for _, other, hits in rows if hits > 1 or article in short or other in short]
        compared, done = compared + len(others), done + 1
        found = judge(entry(article), [entry(other) for other in others]) if others else ()
        for other, link in zip(others, found, strict=bool(others)):
            if link:
                index.keep(article, other, 0, link)
        advance(done)
    return compared


def _chain(index: LinkIndex, chain: Chain) -> None:
    several = index.db.execute(
        "SELECT article FROM affected JOIN revision USING (article) GROUP BY article HAVING count(*) > 1"
    ).fetchall()
    for (article,) in several:
        for number, link in enumerate(chain(index.revisions(article)), start=1):
            index.keep(article, article, number, link)
