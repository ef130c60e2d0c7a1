"""Specimens of files that are missing, strange or in each other's place; of manifests; of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.verification.damage import DamageKind as K
from tests.museum.good import CDXJ_KEYS, MANIFEST_KEYS, WARC_KEYS
from tests.museum.specimen import FIRST, SPECIMENS, Specimen, specimen
from tests.museum.tampering import edit_manifest, sign, table_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@specimen(
    K.WARCINFO, K.INDEX_OFFSET, K.NOT_INDEXED, K.ROW, K.ROW_COUNT, K.DIGEST, where=FIRST, in_listing=(K.SIZE,)
)
def two_files_swapped(archive: Path) -> None:
    first, second = (archive / key for key in WARC_KEYS)
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)


# -- files that are missing, or too many


@specimen(K.MISSING, K.ROW, where=FIRST, in_listing=(K.MISSING,))
def warc_missing(archive: Path) -> None:
    (archive / FIRST).unlink()


@specimen(K.MISSING, where=CDXJ_KEYS[1], in_listing=(K.MISSING,))
def index_missing(archive: Path) -> None:
    (archive / CDXJ_KEYS[1]).unlink()


@specimen(K.MISSING, where="articles/", in_listing=(K.MISSING,))
def article_table_missing(archive: Path) -> None:
    table_of(archive, "articles", 0).unlink()


@specimen(K.UNNAMED, where="warc/pages/2026/11/pages-20261122000000-00007-x.warc.gz", in_listing=(K.UNNAMED,))
def warc_that_no_manifest_names(archive: Path) -> None:
    (archive / "warc/pages/2026/11/pages-20261122000000-00007-x.warc.gz").write_bytes(b"planted")


@specimen(
    K.UNNAMED, where="articles/outlet=pages/year=2026/" + "0" * 32 + ".parquet", in_listing=(K.UNNAMED,)
)
def table_file_that_no_manifest_names(archive: Path) -> None:
    (archive / f"articles/outlet=pages/year=2026/{'0' * 32}.parquet").write_bytes(b"planted")


@specimen(K.BAD_KEY, where="warc/pages/a file with blanks", in_listing=(K.BAD_KEY,))
def name_that_is_no_key(archive: Path) -> None:
    (archive / "warc/pages/a file with blanks").write_bytes(b"planted")


# -- manifests


@specimen(K.REFERENCE, K.TABLE, K.UNNAMED, where=MANIFEST_KEYS[0], in_listing=(K.CHAIN, K.NO_MANIFEST))
def first_manifest_missing(archive: Path) -> None:
    (archive / MANIFEST_KEYS[0]).unlink()


@specimen(K.NO_MANIFEST, K.UNNAMED, K.TABLE, where="articles/", in_listing=(K.NO_MANIFEST,))
def newest_manifest_missing(archive: Path) -> None:
    (archive / MANIFEST_KEYS[1]).unlink()


@specimen(K.CHAIN, where=MANIFEST_KEYS[0], in_listing=(K.CHAIN,))
def word_in_the_first_manifest_changed(archive: Path) -> None:
    edit_manifest(archive / MANIFEST_KEYS[0], lambda fields: fields.update(reason="nothing happened"))


@specimen(K.CHAIN, where=MANIFEST_KEYS[1], in_listing=(K.CHAIN,))
def word_in_the_newest_manifest_changed(archive: Path) -> None:
    edit_manifest(archive / MANIFEST_KEYS[1], lambda fields: fields.update(reason="nothing happened"))


def _bad_manifest(name: str, make: Callable[[Path], object], *more: K) -> None:
    def damage(archive: Path) -> None:
        make(archive / MANIFEST_KEYS[1])

    kinds = frozenset({K.BAD_MANIFEST, *more})
    SPECIMENS[name] = Specimen(name, damage, kinds, MANIFEST_KEYS[1], frozenset({K.BAD_MANIFEST}))


def _first_key(path: Path, key: object) -> None:
    edit_manifest(path, lambda fields: fields["files"][0].update(key=key))


_bad_manifest("manifest_that_is_no_json", lambda path: path.write_bytes(b"\x00\xff{"))
_bad_manifest("manifest_that_is_empty", lambda path: path.write_bytes(b""))
_bad_manifest("manifest_of_100000_brackets", lambda path: path.write_bytes(b"[" * 100_000))
_bad_manifest("manifest_that_names_a_file_above", lambda path: _first_key(path, "../../etc/passwd"))
_bad_manifest("manifest_that_names_an_absolute_file", lambda path: _first_key(path, "/etc/passwd"))
_bad_manifest("manifest_that_names_a_nul", lambda path: _first_key(path, "warc/pages/a\0b"))
_bad_manifest("manifest_that_names_a_number", lambda path: _first_key(path, 7))
_bad_manifest(
    "manifest_with_a_negative_size", lambda path: edit_manifest(path, lambda f: f["files"][0].update(size=-1))
)
_bad_manifest("manifest_written_in_another_form", lambda path: path.write_bytes(path.read_bytes() + b"\n"))


@specimen(where=MANIFEST_KEYS[1], in_listing=(K.BAD_MANIFEST,))
def manifest_in_the_place_of_another(archive: Path) -> None:
    (archive / MANIFEST_KEYS[1]).write_bytes((archive / MANIFEST_KEYS[0]).read_bytes())


# -- index


def _index(name: str, change: Callable[[list[bytes]], list[bytes]], *finds: K) -> None:
    def damage(archive: Path) -> None:
        path = archive / CDXJ_KEYS[0]
        path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
        sign(archive)

    SPECIMENS[name] = Specimen(
        name, damage, frozenset(finds), CDXJ_KEYS[0] if K.NOT_INDEXED not in finds else FIRST
    )


_index("index_line_deleted", lambda lines: lines[1:], K.NOT_INDEXED, K.ROW_COUNT)
_index("index_line_that_leads_elsewhere", lambda lines: [lines[0].replace(b'"offset": "', b'"offset": "1'), *lines[1:]],
       K.INDEX_OFFSET, K.NOT_INDEXED)  # fmt: skip
_index("index_line_of_another_page", lambda lines: [lines[0].replace(b'"mime": "text/html"', b'"mime": "text/xml"'), *lines[1:]],
       K.INDEX_OFFSET)  # fmt: skip
_index(
    "index_line_of_garbage",
    lambda lines: [b"garbage\x00\n", *lines[1:]],
    K.BAD_INDEX,
    K.NOT_INDEXED,
    K.ROW_COUNT,
)
_index("index_not_sorted", lambda lines: lines[::-1], K.BAD_INDEX)
_index(
    "index_that_is_cut", lambda lines: [*lines[:-1], lines[-1][:-30]], K.BAD_INDEX, K.NOT_INDEXED, K.ROW_COUNT
)
_index("index_line_of_a_megabyte", lambda lines: [*lines, b"x" * (1 << 20) + b"\n"], K.BAD_INDEX)
