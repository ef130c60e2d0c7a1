"""Recorded cases: a capture as received, and what an extraction of it has to give.

    python -m tests.record_case [CASE_FOLDER ...]      (`scrapy record URL --outlet SLUG` makes a new one)

writes `expected.json` anew for the folders named, or for all of them. Read the difference before committing:
a case says what is right, not what the extractor happens to give.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.case import write_expected
from extractors.extract import extract
from storage.capture import Capture

CASES = Path(__file__).parent / "outlets"


@dataclass(frozen=True, slots=True)
class Case:
    """A folder `tests/outlets/<outlet>/<case>/`."""

    folder: Path

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def expected(self) -> dict[str, Any]:
        expected: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return expected

    def capture(self) -> Capture:
        """Of `capture.http`, or `capture.http.gz` where the block is large, and `capture.json`."""
        stated = json.loads((self.folder / "capture.json").read_text(encoding="utf-8"))
        plain, packed = self.folder / "capture.http", self.folder / "capture.http.gz"
        return Capture(
            outlet=self.folder.parent.name,
            url=stated["url"],
            captured_at=datetime.fromisoformat(stated["captured_at"]),
            block=plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes()),
            truncated=None,
            pressmark=None,
        )


def all_cases() -> tuple[Case, ...]:
    return tuple(Case(path.parent) for path in sorted(CASES.glob("*/*/capture.json")))


def main(folders: list[str]) -> None:
    for case in [Case(Path(folder).resolve()) for folder in folders] or all_cases():
        write_expected(case.folder, extract(case.capture()))
        print(f"{case.name}: expected.json written; read what changed")


if __name__ == "__main__":
    main(sys.argv[1:])
