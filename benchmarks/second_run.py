"""What a second run costs against an outlet that has not changed: `python -m benchmarks.second_run --pages 10000`.

The outlet is South Front's file, served on loopback by the tests' server: a sitemap index with parts of 1,000 articles,
published over ten years, tiny pages with validators. Both runs are `scrapy crawl southfront` as a user starts it, the start of
the process included. Robots.txt and sources count as requests.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import HEAD, Row
from tests.operator import PROJECT, Operator
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer

HOST = "southfront.press"
PART = 1_000  # addresses in a sitemap
MOST_REQUESTS, MOST_TIME = 0.01, 0.02
YEARS = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class OldOutlet:
    """Nothing has happened here for a month."""

    pages: int
    now: datetime
    hosts: tuple[str, ...] = (HOST,)

    def reply(self, ask: Ask, *, secure: bool) -> Reply:  # noqa: ARG002 - the server's call
        path = ask.target
        if path == "/robots.txt":
            return Reply(404, b"", "text/plain")
        if path == "/feed/":
            return self._source("<rss><channel></channel></rss>")
        if path == "/wp-sitemap.xml":
            parts = range(-(-self.pages // PART))
            places = "".join(
                f"<sitemap><loc>https://{HOST}/wp-sitemap-posts-post-{n}.xml</loc></sitemap>" for n in parts
            )
            return self._source(f"<sitemapindex>{places}</sitemapindex>")
        if path.startswith("/wp-sitemap-posts-post-"):
            first = int(path.rpartition("-")[2].partition(".")[0]) * PART
            numbers = range(first, min(first + PART, self.pages))
            urls = "".join(
                f"<url><loc>https://{HOST}/story-{n}/</loc><lastmod>{self._day(n).isoformat()}</lastmod></url>"
                for n in numbers
            )
            return self._source(f"<urlset>{urls}</urlset>")
        if path.startswith("/story-"):
            return self._story(int(path.strip("/").partition("-")[2]))
        return Reply(404, b"<html><title>Not Found</title></html>")

    def _day(self, number: int) -> datetime:
        return self.now - timedelta(days=30) - YEARS * (number / self.pages)

    def _source(self, text: str) -> Reply:
        return Reply(200, text.encode(), "application/xml", modified=self.now - timedelta(days=30))

    def _story(self, number: int) -> Reply:
        day = self._day(number)
        text = "".join(
            f"<p>Paragraph {n} of story {number} tells what happened at the bridge.</p>" for n in range(4)
        )
        page = (
            f'<html><head><title>Story {number}</title><meta property="article:published_time"'
            f' content="{day.isoformat()}"></head><body><h1 class="entry-title">Story {number}</h1>'
            f'<div class="entry-content">{text}</div></body></html>'
        )
        return Reply(200, page.encode(), modified=day)


@dataclass(frozen=True, slots=True)
class Run:
    requests: int
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.second_run", description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000, help="articles of the outlet (10000)")
    pages = parser.parse_args().pages
    first, second = runs(pages)
    print(HEAD, *rows(pages, first, second), sep="\n")


def runs(pages: int) -> tuple[Run, Run]:
    outlet = OldOutlet(pages, datetime.now(UTC))
    with TemporaryDirectory(prefix="second-run-") as name, ReplicaServer([outlet]) as server:
        operator = Operator(str(Path(name) / "archive"), Path(name) / "spool", server)
        return _run(operator, pages), _run(operator, pages)


def _run(operator: Operator, pages: int) -> Run:
    before = len(operator.server.requests)
    began = time.monotonic()
    command = operator.command("crawl", "southfront", MAX_PAGES=str(2 * pages), LOG_LEVEL="WARNING")
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the crawl ended with status {done.returncode}:\n{done.stderr[-2000:]}")
    return Run(len(operator.server.requests) - before, time.monotonic() - began)


def rows(pages: int, first: Run, second: Run) -> tuple[Row, Row]:
    asked, took = second.requests / first.requests, second.seconds / first.seconds
    return (
        Row(
            f"requests of a second run, {pages} articles, nothing changed",
            str(second.requests),
            f"{first.requests} of the first",
            f"{asked:.4f}",
            f"at most {MOST_REQUESTS}",
            asked <= MOST_REQUESTS,
        ),
        Row(
            "time of it, start of the process included",
            f"{second.seconds:.1f} s",
            f"{first.seconds:.1f} s",
            f"{took:.4f}",
            f"at most {MOST_TIME}",
            took <= MOST_TIME,
        ),
    )


if __name__ == "__main__":
    main()
