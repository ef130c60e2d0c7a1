"""A small crawl aside: pages fetched by `scrapy crawl` itself, in a process of its own, into a folder that is gone afterwards.

It is the road of every crawl (wire capture, robots.txt, guard, politeness), so what `record` and `outlets --probe` see is
what a crawl would have archived. Archive and spool of the operator are not touched.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from storage.corpus import Corpus
from storage.manifest import FileKind
from storage.object_store import open_store
from storage.warc_reader import captures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.settings import BaseSettings

    from crawler.configuration import Configuration
    from storage.capture import Capture
    from storage.outcome import Outcome

_FROM_COMMAND_LINE = 40  # priority of what the user said with -s


@dataclass(frozen=True, slots=True)
class Aside:
    """What came: every answer in the order of the wire, robots.txt among them, and how each URL ended."""

    captures: tuple[Capture, ...]
    outcomes: tuple[Outcome, ...]
    status: ExitStatus

    def outcome_of(self, url: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.url == url), None)


def crawl_aside(
    slug: str, urls: Iterable[str], configuration: Configuration, settings: BaseSettings
) -> Aside:
    """Fetch the pages as the outlet `slug`, or as `pages`. BadConfiguration with what the crawl said, if it did not run."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as name:
        folder = Path(name)
        (folder / "urls").write_text("\n".join(urls), encoding="utf-8")
        given = {
            **_settings(configuration, settings),
            "ARCHIVE_URL": str(folder / "archive"),
            "SPOOL_DIR": str(folder / "spool"),
            "EXTRACTION_ENABLED": "False",
            "LEASE_SECONDS": "0",
        }
        words = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
        warnings = [f"-W{option}" for option in sys.warnoptions]
        done = subprocess.run(  # noqa: S603 - this interpreter, with settings that were checked
            [
                sys.executable,
                *warnings,
                "-m",
                "scrapy",
                "crawl",
                slug,
                "-a",
                f"urls={folder / 'urls'}",
                *words,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        corpus = Corpus(open_store(str(folder / "archive")))
        runs = tuple(corpus.runs(slug))
        if not runs:
            raise BadConfiguration(_last_words(done.stderr))
        outcomes = tuple(corpus.outcomes(slug, runs[-1].run))
        return Aside(
            tuple(_captures(folder / "archive", corpus, slug)), outcomes, ExitStatus(done.returncode)
        )


def _settings(configuration: Configuration, settings: BaseSettings) -> dict[str, str]:
    """Ours as they were read, wherever they came from, and what the command line says of Scrapy's."""
    ours = {f.name.upper(): str(getattr(configuration, f.name)) for f in fields(configuration)}
    said = {
        name: str(settings.get(name))
        for name in settings
        if settings.getpriority(name) == _FROM_COMMAND_LINE and name not in ours
    }
    return {**said, **ours}


def _captures(archive: Path, corpus: Corpus, slug: str) -> Iterator[Capture]:
    for run in corpus.runs(slug):
        for file in run.files:
            if file.kind is FileKind.WARC:
                with (archive / file.key).open("rb") as warc:
                    yield from captures(warc, file.key.rpartition("/")[2])


def _last_words(stderr: str) -> str:
    said = [
        line.removeprefix("pressmark: ") for line in stderr.splitlines() if line.startswith("pressmark: ")
    ]
    return "; ".join(said) or stderr.strip().rpartition("\n")[2] or "the crawl did not run"
