"""Specimens of table files and of the Delta log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.verification.damage import DamageKind as K
from tests.museum.specimen import SPECIMENS, Specimen, specimen
from tests.museum.tampering import edit_log, edit_rows, flip, rename_table, table_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# -- tables


@specimen(K.DIGEST, where="articles/")
def bit_of_a_table_file_flipped(archive: Path) -> None:
    flip(table_of(archive, "articles", 0))


@specimen(K.DIGEST, where="articles/", in_listing=(K.SIZE,))
def table_file_that_is_cut(archive: Path) -> None:
    path = table_of(archive, "articles", 0)
    path.write_bytes(path.read_bytes()[:-100])


@specimen(K.TEXT, where="articles/")
def sentence_of_an_article_rewritten(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(article_body="The council did not speak."))


@specimen(K.ROW, where="articles/")
def row_that_leads_to_another_record(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(warc_offset=rows[1]["warc_offset"]))


@specimen(K.ROW, where="articles/")
def row_that_leads_above_the_archive(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(warc="../../../etc/passwd"))


@specimen(K.ROW, where="articles/")
def row_of_a_record_of_a_terabyte(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(warc_length=1 << 40))


@specimen(K.ROW, K.NO_ROW, where="articles/")
def row_of_another_record_id(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(record_id="urn:uuid:" + "0" * 36))


@specimen(K.NO_ROW, where="articles/")
def article_row_deleted(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows.pop())


@specimen(K.ROW_COUNT, where="outcomes/")
def outcome_row_deleted(archive: Path) -> None:
    edit_rows(archive, "outcomes", 0, lambda rows: rows.pop())


@specimen(K.REFERENCE, where="outcomes/")
def outcome_of_a_record_that_is_not_there(archive: Path) -> None:
    edit_rows(archive, "outcomes", 0, lambda rows: rows[0].update(record_id="urn:uuid:" + "0" * 36))


@specimen(K.BAD_TABLE, where="articles/")
def table_file_that_is_no_parquet(archive: Path) -> None:
    old = table_of(archive, "articles", 0)
    fresh = old.with_name("fresh.parquet")
    fresh.write_bytes(b"PAR1" + b"\xff" * 400 + b"PAR1")
    rename_table(archive, old, fresh, 3)


# -- the Delta log


def _log(name: str, change: Callable[[Path], object], *finds: K, where: str = "articles/") -> None:
    def damage(archive: Path) -> None:
        change(archive / "articles/_delta_log" / f"{1:020}.json")

    SPECIMENS[name] = Specimen(name, damage, frozenset(finds), where, frozenset(finds))


def _first_add(log: Path, **values: object) -> None:
    edit_log(log, lambda action: action.get("add", {}).update(values) if "add" in action else None)


def _append(path: Path, action: dict[str, Any]) -> None:
    path.write_bytes(path.read_bytes() + b"\n" + json.dumps(action).encode())


_log("commit_missing", lambda path: path.unlink(), K.BAD_LOG, K.TABLE)
_log("commit_of_garbage", lambda path: path.write_bytes(b"\x00\x01{"), K.BAD_LOG, K.TABLE)
_log(
    "commit_that_adds_a_file_above",
    lambda path: _first_add(path, path="../../etc/passwd"),
    K.BAD_LOG,
    K.TABLE,
)
_log(
    "commit_that_adds_an_absolute_file", lambda path: _first_add(path, path="/etc/passwd"), K.BAD_LOG, K.TABLE
)
_log("commit_with_another_size", lambda path: _first_add(path, size=1), K.TABLE)
_log("commit_with_another_number_of_rows", lambda path: _first_add(path, stats='{"numRecords": 1}'), K.TABLE)
_log("commit_in_another_partition",
     lambda path: _first_add(path, partitionValues={"outlet": "other", "year": "2026"}), K.BAD_LOG)  # fmt: skip
_log("commit_with_a_planted_file",
     lambda path: _append(path, {"add": {
         "path": "outlet=pages/year=2026/" + "1" * 32 + ".parquet", "size": 5, "modificationTime": 1,
         "dataChange": True, "partitionValues": {"outlet": "pages", "year": "2026"}, "stats": '{"numRecords": 1}'}}),
     K.TABLE, where="articles/outlet=pages/year=2026/" + "1" * 32 + ".parquet")  # fmt: skip
_log("commit_twice_of_one_run",
     lambda path: _append(path, {"txn": {"appId": "pages/20261120133000aaaaaa", "version": 1}}), K.BAD_LOG)  # fmt: skip
_log(
    "last_checkpoint_that_lies",
    lambda path: path.with_name("_last_checkpoint").write_text('{"version": 7}'),
    K.BAD_LOG,
)
_log("file_that_is_no_log", lambda path: path.with_name("evil.sh").write_text("rm -rf /"), K.UNNAMED)


def _in_data(name: str, change: Callable[[Path], object], number: int = 1) -> None:
    def damage(archive: Path) -> None:
        change(archive / "articles/_delta_log" / f"{number:020}.json")

    SPECIMENS[name] = Specimen(name, damage, frozenset({K.TABLE}), "articles/")


def _instead(old: bytes, new: bytes) -> Callable[[Path], object]:
    def change(path: Path) -> None:
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new))

    return change


_in_data("commit_by_whose_statistics_readers_leave_the_file_out",
         _instead(b'\\"minValues\\": {\\"article_id\\": \\"pages-', b'\\"minValues\\": {\\"article_id\\": \\"zages-'))  # fmt: skip
_in_data("schema_with_another_name", _instead(b'\\"copyright_notice\\"', b'\\"copyright_notic3\\"'), number=0)
_in_data("schema_with_another_type",
         _instead(b'\\"name\\":\\"word_count\\",\\"type\\":\\"integer\\"', b'\\"name\\":\\"word_count\\",\\"type\\":\\"string\\"'), number=0)  # fmt: skip
