"""Each damage of the museum is named, as what it is and where it is, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.verification import gzip_members
from storage.verification.damage import DamageKind
from tests.museum.good import WARC_KEYS
from tests.museum.specimens import SPECIMENS
from tests.museum.tampering import edit_rows, pieces
from tests.museum.verification import damages, found_in

if TYPE_CHECKING:
    from crawler.extraction import Extraction


def test_a_good_archive_has_no_damage(pristine: Path, cage: Extraction) -> None:
    assert damages(pristine, cage) == []


def test_what_a_later_revision_changed_is_no_damage(archive: Path, cage: Extraction) -> None:
    """The page alone does not tell it: the revision before is needed."""
    told = {
        "revision": 2,
        "change": "cosmetic",
        "changed": ["headline"],
        "words_added": 1,
        "words_removed": 2,
    }
    edit_rows(archive, "articles", 1, lambda rows: rows[0].update(told))
    assert damages(archive, cage) == []


@pytest.mark.parametrize("name", SPECIMENS)
def test_each_damage_is_named(name: str, archive: Path, cage: Extraction) -> None:
    specimen = SPECIMENS[name]
    offset = specimen.make(archive)
    listing, reading = found_in(archive, cage)
    found = [*listing, *reading]
    assert {damage.kind for damage in found} == specimen.finds | specimen.in_listing
    assert {damage.kind for damage in listing} >= specimen.in_listing
    there = [damage for damage in found if damage.file.startswith(specimen.where)]
    assert there, found
    assert offset is None or offset in {damage.offset for damage in there}


@pytest.mark.parametrize("name", ["cut_within_the_last_record", "last_record_twice", "concurrent_to_nothing"])
def test_what_is_named_here_warcio_passes(name: str, archive: Path) -> None:
    """A truncated file, an id twice, and a reference to nothing."""
    SPECIMENS[name].make(archive)
    warcio = Path(sys.executable).with_name("warcio")
    assert subprocess.run([warcio, "check", archive / WARC_KEYS[0]], check=False).returncode == 0


def test_a_member_that_expands_too_far_is_named_and_what_is_behind_it_is_read(
    archive: Path, cage: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of gigabytes would, which no test can wait for."""
    monkeypatch.setattr(gzip_members, "MAX_MEMBER_BYTES", 2_000)
    found = [damage for damage in damages(archive, cage) if damage.kind is DamageKind.EXPANDS]
    large = [
        (key, piece.offset)
        for key in WARC_KEYS
        for piece in pieces((archive / key).read_bytes())
        if len(piece.content) > gzip_members.MAX_MEMBER_BYTES
    ]
    assert len(large) > 3
    assert [(damage.file, damage.offset) for damage in found] == large
