"""`scrapy record <url> --outlet <slug>`: one page, fetched as a crawl would, becomes a case for the outlet's tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.addresses import BadUrl, safe_url, why_refused
from crawler.aside import crawl_aside
from crawler.case import write_case
from crawler.command_line import guarded
from crawler.configuration import BadConfiguration, require_contact
from crawler.exit_status import ExitStatus
from extractors import outlets
from extractors.extract import extract
from storage.article import Article
from storage.exchange import Purpose

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import BaseSettings

    from crawler.aside import Aside
    from crawler.configuration import Configuration
    from extractors.vocabulary import Outlet
    from storage.article import Rejection
    from storage.capture import Capture

CASES = "tests/outlets"
_LONGEST_NAME = 60  # characters
_ADVICE = """\
Before you commit it:
  read expected.json whole: a case says what is right, not what the extractor happens to give; mend the outlet's
  file until it does, and write it again with `python -m tests.record_case {folder}`;
  look into capture.http for what is yours: your contact and address, cookies, tokens;
  a page of a real outlet is not ours to publish: keep its markup, put a text of your own in its place, and
  record that (CONTRIBUTING.md, "Recording a case")."""


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <url> --outlet <slug>"

    def short_desc(self) -> str:
        return "Fetch one page and write a test case for its outlet"

    def long_desc(self) -> str:
        return (
            "Fetch one page as `scrapy crawl` would, robots.txt first, and write the capture and what is extracted from"
            " it as a case of the outlet's tests. Nothing is overwritten, nothing goes into the archive. Example:"
            " `scrapy record https://southfront.press/some-slug/ --outlet southfront --name appeal-2026`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--outlet", metavar="SLUG", help="whose case it is; needed")
        parser.add_argument(
            "--name", metavar="CASE", help="of the case; default: from the address and the day"
        )
        parser.add_argument("--to", metavar="FOLDER", default=CASES, help=f"of all cases; default: {CASES}")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1 or not opts.outlet:
            raise UsageError("name one address, and its outlet with --outlet")
        assert self.settings is not None
        self.exitcode = guarded(self.settings, _Record(args[0], opts, self.settings))


@dataclass(frozen=True, slots=True)
class _Record:
    url: str
    options: argparse.Namespace
    settings: BaseSettings

    def __call__(self, configuration: Configuration) -> ExitStatus:
        require_contact(configuration)
        outlet = _outlet(self.options.outlet)
        url = _checked(self.url, outlet, configuration)
        if self.options.name:
            _require_new(self._folder(outlet, _checked_name(self.options.name)))
        came = crawl_aside(outlet.slug, [url], configuration, self.settings)
        page = _page(came)
        if page is None:
            print(_why_not(came, url))
            return came.status if came.status is not ExitStatus.COMPLETE else ExitStatus.INCOMPLETE
        folder = self._folder(outlet, self.options.name or _name_of(page, outlet))
        _require_new(folder)
        result = extract(page)
        write_case(folder, page, result)
        _tell(folder, page, result)
        return ExitStatus.COMPLETE

    def _folder(self, outlet: Outlet, name: str) -> Path:
        return Path(self.options.to) / outlet.slug / name


def _outlet(slug: str) -> Outlet:
    known = outlets.load()
    if slug not in known:
        raise BadConfiguration(
            f"--outlet {slug}: no outlet is called so; known are {', '.join(sorted(known))}"
        )
    return known[slug]


def _checked(text: str, outlet: Outlet, configuration: Configuration) -> str:
    try:
        url = safe_url(text)
    except BadUrl as error:
        raise BadConfiguration(f"{text!a} cannot be fetched: {error.reason}") from None
    if refusal := why_refused(url, configuration.ports):
        raise BadConfiguration(f"{url} is not fetched: {refusal}")
    if not outlet.in_scope(url):
        raise BadConfiguration(f"{url} is on no host of {outlet.slug} ({', '.join(outlet.hosts)})")
    return url


def _checked_name(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise BadConfiguration(f"--name {name!a}: use lower-case letters, digits and hyphens")
    return name


def _require_new(folder: Path) -> None:
    if folder.exists():
        raise BadConfiguration(f"{folder} is there already, and is not overwritten; choose another --name")


def _page(came: Aside) -> Capture | None:
    """The page where the redirects ended."""
    return next((each for each in reversed(came.captures) if each.purpose is Purpose.PAGE), None)


def _name_of(page: Capture, outlet: Outlet) -> str:
    key = outlet.article_key(page.url) or page.url.rstrip("/").rpartition("/")[2]
    plain = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{plain or 'page'}-{page.captured_at:%Y%m%d}"


def _why_not(came: Aside, url: str) -> str:
    outcome = came.outcome_of(url)
    return (
        f"nothing to record: {url} ended as {outcome.label}: {outcome.detail}"
        if outcome
        else f"no answer from {url}"
    )


def _tell(folder: Path, page: Capture, result: Article | Rejection) -> None:
    if isinstance(result, Article):
        print(f"{result.kind}: {result.headline}")
        print(
            f"{result.word_count} words, {len(result.boilerplate)} pieces removed, layout {result.layout or 'none'}"
        )
        print(f"flags: {', '.join(result.flags) or 'none'}")
    else:
        print(f"rejected: {result.reason} {result.detail}".rstrip())
    names = ", ".join(sorted(path.name for path in folder.iterdir()))
    print(f"{folder}: {names}; {len(page.block)} bytes of {page.url}\n\n{_ADVICE.format(folder=folder)}")
