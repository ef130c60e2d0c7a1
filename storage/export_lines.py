"""Articles as lines of one file: JSON, or cells of a spreadsheet.

Lines stand by outlet, moment and article id, whichever pull brought them: a copy brought up to date is the same as
one made anew.
"""

from __future__ import annotations

import csv
import heapq
import json
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from storage.article_json import dumps, timestamp
from storage.exports import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from storage.table_rows import ArticleRow

Place = tuple[str, str, str]  # outlet, moment, article id
CSV_COLUMNS = (
    "article_id", "outlet", "url", "canonical_url", "revision", "kind", "headline", "description", "author", "byline",
    "dateline", "date_published", "date_modified", "date_published_source", "article_section", "keywords", "in_language",
    "image", "video", "links", "article_body", "word_count", "is_accessible_for_free", "is_based_on", "copyright_notice",
    "boilerplate", "content_digest", "found_by", "layout", "extractor_version", "flags", "robots_directives",
    "tdm_reservation", "tdm_policy", "content_usage", "license", "republication_notice", "robots_txt", "ai_agents_disallowed", "robots_record_id",
    "tdmrep_reservation", "tdmrep_policy", "captured_at", "record_id", "warc", "warc_offset", "warc_length", "payload_digest", "run",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""What a cell may not begin with (OWASP, "CSV Injection"); it gets a "'" before it. Cells with "'" get one, too, so
that the rule can be undone: take one "'" from the beginning of every cell that has one."""


class Form(Protocol):
    """How rows become lines, and lines tell what they are."""

    def begin(self, file: TextIO) -> None: ...
    def line(self, row: ArticleRow) -> str: ...
    def old(self, file: TextIO) -> Iterator[tuple[Place, str]]: ...


class JsonLines:
    """One JSON object a line under the names of the table's columns."""

    def begin(self, file: TextIO) -> None:
        pass

    def line(self, row: ArticleRow) -> str:
        return dumps(columns(row)).decode() + "\n"

    def old(self, file: TextIO) -> Iterator[tuple[Place, str]]:
        for line in file:
            fields = json.loads(line)
            yield (
                (fields["outlet"], fields["date_published"] or fields["captured_at"], fields["article_id"]),
                line,
            )


class Csv:
    """RFC 4180 in UTF-8, with a line of column names; lists and structures as JSON; safe from formulas."""

    def begin(self, file: TextIO) -> None:
        file.write(_csv_line(CSV_COLUMNS))

    def line(self, row: ArticleRow) -> str:
        values = columns(row)
        return _csv_line([_cell(values.get(name)) for name in CSV_COLUMNS])

    def old(self, file: TextIO) -> Iterator[tuple[Place, str]]:
        at = {name: number for number, name in enumerate(CSV_COLUMNS)}
        cells = csv.reader(file)
        next(cells, None)
        for row in cells:
            outlet, published, captured, name = (
                uncell(row[at[column]])
                for column in ("outlet", "date_published", "captured_at", "article_id")
            )
            yield (outlet, published or captured, name), _csv_line(row)


def written_lines(
    form: Form, rows: Iterable[ArticleRow], place: Path, touched: frozenset[str] | None
) -> tuple[int, int, int]:
    """Articles in the file now, those that came, and those that went."""
    counts = {"articles": 0, "came": 0}
    gone, came = set[str](), set[str]()

    def news() -> Iterator[tuple[Place, str]]:
        for row in rows:
            counts["came"] += 1
            if touched is not None:  # few: of a new copy nobody asks what went
                came.add(row.article.article_id)
            yield _place(row), form.line(row)

    def stay() -> Iterator[tuple[Place, str]]:
        if touched is None or not place.exists():
            return
        with place.open(encoding="utf-8", newline="") as file:
            for where, line in form.old(file):
                if where[2] in touched:
                    gone.add(where[2])
                else:
                    yield where, line

    growing = place.with_name(f".{place.name}.part")
    with growing.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        form.begin(file)
        for _, line in heapq.merge(stay(), news(), key=lambda entry: entry[0]):
            file.write(line)
            counts["articles"] += 1
    growing.replace(place)
    return counts["articles"], counts["came"], len(gone - came)


def uncell(cell: str) -> str:
    """What the cell says, without the sign against formulas."""
    return cell.removeprefix("'")


def _place(row: ArticleRow) -> Place:
    article = row.article
    return article.outlet, timestamp(article.date_published or article.captured_at), article.article_id


def _cell(value: Any) -> str:  # noqa: ANN401 - of any column
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        cell = value
    elif isinstance(value, list | tuple | dict):
        cell = json.dumps(value, ensure_ascii=False, default=timestamp) if value else ""
    else:
        cell = timestamp(value)
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _csv_line(cells: Iterable[str]) -> str:
    return ",".join(_quoted(cell) for cell in cells) + "\r\n"


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in ',"\r\n') or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell
