"""`scrapy release`: freeze a numbered release, or verify one."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.command_line import add_filters, guarded, wanted
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from crawler.versions import versions
from storage.releases.build import Release
from storage.releases.manifest import BadRelease, ReleaseManifest, release_key
from storage.releases.verify import faults

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] --name NAME | --verify NAME"

    def short_desc(self) -> str:
        return "Freeze a numbered release of the corpus, or verify one"

    def long_desc(self) -> str:
        return (
            "Write the articles of now to releases/NAME/ in the archive, where they never change: tables in order, a"
            " manifest that chains to the release before and to the runs, SHA256SUMS, a dataset card, Croissant, a citation,"
            " the ledger of gaps and the changes. One that was interrupted goes on when it is asked for again. --verify"
            " reads all of it again and names what is wrong, with status 1. Example: `scrapy release --name 2026.11 --sign"
            " key.pem`; `scrapy release --verify 2026.11 --public-key public.pem`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--name", metavar="NAME", help="the number of the new release, as 2026.11")
        add_filters(parser)
        parser.add_argument("--sign", metavar="FILE", help="Ed25519 private key in PEM: signs the manifest")
        parser.add_argument("--verify", metavar="NAME", help="check that release instead")
        parser.add_argument(
            "--public-key", metavar="FILE", help="with --verify: whose signature it must have"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or bool(opts.name) == bool(opts.verify):
            raise UsageError("say what to do: --name NAME to make a release, or --verify NAME")
        self.exitcode = guarded(self.settings, _Verify(opts) if opts.verify else _Make(opts))


@dataclass(frozen=True, slots=True)
class _Make:
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        options = self.options
        configuration.spool.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=configuration.spool, prefix="release-") as scratch:
            key = Path(options.sign) if options.sign else None
            try:
                made = Release(
                    configuration.store(), options.name, wanted(options), versions(), Path(scratch), key
                )()
            except BadRelease as error:
                raise BadConfiguration(str(error)) from error
        print(_said(made, configuration.store().url))
        return ExitStatus.COMPLETE


@dataclass(frozen=True, slots=True)
class _Verify:
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        name, key = self.options.verify, self.options.public_key
        try:
            found = list(faults(configuration.store(), name, Path(key) if key else None))
        except BadRelease as error:
            raise BadConfiguration(str(error)) from error
        for fault in found:
            print(fault)
        signed = ", and the signature is that of the key" if key else ""
        print(
            f"release {name}: {len(found)} faults"
            if found
            else f"release {name}: all files and digests are right{signed}"
        )
        return ExitStatus.DEFECT if found else ExitStatus.COMPLETE


def _said(made: ReleaseManifest, archive: str) -> str:
    changes, before = made.changes, made.previous
    articles = sum(part.articles for part in made.outlets.values())
    withheld = sum(sum(part.withheld.values()) for part in made.outlets.values())
    against = f"against {before.key}: " if before else ""
    return (
        f"release {made.name}: {articles} articles of {len(made.outlets)} outlets, as of {made.as_of}\n"
        f"changes   {against}{changes.added} added, {changes.revised} revised, {changes.reread} read anew,"
        f" {changes.removed} removed, {changes.withheld} withheld\n"
        f"withheld  {withheld} in all\n"
        f"files     {archive}/{release_key(made.name, 'manifest.json')}"
    )
