"""A recorded case: one capture as received, and what an extraction of it gives. For tests/outlets/<outlet>/<case>/."""

from __future__ import annotations

import dataclasses
import gzip
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from storage.article import Article, Rejection
    from storage.capture import Capture

OF_THE_MACHINE = frozenset({"extractor_version", "pressmark"})  # no part of what a page says
LARGE = 32 << 10  # bytes of a block that is kept packed


def as_json(result: Article | Rejection) -> dict[str, Any]:
    """Every field, as JSON holds it; `type` tells an article from a rejection."""
    fields = {name: value for name, value in dataclasses.asdict(result).items() if name not in OF_THE_MACHINE}
    plain: dict[str, Any] = json.loads(json.dumps(fields, default=_moment))
    return {"type": type(result).__name__, **plain}


def write_case(folder: Path, capture: Capture, result: Article | Rejection) -> None:
    """FileExistsError when the folder is there; nothing is written then."""
    folder.mkdir(parents=True)
    stated = {"url": capture.url, "captured_at": capture.captured_at.isoformat()}
    (folder / "capture.json").write_text(json.dumps(stated, indent=2) + "\n", encoding="utf-8")
    if len(capture.block) > LARGE:
        (folder / "capture.http.gz").write_bytes(gzip.compress(capture.block, mtime=0))
    else:
        (folder / "capture.http").write_bytes(capture.block)
    write_expected(folder, result)


def write_expected(folder: Path, result: Article | Rejection) -> None:
    text = json.dumps(as_json(result), ensure_ascii=False, indent=2)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)
