"""One run, all its bytes read: WARC files, index, tables, and what they say of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.verification import index_file, references
from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.ledger import IndexLine
from storage.verification.objects import fetched
from storage.verification.table_check import rows_of, table_damage
from storage.verification.warc_file import check_warc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.verification.inventory import Inventory
    from storage.verification.ledger import Ledger
    from storage.verification.manifests import Claims, FileClaim
    from storage.verification.objects import Fetched
    from storage.verification.table_check import Cage


_READ_FOR_THEIR_ROWS = frozenset({"warc", "cdxj", "outcomes", "articles"})


def check_run(found: Inventory, run: Claims, ledger: Ledger, cage: Cage) -> Iterator[Damage]:
    """Everything that is wrong with the run's files, its article tables apart from their rows.

    What is not there at all the inventory has named already.
    """
    ledger.begin_run()
    warcs = {_name(file): file.key for file in run.files if file.kind == "warc"}
    indexes = {
        f"{_name(file).removesuffix('.cdxj')}.warc.gz": file.key for file in run.files if file.kind == "cdxj"
    }
    for file in run.files:
        if file.key in found.listed and file.kind == "warc":
            yield from _warc(found, file, ledger, run)
    for name, key in indexes.items():
        file = next(file for file in run.files if file.key == key)
        yield from _index(found, file, name, ledger)
    sound = {
        name: key for name, key in indexes.items() if warcs.get(name) in found.listed and key in found.listed
    }
    ledger.know(run.outlet, known_lines(found, run.outlet))
    yield from references.check_references(ledger, warcs)
    yield from references.check_index(ledger, warcs, sound)
    for name in warcs.keys() - indexes.keys():
        yield Damage(DamageKind.BAD_MANIFEST, run.key, f"it names no index of {name}")
    yield from _counts(ledger, run, complete=warcs.keys() == sound.keys())
    yield from _outcomes(found, run, ledger, cage)
    for file in run.files:
        if file.kind not in _READ_FOR_THEIR_ROWS and file.key in found.listed:
            with fetched(found.store, file.key, copied=True) as copy:
                yield from table_damage(copy, file, cage)


def whole_file(copy: Fetched, file: FileClaim) -> Iterator[Damage]:
    """The object against size and sha256 of its manifest, and holes of the disk in it."""
    for hole in copy.unreadable:
        what = f"{hole.length} bytes cannot be read from the disk"
        yield Damage(DamageKind.TRUNCATED, file.key, what, hole.offset, hole.offset + hole.length)
    if copy.sha256 != file.sha256:
        what = f"sha256 is {copy.sha256}, the manifest says {file.sha256}"
        yield Damage(DamageKind.DIGEST, file.key, what)


def known_lines(found: Inventory, outlet: str) -> Iterator[IndexLine]:
    """The lines of all index files of the outlet that can be read; their damage is named where they are checked."""
    for one in found.runs.get(outlet, ()):
        for file in one.files:
            if file.kind == "cdxj" and file.key in found.listed:
                yield from lines_of(found, file.key)


def lines_of(found: Inventory, key: str) -> Iterator[IndexLine]:
    warc = f"{key.rpartition('/')[2].removesuffix('.cdxj')}.warc.gz"
    with fetched(found.store, key) as copy:
        read = index_file.lines(copy.pieces(), key, warc) if copy else ()
        yield from (line for line in read if isinstance(line, IndexLine))


def _name(file: FileClaim) -> str:
    return file.key.rpartition("/")[2]


def _warc(found: Inventory, file: FileClaim, ledger: Ledger, run: Claims) -> Iterator[Damage]:
    with fetched(found.store, file.key) as copy:
        if copy:
            yield from whole_file(copy, file)
            yield from check_warc(copy.source, file.key, ledger, run.outlet, run.run)


def _index(found: Inventory, file: FileClaim, warc: str, ledger: Ledger) -> Iterator[Damage]:
    with fetched(found.store, file.key) as copy:
        if copy is None:
            return
        yield from whole_file(copy, file)
        count = 0
        for read in index_file.lines(copy.pieces(), file.key, warc):
            if isinstance(read, Damage):
                yield read
            else:
                count += 1
                ledger.add_lines([read])
        if file.rows not in (None, count):
            what = f"it has {count} lines, and should have {file.rows}"
            yield Damage(DamageKind.ROW_COUNT, file.key, what)


def _counts(ledger: Ledger, run: Claims, *, complete: bool) -> Iterator[Damage]:
    """The sums of the manifest, against the records."""
    answers = ledger.db.execute(
        "SELECT count(*) FROM record WHERE type IN ('response', 'revisit')"
    ).fetchone()[0]
    stated = run.counts.get("captures")
    if complete and stated is not None and stated != answers:
        what = f"it counts {stated} captures, there are {answers} response and revisit records"
        yield Damage(DamageKind.ROW_COUNT, run.key, what)


def _outcomes(found: Inventory, run: Claims, ledger: Ledger, cage: Cage) -> Iterator[Damage]:
    """The run's outcomes: their sums, the records that decided them, and the article rows that they promise."""
    for file in run.files:
        if file.kind == "outcomes" and file.key in found.listed:
            with fetched(found.store, file.key, copied=True) as copy:
                wrong = tuple(table_damage(copy, file, cage))
                yield from wrong
                if copy and not wrong:
                    _note_outcomes(copy, ledger, cage)
                    yield from _outcome_damage(ledger, run, file.key)
    for file in run.files:
        if file.kind == "articles" and file.key in found.listed:
            with fetched(found.store, file.key, copied=True) as copy:
                wrong = tuple(table_damage(copy, file, cage))
                yield from wrong
                if copy and not wrong:
                    pairs = (
                        (row.get("record_id"), row.get("article_id"))
                        for row in rows_of(copy, cage, ("record_id", "article_id"))
                    )
                    ledger.db.executemany("INSERT INTO article VALUES (?, ?)", pairs)
                    yield from _promised(ledger, file.key)


