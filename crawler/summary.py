"""What a person reads at the end of a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from crawler.exit_status import ExitStatus
from crawler.terminal import Terminal
from crawler.watch.wording import sentence, size
from storage.manifest import FileKind

if TYPE_CHECKING:
    from crawler.session import Session
    from crawler.watch.after_run import Watch
    from storage.alarm import Alarm
    from storage.manifest import RunManifest

MEANING = {
    ExitStatus.COMPLETE: "complete",
    ExitStatus.DEFECT: "a defect: please report the log",
    ExitStatus.REFUSED: "the site refused",
    ExitStatus.STORAGE: "storage trouble; everything is kept in the spool",
    ExitStatus.INCOMPLETE: "incomplete; the next run goes on",
}


def print_summary(work: Session, manifest: RunManifest, watch: Watch) -> None:
    """Outcomes, new articles, bytes, alarms, and where things are; on standard output."""
    console = Terminal(soft_wrap=True, highlight=False, emoji=False)
    console.print(_outcomes(manifest))
    for label, text in _facts(work, manifest, published=watch.run.published):
        console.print(Text(f"{label:<9} {text}"))
    for alarm in watch.run.alarms:
        console.print(_alarm(alarm))


def _alarm(alarm: Alarm) -> Text:
    """What is wrong, and on lines of their own what to look at and what to do."""
    lines = [
        f"{'ALARM':<9} {alarm.kind}: {sentence(alarm)}; since {alarm.since:%Y-%m-%d %H:%M} UTC",
        *([f"{'':<9} look at {alarm.example_url}"] if alarm.example_url else []),
        f"{'':<9} {alarm.advice}",
    ]
    return Text("\n".join(lines))


def _outcomes(manifest: RunManifest) -> Table:
    table = Table(title=f"{manifest.outlet}, run {manifest.run}", title_justify="left")
    table.add_column("outcome")
    table.add_column("URLs", justify="right")
    for label, n in manifest.outcomes.items():
        table.add_row(Text(str(label)), str(n))
    table.add_section()
    table.add_row("all", str(sum(manifest.outcomes.values())))
    return table


def _facts(work: Session, manifest: RunManifest, *, published: bool) -> list[tuple[str, str]]:
    counts = manifest.counts
    because = f" ({manifest.reason})" if manifest.reason else ""
    warcs = [file.key for file in manifest.files if file.kind is FileKind.WARC]
    place = work.store.url if published else str(work.spool.outbox(manifest.run))
    facts = [
        ("articles", f"{counts['revisions']} new revisions"),
        ("archived", f"{counts['captures']} captures, {size(counts['warc_bytes'])} of WARC"),
        ("status", MEANING.get(ExitStatus(manifest.exit_code), str(manifest.exit_code)) + because),
        ("archive" if published else "spool", place),
        *(("WARC", key) for key in warcs),
    ]
    if published:
        facts.append(("next", f"scrapy pull --outlet {manifest.outlet} --to texts"))
    return facts
