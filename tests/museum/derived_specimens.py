"""Specimens of what is made of an archive: announcements, links, releases and what lies beside them."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

from storage.verification.damage import DamageKind as K
from tests.museum.published import RELEASES
from tests.museum.specimen import SPECIMENS, Specimen, specimen
from tests.museum.tampering import flip, table_of, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST, SECOND = (f"releases/{name}" for name in RELEASES)


@specimen(K.DIGEST, where="announcements/")
def bit_of_an_announcement_flipped(archive: Path) -> None:
    flip(table_of(archive, "announcements", 0))


@specimen(K.MISSING, where="announcements/", in_listing=(K.MISSING,))
def announcements_missing(archive: Path) -> None:
    table_of(archive, "announcements", 1).unlink()


# -- links, which no manifest names


def _links(archive: Path) -> Path:
    return next(archive.glob("links/outlet=*/**/*.parquet"))


@specimen(K.DIGEST, where="links/")
def bit_of_a_link_flipped(archive: Path) -> None:
    flip(_links(archive))


@specimen(K.MISSING, where="links/", in_listing=(K.MISSING,))
def links_missing(archive: Path) -> None:
    _links(archive).unlink()


@specimen(K.DIGEST, where="links/", in_listing=(K.SIZE,))
def links_that_are_cut(archive: Path) -> None:
    path = _links(archive)
    path.write_bytes(path.read_bytes()[:-9])


# -- releases: their files


@specimen(K.DIGEST, where=f"{FIRST}/articles/")
def bit_of_a_released_file_flipped(archive: Path) -> None:
    flip(next((archive / FIRST / "articles").rglob("*.parquet")))


@specimen(K.MISSING, where=f"{FIRST}/coverage.csv", in_listing=(K.MISSING,))
def released_file_missing(archive: Path) -> None:
    (archive / FIRST / "coverage.csv").unlink()


@specimen(K.UNNAMED, where=f"{SECOND}/more.csv")
def file_planted_in_a_release(archive: Path) -> None:
    (archive / SECOND / "more.csv").write_text("planted")


@specimen(K.DIGEST, where=f"{SECOND}/LICENCE.md", in_listing=(K.BAD_MANIFEST,))
def released_file_changed_and_the_sums_with_it(archive: Path) -> None:
    """The sums agree with the file, the manifest does not."""
    path = archive / SECOND / "LICENCE.md"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(path.read_bytes().replace(b"e", b"a", 1))
    _in_sums(archive / SECOND, old, hashlib.sha256(path.read_bytes()).hexdigest())


# -- releases: sums, manifest, chain, pin and signature


def _in_sums(release: Path, old: str, new: str) -> None:
    path = release / "SHA256SUMS"
    path.write_text(path.read_text().replace(old, new))


def _rewritten(release: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The manifest with something changed, and the sums, too."""
    path = release / "manifest.json"
    old, fields = hashlib.sha256(path.read_bytes()).hexdigest(), json.loads(path.read_bytes())
    change(fields)
    write_manifest(path, fields)
    _in_sums(release, old, hashlib.sha256(path.read_bytes()).hexdigest())


def _small(
    name: str, path: str, change: Callable[[Path], object], *listing: K, data: tuple[K, ...] = ()
) -> None:
    """Done to a small file of a release, named by the listing, and by reading where that says more."""

    def damage(archive: Path) -> None:
        change(archive / path)

    SPECIMENS[name] = Specimen(name, damage, frozenset(data), path, frozenset(listing))


def _lines(change: Callable[[list[str]], list[str]]) -> Callable[[Path], object]:
    return lambda path: path.write_text("".join(change(path.read_text().splitlines(keepends=True))))


_small("sums_of_a_release_missing", f"{FIRST}/SHA256SUMS", lambda path: path.unlink(), K.MISSING)
_small(
    "line_of_the_sums_deleted",
    f"{FIRST}/SHA256SUMS",
    _lines(lambda lines: lines[1:]),
    K.BAD_MANIFEST,
)
_small(
    "sums_that_name_a_file_above",
    f"{FIRST}/SHA256SUMS",
    _lines(lambda lines: [*lines, f"{'0' * 64}  ../../etc/passwd\n"]),
    K.BAD_MANIFEST,
)
_small("manifest_of_a_release_missing", f"{SECOND}/manifest.json", lambda path: path.unlink(), K.MISSING)
_small(
    "manifest_of_a_release_that_is_no_json",
    f"{SECOND}/manifest.json",
    lambda path: path.write_bytes(b"{"),
    K.BAD_MANIFEST,
    data=(K.DIGEST,),
)
_small(
    "manifest_of_another_release",
    f"{SECOND}/manifest.json",
    lambda path: shutil.copy(path.parents[1] / RELEASES[0] / "manifest.json", path),
    K.BAD_MANIFEST,
    data=(K.DIGEST,),
)
_small(
    "released_manifest_that_names_a_file_above",
    f"{SECOND}/manifest.json",
    lambda path: _rewritten(path.parent, lambda fields: fields["files"][0].update(path="../x")),
    K.BAD_MANIFEST,
)
_small(
    "word_in_an_earlier_release_changed",
    f"{FIRST}/manifest.json",
    lambda path: _rewritten(path.parent, lambda fields: fields["versions"].update(pressmark="9")),
    K.CHAIN,
)
_small("earlier_release_gone", f"{FIRST}/manifest.json", lambda path: shutil.rmtree(path.parent), K.CHAIN)
_small(
    "pin_of_a_release_changed",
    f"{SECOND}/pinned.json",
    lambda path: path.write_bytes(path.read_bytes().replace(b"2026", b"2025", 1)),
    K.BAD_MANIFEST,
)
_small(
    "signature_that_is_cut",
    f"{SECOND}/manifest.json.sig",
    lambda path: path.write_bytes(path.read_bytes()[:40]),
    K.BAD_MANIFEST,
)
