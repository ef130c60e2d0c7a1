"""Crawls of the benchmark's site in processes of their own, measured by benchmarks/meter.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.meter import EVERY, REPORT
from benchmarks.processes import descendants, resident_mb

if TYPE_CHECKING:
    from benchmarks.web_server import Site

PROJECT = Path(__file__).resolve().parents[1]
LOOK = 0.2  # seconds between two looks at the peaks of the workers, which live longer
CONCURRENCY = 8  # requests at a time: Scrapy's default for a domain


@dataclass(frozen=True, slots=True)
class Measured:
    """One crawl. Times in seconds; "start" is before the spider is opened, "end" after it is closed."""

    pages: int
    reactor_cpu: float  # of the main thread, opened to closed
    process_cpu: float  # of all threads of the crawling process, opened to closed
    children_cpu: float  # of the workers, opened to closed
    seconds: float  # of the clock, opened to closed
    start_cpu: float
    end_cpu: float
    resident: dict[int, float]  # pages received -> MB of the crawling process
    peak_mb: float  # of the crawling process in its whole life
    child_peak_mb: float  # of the largest other process that it started; 0 when nobody looked


class CrawlFailed(Exception):
    """A crawl did not end well; the message is the end of its log."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A site that is being served, and a folder for what the crawls leave."""

    site: Site
    port: int
    folder: Path

    def bare(self, **settings: str) -> Measured:
        """Scrapy with its defaults; it has no CONNECT_TO, so the addresses are the server's own."""
        given = {"CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY, **settings}
        urls = self._addresses(f"127.0.0.1:{self.port}")
        with TemporaryDirectory(dir=self.folder) as name:
            options = [f"{key}={value}" for key, value in given.items()]
            return self._run(Path(name), "benchmarks.bare_scrapy", str(urls), *options)

    def ours(self, memory_every: int = 0, **settings: str) -> Measured:
        """`scrapy crawl pages` into an archive that is thrown away."""
        with TemporaryDirectory(dir=self.folder) as name:
            given = {
                "ARCHIVE_URL": f"{name}/archive",
                "SPOOL_DIR": f"{name}/spool",
                "OPERATOR_CONTACT": "bench@example.org",
                "CONNECT_TO": f"::127.0.0.1:{self.port}",
                "DOWNLOAD_DELAY": "0",
                "AUTOTHROTTLE_ENABLED": "False",
                "CONCURRENT_REQUESTS_PER_DOMAIN": str(CONCURRENCY),
                "EXTENSIONS": '{"benchmarks.meter.Meter": 0}',
                **settings,
            }
            options = [word for key, value in given.items() for word in ("-s", f"{key}={value}")]
            words = ("scrapy", "crawl", "pages", "-a", f"urls={self._addresses(self.site.host)}", *options)
            return self._run(Path(name), *words, memory_every=memory_every)

    def _addresses(self, host: str) -> Path:
        file = self.folder / f"{host.replace(':', '-')}.txt"
        file.write_text("".join(f"http://{host}/{path}\n" for path in self.site.pages))
        return file

    def _run(self, folder: Path, *words: str, memory_every: int = 0) -> Measured:
        report, log = folder / "report", folder / "log"
        environment = {**os.environ, REPORT: str(report), EVERY: str(memory_every)}
        with log.open("w") as output:
            command = [sys.executable, "-m", *words]
            process = subprocess.Popen(
                command, cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
            child_peak_mb = _child_peak_mb(process) if memory_every else 0.0
            process.wait()
        if process.returncode:
            raise CrawlFailed(f"exit status {process.returncode}: {log.read_text()[-3000:]}")
        return _measured(json.loads(report.read_text()), len(self.site.pages), child_peak_mb)


def _child_peak_mb(process: subprocess.Popen[bytes]) -> float:
    """Watch until the process ends: the highest peak of any that it started."""
    peak = 0.0
    while process.poll() is None:
        time.sleep(LOOK)
        peak = max(peak, *(resident_mb("VmHWM", str(child)) for child in descendants(process.pid)), 0.0)
    return peak


def _measured(report: dict[str, dict[str, float]], pages: int, child_peak_mb: float) -> Measured:
    opened, closed, ended = report["opened"], report["closed"], report["ended"]
    return Measured(
        pages=pages,
        reactor_cpu=closed["thread"] - opened["thread"],
        process_cpu=closed["process"] - opened["process"],
        children_cpu=closed["children"] - opened["children"],
        seconds=closed["clock"] - opened["clock"],
        start_cpu=opened["process"],
        end_cpu=ended["process"] - closed["process"],
        resident={int(count): size for count, size in report["resident"].items()},
        peak_mb=ended["peak_mb"],
        child_peak_mb=child_peak_mb,
    )
