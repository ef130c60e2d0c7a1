"""`scrapy crawl <outlet>`: one polite run from the sources to the published archive."""

from __future__ import annotations

import logging
import resource
import sys
from functools import partial
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.core.downloader import contextfactory  # noqa: F401 - it looks through all modules: here are the fewest
from scrapy.exceptions import UsageError

from crawler.command_line import guarded
from crawler.configuration import BadConfiguration, require_contact
from crawler.exit_status import ExitStatus
from crawler.recording import set_recorder
from crawler.run import LiveRun, set_run
from crawler.seeding import Seeds, seeds
from crawler.session import conclude, make_room, publish_all, session
from crawler.spider_loader import PAGES
from crawler.stopping import Stopping
from crawler.summary import print_summary
from crawler.watch.after_run import watch
from crawler.wire import cut_off
from extractors import outlets
from storage.object_store import StoreError, StoreUnavailable

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

    from crawler.configuration import Configuration
    from crawler.session import Session
    from extractors.vocabulary import Outlet


class Command(ScrapyCrawl):
    def syntax(self) -> str:
        return "[options] <outlet>|pages"

    def short_desc(self) -> str:
        return "Archive what an outlet has new, and extract its articles"

    def long_desc(self) -> str:
        return (
            "Fetch what is new at an outlet, or the pages you name, archive every byte as WARC, extract the articles"
            " and store them. Examples: `scrapy crawl southfront -s OPERATOR_CONTACT=you@example.org`;"
            " `scrapy crawl pages -a urls=list.txt`; `scrapy crawl southfront -a url=https://southfront.press/a/`;"
            " `scrapy crawl southfront -a since=2015-01-01 -a until=2016-12-31` (its history, newest first)."
            " Exit status: 0 complete, 75 incomplete (try again), 69 the site refused, 73 storage trouble (all is"
            " kept in the spool), 76 another run is active, 78 bad configuration, 1 a defect."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one outlet, or `pages`; `scrapy outlets` lists them")
        self.exitcode = guarded(self.settings, lambda made: self._crawl(made, args[0], opts.spargs))

    def _crawl(self, made: Configuration, slug: str, arguments: dict[str, str]) -> ExitStatus:
        outlet, planted = self._checked(made, slug, arguments)
        only_given = bool(arguments.keys() & {"url", "urls"})
        with session(made, slug, outlet, planted, only_given=only_given) as work:
            stopping = Stopping(made.stop_seconds, work.extraction.kill if work.extraction else lambda: None)
            with stopping.watching():
                return self._run(work, planted, stopping)

    def _checked(
        self, made: Configuration, slug: str, arguments: dict[str, str]
    ) -> tuple[Outlet | None, Seeds]:
        assert self.settings
        known = outlets.load()
        if slug != PAGES and slug not in known:
            raise BadConfiguration(
                f"no outlet is called {slug!r}; known are {', '.join(sorted(known))} and pages"
            )
        require_contact(made)
        _require_files()
        self.settings.set("USER_AGENT", made.user_agent, priority="cmdline")
        outlet = known.get(slug)
        if outlet and self.settings.getpriority("DOWNLOAD_DELAY") != _FROM_COMMAND_LINE:
            self.settings.set("DOWNLOAD_DELAY", outlet.politeness.delay_s, priority="cmdline")
        try:
            made.store().probe()
        except StoreUnavailable as error:
            print(
                f"pressmark: the archive does not answer, the run stays in the spool: {error}",
                file=sys.stderr,
            )
        except StoreError as error:
            raise BadConfiguration(f"ARCHIVE_URL: {error}") from error
        return outlet, seeds(outlet, arguments, made.ports)

    def _run(self, work: Session, planted: Seeds, stopping: Stopping) -> ExitStatus:
        for bad in planted.bad:
            print(f"pressmark: not fetched: {bad}", file=sys.stderr)
        _log_what_matters()
        make_room(work)
        live = LiveRun(work)
        crawler = self._live_crawler(work.spool.outlet, live)
        live.on_started = lambda loop: stopping.take_over(
            loop, partial(live.interrupted, crawler), partial(cut_off, crawler)
        )
        work.lease.on_lost = live.stop
        assert self.crawler_process
        self.crawler_process.crawl(crawler)
        self.crawler_process.start()
        stopping.leave_to_us()
        live.close()
        defect = bool(live.defects) or self._is_defect(crawler)
        manifest = conclude(work, live.stop_reason, defect=defect)
        published = publish_all(work)
        print_summary(work, manifest, watch(work.configuration, manifest, published=published))
        if manifest.exit_code == ExitStatus.COMPLETE and not published:
            return ExitStatus.STORAGE
        if manifest.exit_code == ExitStatus.COMPLETE and planted.bad:
            return ExitStatus.CONFIGURATION
        return ExitStatus(manifest.exit_code)

    def _live_crawler(self, name: str, live: LiveRun) -> Crawler:
        crawler = self._create_crawler(name)
        set_run(crawler, live)
        set_recorder(crawler, live)
        return crawler

    def _is_defect(self, crawler: Crawler) -> bool:
        """Whether our own code raised: Scrapy's exit status does not tell (scrapy#1241)."""
        assert self.crawler_process
        return bool(
            self.crawler_process.bootstrap_failed or crawler.stats.get_value("spider_exceptions/count")
        )


_FROM_COMMAND_LINE = 40
FEWEST_FILES = 128  # that a crawl may have open: connections, workers, the spool, the archive's tables


def _require_files() -> None:
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed < FEWEST_FILES:
        raise BadConfiguration(
            f"this process may have {allowed} files open, and a crawl needs {FEWEST_FILES}: raise it, as by `ulimit -n 1024`"
        )


def _log_what_matters() -> None:
    """Leave out what Scrapy says of itself at each start; the WARC files hold versions and configuration."""
    for name in ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log", "py.warnings"):
        logging.getLogger(name).setLevel(logging.WARNING)
