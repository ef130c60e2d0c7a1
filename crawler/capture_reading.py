"""Inside a worker process: what a capture says, as plain bytes, or why nobody could read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.source_reading import SOURCES, batches
from extractors.by_trafilatura import forget
from extractors.candidate import Problem
from extractors.decode import response
from extractors.extract import extract
from storage.article import Article, Reason
from storage.article_json import to_json
from storage.exchange import Purpose
from storage.http_message import HttpResponse
from storage.reading import Part, Reading, record_id, rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.capture import Capture

CACHES_KEPT_FOR = 200  # pages; trafilatura's caches hold whole paragraphs, which may be of 1 MB
MAX_DETAIL = 1_000  # characters in which the problems of a source are named
_NO_SOURCE = frozenset(
    {
        Reason.HTTP_STATUS,
        Reason.BLOCKED,
        Reason.CONSENT_WALL,
        Reason.ERROR_PAGE,
        Reason.BAD_HTTP,
        Reason.BAD_ENCODING,
    }
)
_pages = 0


def read(capture: Capture) -> Iterator[Part | Reading]:
    """The entries of a source in parts, and the reading last; never an exception for what a page says."""
    _forget_now_and_then()
    try:
        if capture.purpose in SOURCES:
            yield from _source(capture)
        else:
            yield _page(capture)
    except MemoryError:
        yield rejected(capture, Reason.EXTRACT_MEMORY, "the worker reached its memory limit")
    except Exception as error:  # noqa: BLE001 - a defect of ours costs one page, which stays archived and is named
        yield rejected(capture, Reason.EXTRACT_CRASH, ascii(f"{type(error).__name__}: {error}")[1:-1][:300])


def _source(capture: Capture) -> Iterator[Part | Reading]:
    received = response(capture)
    if isinstance(received, HttpResponse) and received.status != 200:
        yield rejected(capture, Reason.HTTP_STATUS, str(received.status))
        return
    problems = []
    named = False
    for batch in batches(capture):
        if isinstance(batch, Problem):
            problems.append(batch.detail)
        else:
            named = True
            yield Part(batch)
    refused = None if named or capture.purpose is Purpose.ROBOTS else _refused_source(capture)
    yield refused or Reading(record_id(capture), b"", None, "; ".join(problems)[:MAX_DETAIL], None)


def _page(capture: Capture) -> Reading:
    result = extract(capture)
    if isinstance(result, Article):
        return Reading(record_id(capture), to_json(result), None, "", result.article_id)
    return Reading(record_id(capture), to_json(result), result.reason, result.detail, None)


def _refused_source(capture: Capture) -> Reading | None:
    """The reading of a source that names nothing because it is none: an error, or what stands before the site."""
    result = extract(capture)
    if isinstance(result, Article) or result.reason not in _NO_SOURCE:
        return None
    return rejected(capture, result.reason, result.detail)


def _forget_now_and_then() -> None:
    global _pages  # noqa: PLW0603 - counts the pages of this process
    _pages += 1
    if _pages % CACHES_KEPT_FOR == 0:
        forget()
