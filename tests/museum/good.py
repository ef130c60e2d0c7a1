"""A small good archive of two runs, made through the project's own code, for the museum's damages to be done to."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from extractors.extract import extract
from storage import cdxj
from storage.announcement import Announcement, SourceEntry
from storage.article import Article
from storage.exchange import Hop, Purpose
from storage.keys import cdxj_key, warc_key
from storage.manifest import ArchivedFile, FileKind, Previous, RunManifest, RunStatus, manifest_bytes
from storage.object_store import open_store
from storage.outcome import Outcome, OutcomeKind
from storage.publish import publish
from storage.table_rows import ArticleRow
from storage.tables import announcement_files, article_files, outcome_files
from storage.warc import Earlier, Provenance, records, warcinfo
from storage.warc_reader import archived_exchanges
from tests.exchanges import chunked, exchange, ids, response

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.exchange import Exchange
    from storage.warc_reader import ArchivedExchange

OUTLET = "pages"
BEGIN = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
RUNS = ("20261120133000aaaaaa", "20261121133000bbbbbb")
WARCS = tuple(f"{OUTLET}-{run[:14]}-0000{number}-{run}.warc.gz" for number, run in enumerate(RUNS))
WARC_KEYS = tuple(map(warc_key, WARCS))
CDXJ_KEYS = tuple(map(cdxj_key, WARCS))
MANIFEST_KEYS = tuple(f"runs/{OUTLET}/2026/11/{run}.json" for run in RUNS)
NAMES = ("harbour", "bridge", "market", "railway")


def page(name: str) -> bytes:
    """A page that any extractor takes for an article."""
    sentence = f"The council of the town spoke about the {name} for the whole of the afternoon, and voted in the evening. "
    paragraphs = "".join(
        f"<p>{sentence * 3}Part {number} of the report on the {name}.</p>" for number in range(6)
    )
    return (
        f"<!doctype html><html lang=en><head><title>News of the {name}</title></head><body><main><article>"
        f"<h1>News of the {name}</h1>{paragraphs}</article></main></body></html>"
    ).encode()


def url(name: str) -> str:
    return f"https://example.org/2026/11/{name}/"


def make(folder: Path, scratch: Path) -> None:
    """The archive in `folder`, published as a crawl publishes."""
    new_id = ids()
    first = _run(scratch, 0, new_id, _first_exchanges(), {}, None)
    _publish(folder, scratch, first)
    earlier = _earlier(scratch / WARC_KEYS[0])
    link = Previous(first.key, hashlib.sha256(manifest_bytes(first)).hexdigest())
    _publish(folder, scratch, _run(scratch, 1, new_id, _second_exchanges(), earlier, link))


def _publish(folder: Path, scratch: Path, manifest: RunManifest) -> None:
    publish(open_store(str(folder)), scratch, manifest)


def _exchange(name: str, number: int, body: bytes, **changes: object) -> Exchange:
    asked = b"GET /2026/11/%b/ HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\n\r\n" % name.encode()
    at = BEGIN + timedelta(seconds=number, microseconds=number)
    return exchange(**{"url": url(name), "started_at": at, "request": asked, "response": body, **changes})


def _first_exchanges() -> list[Exchange]:
    framed = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    robots = response(b"User-agent: *\nDisallow:\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")
    return [
        _exchange(
            "robots",
            1,
            robots,
            url="https://example.org/robots.txt",
            purpose=Purpose.ROBOTS,
            hop=Hop.PREREQUISITE,
        ),
        _exchange("harbour", 2, response(page("harbour"))),
        _exchange("bridge", 3, framed + chunked(page("bridge"), 700)),
        _exchange("market", 4, response(page("market"))),
        _exchange("gone", 5, b"", error="connection refused"),
    ]


def _second_exchanges() -> list[Exchange]:
    return [
        _exchange("harbour", 86_402, response(page("harbour"))),
        _exchange("market", 86_403, b'HTTP/1.1 304 Not Modified\r\nETag: "m"\r\n\r\n'),
        _exchange("railway", 86_404, response(page("railway"))),
    ]


def _earlier(warc: Path) -> dict[str, Earlier]:
    """What the second run repeats of the first."""
    with warc.open("rb") as file:
        answers = [one.answer for one in archived_exchanges(file, warc.name) if one.answer]
    return {
        answer.url or "": Earlier(
            answer.record_id, answer.url or "", answer.date, answer.header("WARC-Payload-Digest") or ""
        )
        for answer in answers
    }


def _run(
    scratch: Path,
    number: int,
    new_id: Callable[[], str],
    exchanges: list[Exchange],
    earlier: dict[str, Earlier],
    previous: Previous | None,
) -> RunManifest:
    run, name, began = RUNS[number], WARCS[number], BEGIN + timedelta(days=number)
    data = _warc(name, run, began, new_id, exchanges, earlier)
    with io.BytesIO(data) as file:
        archived = list(archived_exchanges(file, name))
    with io.BytesIO(data) as file:
        index = cdxj.index(file, name)
    articles = [article for one in archived if (article := _article(one))]
    rows = [ArticleRow(article, 1) for article in articles]
    outcomes = [_outcome(one, run, articles) for one in archived]
    counted: dict[str, int] = {}
    for outcome in outcomes:
        counted[outcome.label] = counted.get(outcome.label, 0) + 1
    files = (
        _file(scratch, FileKind.WARC, warc_key(name), data, None),
        _file(scratch, FileKind.CDXJ, cdxj_key(name), index, index.count(b"\n")),
        *article_files(rows, scratch),
        *outcome_files(outcomes, scratch),
        *announcement_files(_announcements(archived, run), scratch),
    )
    answers = sum(one.answer is not None for one in archived)
    return RunManifest(
        run, OUTLET, began, began + timedelta(hours=1), RunStatus.COMPLETE, "", 0, dict(sorted(counted.items())),
        {"captures": answers, "revisions": len(rows)}, files, {"pressmark": "0"}, "0" * 64, previous,
    )  # fmt: skip


def _warc(
    name: str,
    run: str,
    began: datetime,
    new_id: Callable[[], str],
    exchanges: list[Exchange],
    earlier: dict[str, Earlier],
) -> bytes:
    about = Provenance(
        OUTLET, run, "pressmark/0", "a@example.org", "test", "obeyed", "sha256:" + "0" * 64, ()
    )
    info = warcinfo(name, began, about, new_id)
    parts = [info.data]
    for one in exchanges:
        made = records(one, warcinfo_id=info.record_id, earlier=earlier.get(one.url), new_id=new_id)
        parts.append(made.data)
    return b"".join(parts)


def _article(archived: ArchivedExchange) -> Article | None:
    capture = archived.capture
    if capture is None or capture.purpose is not Purpose.PAGE:
        return None
    result = extract(capture)
    assert isinstance(result, Article), result
    return result


def _announcements(archived: list[ArchivedExchange], run: str) -> list[Announcement]:
    """As if each page had stood in a feed, whose capture is the run's first answer."""
    feed = next(one.answer for one in archived if one.answer)
    source, seen = f"https://{OUTLET}.example/feed", feed.date
    return [
        Announcement(
            outlet=OUTLET, source=source, source_purpose=Purpose.FEED, run=run, record_id=feed.record_id, first_seen=seen,
            said=SourceEntry(url=one.url, purpose=Purpose.PAGE),
        )
        for one in archived
    ]  # fmt: skip


def _outcome(archived: ArchivedExchange, run: str, articles: list[Article]) -> Outcome:
    answer = archived.answer
    article = next((a for a in articles if a.url == archived.url), None)
    kind = OutcomeKind.ARCHIVED if article or archived.purpose is Purpose.ROBOTS else OutcomeKind.UNCHANGED
    return Outcome(
        OUTLET, run, archived.url, kind if answer else OutcomeKind.ERROR, "" if answer else "connection", "",
        archived.purpose, None, 200 if answer else None, 1, archived.metadata.date + timedelta(seconds=1),
        answer.record_id if answer else None, article.article_id if article else None,
    )  # fmt: skip


def _file(scratch: Path, kind: FileKind, key: str, data: bytes, rows: int | None) -> ArchivedFile:
    path = scratch / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return ArchivedFile(kind, key, len(data), hashlib.sha256(data).hexdigest(), rows)
