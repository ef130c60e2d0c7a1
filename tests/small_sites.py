"""Sites of a few pages, an operator who crawls them, and what the archive then says of it."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warcio.archiveiterator import ArchiveIterator

from storage.outcome import KNOWN, WAITING
from tests.operator import Operator
from tests.replica.reply import Ask, Reply

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from storage.outcome import Outcome
    from tests.replica.server import ReplicaServer

WORDS = "minister river bridge delegation convoy ceasefire market reached after opened near Monday village".split()  # noqa: SIM905 - prose


class Site:
    """Answers by path, each after a pause in seconds; calls out when so many pages were asked for."""

    def __init__(self, host: str, replies: Mapping[str, Reply], *, pause: float = 0.0) -> None:
        self.hosts = (host,)
        self.replies = replies
        self.pause = pause
        self.asked: list[str] = []
        self.on_robots: Callable[[], None] = lambda: None
        self._reached = threading.Condition()

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        assert not secure
        if ask.target == "/robots.txt":
            self.on_robots()
            return self.replies.get(ask.target, Reply(404, b"", "text/plain"))
        time.sleep(self.pause)
        with self._reached:
            self.asked.append(ask.target)
            self._reached.notify_all()
        return self.replies.get(ask.target, Reply(404, b"", "text/plain"))

    def wait_for(self, pages: int) -> None:
        with self._reached:
            assert self._reached.wait_for(lambda: len(self.asked) >= pages, timeout=60)

    @property
    def urls(self) -> list[str]:
        return [f"http://{self.hosts[0]}{path}" for path in self.replies if path != "/robots.txt"]


def news(seed: int, *, modified: datetime | None = None) -> Reply:
    """An article like no other, about 2 KB when compressed."""
    said = sentences(seed, 60)
    text = "".join(f"<p>{' '.join(said[n : n + 4])}</p>" for n in range(0, 60, 4))
    head = f"<title>Report {seed}</title>"
    return Reply(
        200,
        f"<html><head>{head}</head><body><article><h1>Report {seed}</h1>{text}</article></body></html>".encode(),
        modified=modified,
    )


def sentences(seed: int, number: int) -> list[str]:
    """Like no others."""
    chance = random.Random(seed)
    return [
        " ".join(chance.choices(WORDS, k=14)).capitalize() + f" {chance.random()}." for _ in range(number)
    ]


def many_pages(host: str, number: int, *, pause: float) -> Site:
    return Site(host, {f"/{n}": news(n) for n in range(number)}, pause=pause)


def operator_in(folder: Path, server: ReplicaServer) -> Operator:
    return Operator(str(folder / "archive"), folder / "spool", server)


def crawl_pages(
    operator: Operator, folder: Path, urls: list[str], **settings: str
) -> subprocess.CompletedProcess[str]:
    return operator.scrapy("crawl", "pages", "-a", listed(folder, urls), **settings)


def listed(folder: Path, lines: list[str]) -> str:
    (folder / "urls.txt").write_text("\n".join(lines), encoding="utf-8")
    return f"urls={folder / 'urls.txt'}"


def outcomes(operator: Operator, run: int = -1, outlet: str = "pages") -> dict[str, Outcome]:
    """How each URL of a run ended."""
    manifest = list(operator.corpus.runs(outlet))[run]
    found = list(operator.corpus.outcomes(outlet, manifest.run))
    by_url = {outcome.url: outcome for outcome in found}
    with_row = {label: n for label, n in manifest.outcomes.items() if label not in {KNOWN, WAITING}}
    assert len(by_url) == len(found) == sum(with_row.values())
    return by_url


def labels(operator: Operator, run: int = -1, outlet: str = "pages") -> Counter[str]:
    return Counter(outcome.label for outcome in outcomes(operator, run, outlet).values())


class Crawled(NamedTuple):
    """A crawl that has ended, and where it went."""

    done: subprocess.CompletedProcess[str]
    operator: Operator


class Record(NamedTuple):
    """A WARC record as warcio reads it."""

    type: str
    url: str | None
    refers_to: str | None
    profile: str
    block: str


def records(operator: Operator) -> list[Record]:
    return [
        record
        for warc in sorted(Path(operator.archive).glob("warc/**/*.warc.gz"))
        for record in _records(warc)
    ]


def _records(warc: Path) -> Iterator[Record]:
    with warc.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):  # type: ignore[no-untyped-call]
            header = record.rec_headers.get_header
            block = record.raw_stream.read().decode("latin-1")
            refers_to, profile = header("WARC-Refers-To-Target-URI"), header("WARC-Profile") or ""
            yield Record(
                record.rec_type, header("WARC-Target-URI"), refers_to, profile.rpartition("/")[2], block
            )
