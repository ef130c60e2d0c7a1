"""What a folder holds of which archive: `pull.json`, written last, and `SHA256SUMS` of the files beside it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storage.selection import Filter

STATE_FORMAT = "pressmark-pull/1"
STATE, SUMS = "pull.json", "SHA256SUMS"


class Output(StrEnum):
    """The forms in which articles are pulled."""

    TXT = "txt"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class PullState:
    """The last pull: `version` of the table of articles, and the files that it had; `withheld` are article ids."""

    archive: str
    output: str
    wanted: Mapping[str, str | None]
    version: int | None
    files: tuple[str, ...]
    withheld: tuple[str, ...]
    articles: int

    def is_of(self, archive: str, output: Output, wanted: Mapping[str, str | None]) -> bool:
        """Whether the same was asked for."""
        return (self.archive, self.output, self.wanted) == (archive, output.value, wanted)


def described(wanted: Filter) -> dict[str, str | None]:
    """The filter in words that JSON has."""
    values = {**asdict(wanted), "rights": ",".join(wanted.rights) or None}
    return {name: None if value is None else str(value) for name, value in values.items()}


def read_state(folder: Path) -> PullState | None:
    """None: there is none, or none that can be read; then everything is pulled."""
    try:
        fields = json.loads((folder / STATE).read_bytes())
        if fields.pop("format") != STATE_FORMAT:
            return None
        return PullState(**{**fields, "files": tuple(fields["files"]), "withheld": tuple(fields["withheld"])})
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_state(folder: Path, state: PullState) -> None:
    text = json.dumps({"format": STATE_FORMAT, **asdict(state)}, indent=2, sort_keys=True, ensure_ascii=False)
    write_atomically(folder / STATE, f"{text}\n".encode())


def read_sums(folder: Path) -> dict[str, str]:
    """sha256 by file name, as `sha256sum` writes them; empty when there are none."""
    if not (folder / SUMS).exists():
        return {}
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def write_sums(folder: Path, sums: Mapping[str, str]) -> None:
    text = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
    write_atomically(folder / SUMS, text.encode())


def are_whole(folder: Path, sums: Mapping[str, str]) -> bool:
    """Whether all files are there as they were written."""
    return all(
        (folder / name).is_file() and digest_of(folder / name) == digest for name, digest in sums.items()
    )


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    growing = path.with_name(f".{path.name}.part")
    growing.write_bytes(data)
    os.replace(growing, path)  # noqa: PTH105 - one call, atomic
