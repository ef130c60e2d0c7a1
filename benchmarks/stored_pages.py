"""Pages with a known answer: from WCXB, from a folder of the article-extraction-benchmark's form, and our own."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from extractors.decode import payload, response
from extractors.refusal import Refusal
from tests.quality.pages import all_pages
from tests.record_case import all_cases

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.quality.planting import QualityPage
    from tests.record_case import Case

NOWHERE = "https://example.org/news/page.html"
"""The address of a page of which none is known: not that of a home page."""


class Half(StrEnum):
    """Of a set of pages, by the page's name: one to develop against, one to see whether it held."""

    TUNE = "tune"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as served, and what a person says stands on it. None: nobody said."""

    name: str
    url: str
    packed: bytes  # gzip of the HTML
    text: str
    must_hold: tuple[str, ...] = ()
    must_not_hold: tuple[str, ...] = ()
    title: str | None = None
    author: str | None = None  # one or several, as printed
    date: str | None = None  # YYYY-MM-DD
    at: datetime | None = None  # of the capture, aware

    @property
    def html(self) -> bytes:
        return gzip.decompress(self.packed)

    @property
    def half(self) -> Half:
        return Half.TEST if hashlib.sha256(self.name.encode()).digest()[0] % 2 else Half.TUNE


class NotAPageStore(Exception):
    """A folder that does not hold what it should; the message names it."""


def wcxb(folder: Path) -> tuple[StoredPage, ...]:
    """`html/ID.html.gz` and `gold/ID.json` (Web Content Extraction Benchmark). Pages without a text are left out."""
    pages = (_wcxb_page(path, folder) for path in _some(sorted(folder.glob("gold/*.json")), folder))
    return tuple(page for page in pages if page.text)


def _wcxb_page(path: Path, folder: Path) -> StoredPage:
    stated = _json(path)
    gold = stated.get("ground_truth") or {}
    return StoredPage(
        name=path.stem,
        url=stated.get("url") or NOWHERE,
        packed=_bytes(folder / "html" / f"{path.stem}.html.gz"),
        text=gold.get("main_content") or "",
        must_hold=tuple(gold.get("with") or ()),
        must_not_hold=tuple(gold.get("without") or ()),
        title=gold.get("title") or None,
        author=gold.get("author") or None,
        date=gold.get("publish_date") or None,
    )


def aeb(folder: Path) -> tuple[StoredPage, ...]:
    """`ground-truth.json` with `articleBody` and `url` by id, and `html/ID.html.gz`."""
    truth = _json(folder / "ground-truth.json")
    return tuple(
        StoredPage(
            name=name,
            url=stated.get("url") or NOWHERE,
            packed=_bytes(folder / "html" / f"{name}.html.gz"),
            text=stated.get("articleBody") or "",
        )
        for name, stated in truth.items()
    )


def quality() -> tuple[StoredPage, ...]:
    """The invented pages of tests/quality."""
    return tuple(map(_quality_page, all_pages()))


def _quality_page(page: QualityPage) -> StoredPage:
    return StoredPage(
        name=page.name,
        url=page.url,
        packed=gzip.compress(page.html, 1),
        text="\n\n".join(page.wanted),
        must_hold=page.wanted,
        must_not_hold=page.unwanted,
        title=page.headline,
        author=page.author,
        date=page.date,
    )


def recorded() -> tuple[StoredPage, ...]:
    """The recorded cases of the outlets that are articles. Ours knows these outlets, and is held to the answers."""
    cases = ((case, case.expected) for case in all_cases())
    return tuple(_recorded_page(case, answer) for case, answer in cases if answer["type"] == "Article")


def _recorded_page(case: Case, answer: dict[str, Any]) -> StoredPage:
    capture = case.capture()
    received = response(capture)
    html = received if isinstance(received, Refusal) else payload(received)
    assert isinstance(html, bytes), case.name
    return StoredPage(
        name=case.name,
        url=capture.url,
        packed=gzip.compress(html, 1),
        text=answer["article_body"],
        must_not_hold=tuple(piece["text"] for piece in answer["boilerplate"]),
        title=answer["headline"],
        author=", ".join(answer["author"]) or None,
        date=(answer["date_published"] or "")[:10] or None,
        at=capture.captured_at,
    )


def _some(paths: list[Path], folder: Path) -> list[Path]:
    if not paths:
        raise NotAPageStore(f"{folder}: no gold/*.json in it")
    return paths


def _json(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotAPageStore(f"{path}: {error}") from error
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotAPageStore(f"{path}: {error}") from error