_NO_ROWS = frozenset({"known", "waiting"})  # settled by an earlier run, or deferred by one and left


def _note_outcomes(copy: Fetched, ledger: Ledger, cage: Cage) -> None:
    columns = ("outcome", "url", "record_id", "article_id")
    rows = (tuple(row.get(name) for name in columns) for row in rows_of(copy, cage, columns))
    ledger.db.executemany("INSERT INTO answer VALUES (?, ?, ?, ?)", rows)


def _outcome_damage(ledger: Ledger, run: Claims, key: str) -> Iterator[Damage]:
    counted = dict(ledger.db.execute("SELECT outcome, count(*) FROM answer GROUP BY outcome"))
    stated = {label: number for label, number in run.outcomes.items() if label not in _NO_ROWS}
    if counted != stated:
        what = f"outcomes are {printable(counted)}, the manifest says {printable(run.outcomes)}"
        yield Damage(DamageKind.ROW_COUNT, key, what)
    dangling = ledger.db.execute(
        "SELECT url, record_id FROM answer WHERE record_id IS NOT NULL AND record_id NOT IN"
        " (SELECT id FROM record WHERE id IS NOT NULL) AND record_id NOT IN (SELECT id FROM known)"
    )
    for url, record_id in dangling:
        what = "the record that decided the outcome is not there"
        yield Damage(DamageKind.REFERENCE, key, what, record_id=record_id, urls=(printable(url, 300),))


def _promised(ledger: Ledger, key: str) -> Iterator[Damage]:
    rows = ledger.db.execute(
        "SELECT url, record_id, article_id FROM answer WHERE outcome = 'archived' AND article_id IS NOT NULL"
        " AND record_id NOT IN (SELECT record_id FROM article)"
    )
    for url, record_id, article in rows:
        what = "an outcome says that this record became an article, and there is no row of it"
        yield Damage(
            DamageKind.NO_ROW, key, what, record_id=record_id, urls=(printable(url, 300),),
            articles=(printable(article, 100),),
        )  # fmt: skip
