"""A crawl of an outlet whose sitemaps name 300,000 articles: how long the reactor stands still, and what memory it takes.

python -m benchmarks.large_sitemaps [files]. Six files of 50,000 addresses (10 MB each, one of them gzipped) in an index, and one of
60 MB that breaks the protocol's limit; served from this process. The crawl has a budget of requests that ends it behind
the sitemaps.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scrapy import signals

from benchmarks.processes import descendants, resident_mb
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    import asyncio
    from typing import Self

    from scrapy.crawler import Crawler

FILES, ENTRIES = 6, 50_000
TICK = 0.005  # seconds
HOST = "https://themedialine.org"
FIGURES = "LARGE_SITEMAPS_FIGURES"  # environment variable: the file that Watch writes
PROJECT = Path(__file__).resolve().parents[1]


class Watch:
    """A Scrapy extension: a timer that notes how late it is called, and why.

    What the reactor's thread computed; and what it did not wait for a core of a busy machine (Linux's schedstat), which is
    that and its waits for other threads of the process and for the disk.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.late = self.computed = self.own = 0.0
        self.worker_mb = 0.0
        crawler.signals.connect(self.start, signals.spider_opened)
        crawler.signals.connect(self.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def start(self) -> None:
        import asyncio  # noqa: PLC0415 - the loop runs by now

        self.loop: asyncio.AbstractEventLoop = asyncio.get_running_loop()
        self.ticks = 0
        self._wait()

    def _wait(self) -> None:
        self.due, self.before = time.monotonic() + TICK, time.thread_time()
        self.queued = _queued()
        self.timer = self.loop.call_later(TICK, self._called)

    def _called(self) -> None:
        late = time.monotonic() - self.due
        self.late = max(self.late, late)
        self.own = max(self.own, late - (_queued() - self.queued))
        self.computed = max(self.computed, time.thread_time() - self.before)
        self.ticks += 1
        if self.ticks % 40 == 0:
            sizes = [resident_mb("VmHWM", str(pid)) for pid in descendants(os.getpid())]
            self.worker_mb = max([self.worker_mb, *sizes])
        self._wait()

    def stop(self) -> None:
        self.timer.cancel()
        figures = {
            "longest block of the reactor, ms": round(self.late * 1000),
            "without waits for a core, ms": round(self.own * 1000),
            "most computed by its thread, ms": round(self.computed * 1000),
            "crawling process, peak MB": round(resident_mb("VmHWM")),
            "worker, peak MB": round(self.worker_mb),
        }
        Path(os.environ[FIGURES]).write_text(json.dumps(figures), encoding="utf-8")


def _queued() -> float:
    """Seconds for which this thread has waited for a core in its life."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


class Site:
    hosts = ("themedialine.org",)

    def __init__(self, files: int) -> None:
        names = [f"/posts-{n}.xml" for n in range(files - 1)] + [f"/posts-{files - 1}.xml.gz", "/beyond.xml"]
        index = "".join(f"<sitemap><loc>{HOST}{name}</loc></sitemap>" for name in names)
        self.replies = {name: _urlset(n, ENTRIES) for n, name in enumerate(names[:-1])}
        self.replies[names[-2]] = gzip.compress(self.replies[names[-2]], 1)
        self.replies["/beyond.xml"] = _urlset(files, FILES * ENTRIES)
        self.replies["/sitemap_index.xml"] = f"<sitemapindex>{index}</sitemapindex>".encode()

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        del secure
        body = self.replies.get(ask.target)
        return Reply(200, body, "application/xml") if body else Reply(404, b"", "text/plain")


def _urlset(number: int, entries: int) -> bytes:
    slug = "a-headline-of-some-length-about-a-town-that-nobody-has-ever-heard-of-and-its-bridge"
    rows = (
        f"<url><loc>{HOST}/top-stories/{slug}-{number}-{n}/</loc>"
        f"<lastmod>{2000 + n % 25}-{1 + n % 12:02}-{1 + n % 28:02}T{n % 24:02}:{n % 60:02}:00+00:00</lastmod>"
        "<changefreq>monthly</changefreq><priority>0.6</priority></url>\n"
        for n in range(entries)
    )
    return f"<urlset>{''.join(rows)}</urlset>".encode()


def main() -> None:
    site = Site(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
    sizes = [len(body) for body in site.replies.values()]
    print(f"{len(sizes)} files, {sum(sizes) / 1e6:.0f} MB, the largest {max(sizes) / 1e6:.0f} MB", flush=True)
    with TemporaryDirectory() as name, ReplicaServer([site]) as server:
        folder = Path(name)
        settings = {
            "ARCHIVE_URL": str(folder / "archive"),
            "SPOOL_DIR": str(folder / "spool"),
            "OPERATOR_CONTACT": "bench@example.org",
            "CONNECT_TO": ",".join(server.connect_to()),
            "TLS_CA_FILE": str(server.ca_file),
            "DOWNLOAD_DELAY": "0",
            "AUTOTHROTTLE_ENABLED": "False",
            "MAX_PAGES": "30",
            "EXTRACT_TIMEOUT": "120",
            "LOG_LEVEL": "WARNING",
            "EXTENSIONS": json.dumps({"benchmarks.large_sitemaps.Watch": 0}),
        }
        options = [word for key, value in settings.items() for word in ("-s", f"{key}={value}")]
        command = [sys.executable, "-m", "scrapy", "crawl", "themedialine", *options]
        started = time.monotonic()
        environment = os.environ | {FIGURES: str(folder / "figures.json")}
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )
        print(done.stdout or done.stderr[-3000:])
        figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
        state = sum(file.stat().st_size for file in (folder / "spool").rglob("state.sqlite*"))
        figures |= {"state, MB": round(state / 1e6), "run, s": round(time.monotonic() - started)}
    for figure, value in figures.items():
        print(f"{figure:<40} {value:>8}")


if __name__ == "__main__":
    main()
