"""What commands have in common: errors as one line and an exit status, moments and options as people write them."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from crawler import logs
from crawler.configuration import BadConfiguration, configuration
from crawler.exit_status import ExitStatus
from storage.article import Kind
from storage.keys import BadKey
from storage.lease import LeaseHeld
from storage.link_index import IndexBusy
from storage.manifest import BadManifest
from storage.object_store import BadArchiveUrl, StoreError, StoreRefused
from storage.selection import Filter
from storage.spool import SpoolBusy, SpoolLost
from storage.state import DamagedState
from storage.terms import Terms
from storage.warc_reader import DamagedWarc

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from scrapy.settings import BaseSettings

    from crawler.configuration import Configuration

STATUS_OF = (
    (BadConfiguration, ExitStatus.CONFIGURATION),
    (BadArchiveUrl, ExitStatus.CONFIGURATION),
    (StoreRefused, ExitStatus.CONFIGURATION),
    (SpoolBusy, ExitStatus.BUSY),
    (LeaseHeld, ExitStatus.BUSY),
    (IndexBusy, ExitStatus.BUSY),
    (DamagedWarc, ExitStatus.DEFECT),
    (BadManifest, ExitStatus.DEFECT),
    (BadKey, ExitStatus.DEFECT),
    (StoreError, ExitStatus.STORAGE),
    (DamagedState, ExitStatus.STORAGE),
    (SpoolLost, ExitStatus.STORAGE),
    (OSError, ExitStatus.STORAGE),
    (sqlite3.Error, ExitStatus.STORAGE),  # the state's disk: full, or failing
)


def guarded(settings: BaseSettings | None, body: Callable[[Configuration], ExitStatus]) -> ExitStatus:
    """Run a command's body on the checked configuration; what is expected to go wrong becomes one line."""
    assert settings is not None, "Scrapy sets it before a command runs"
    try:
        made = configuration(settings)
        _begin_log(settings)
        return body(made)
    except BrokenPipeError:  # the reader of our output has had enough, as `head` does
        sys.stderr.close()
        return ExitStatus.COMPLETE
    except tuple(kind for kind, _ in STATUS_OF) as error:
        return failed(error)


def _begin_log(settings: BaseSettings) -> None:
    try:
        logs.install(settings)
    except ValueError as error:
        raise BadConfiguration(str(error)) from error


def failed(error: Exception) -> ExitStatus:
    """Say the error on standard error; the exit status that it means."""
    print(f"pressmark: {logs.printable(str(error))}", file=sys.stderr)  # noqa: T201 - for the person at the command line
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))


def say_damaged(damaged: list[str]) -> ExitStatus:
    """Name on standard error what could not be read; the exit status that it means."""
    for line in dict.fromkeys(damaged):
        print(f"pressmark: {line}", file=sys.stderr)  # noqa: T201 - for the person at the command line
    return ExitStatus.DEFECT if damaged else ExitStatus.COMPLETE


def day(text: str, name: str) -> datetime:
    """Midnight UTC of a day written 2022-01-31; BadConfiguration names the option."""
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise BadConfiguration(f"{name} {text}: write a day as 2022-01-31") from None


def day_after(text: str, name: str) -> datetime:
    """The first moment behind that day: "until" includes the day named."""
    return day(text, name) + timedelta(days=1)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The options that choose articles; `wanted` reads them."""
    parser.add_argument("--outlet", metavar="NAME", help="only this outlet")
    parser.add_argument("--since", metavar="DAY", help="published on or after this day (UTC), as 2022-01-31")
    parser.add_argument("--until", metavar="DAY", help="published on or before this day")
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="only this kind of page")
    parser.add_argument("--language", metavar="TAG", help="only this language: en also means en-GB")
    parser.add_argument(
        "--rights",
        metavar="TERMS",
        help=f"only pages that state so, several by commas: {', '.join(Terms)} (docs/rights.md)",
    )


def wanted(options: argparse.Namespace) -> Filter:
    """The filter that these options describe; BadConfiguration names the option."""
    return Filter(
        outlet=options.outlet,
        since=day(options.since, "--since") if options.since else None,
        until=day_after(options.until, "--until") if options.until else None,
        kind=Kind(options.kind) if options.kind else None,
        language=options.language,
        rights=_terms(options.rights or ""),
    )


def _terms(text: str) -> tuple[Terms, ...]:
    try:
        return tuple(sorted({Terms(word.strip()) for word in text.split(",") if word.strip()}))
    except ValueError as error:
        raise BadConfiguration(f"--rights {text}: {error}; there are {', '.join(Terms)}") from None


def progress_bar() -> Progress:
    """A bar on standard error; nothing where that is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def bytes_bar() -> Progress:
    """The same for bytes, with their number, their speed and the time that is left."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
