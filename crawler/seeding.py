"""What a run begins with: the outlet's sources and what earlier runs left, or the addresses a person names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import backfill, clock, discovery
from crawler.addresses import BadUrl, safe_url, why_refused
from crawler.admission import page_key
from crawler.configuration import BadConfiguration
from storage import backfills, frontier, unfinished
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.outcome import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.vocabulary import Outlet
    from storage.backfills import Backfill
    from storage.spool import Spool

ARGUMENTS = frozenset({"url", "urls", "since", "until"})


@dataclass(frozen=True, slots=True)
class BadLine:
    """An address that cannot be fetched, and where it was given."""

    place: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}: {self.text[:200]!a}"


@dataclass(frozen=True, slots=True)
class Seeds:
    """What to fetch first, and the given addresses that are of no use."""

    targets: tuple[Target, ...]
    bad: tuple[BadLine, ...] = ()
    walk: Backfill | None = None  # the stretch of history that the run is for


def seeds(outlet: Outlet | None, arguments: Mapping[str, str], ports: frozenset[int]) -> Seeds:
    """Read the spider's arguments; BadConfiguration names the one that cannot be used."""
    if unknown := set(arguments) - ARGUMENTS:
        raise BadConfiguration(
            f"-a {min(unknown)}=... is not known; known are {', '.join(sorted(ARGUMENTS))}"
        )
    if arguments.keys() & {"since", "until"}:
        return _history(outlet, arguments)
    if arguments:
        return _given(outlet, arguments, ports)
    if outlet is None:
        raise BadConfiguration("`scrapy crawl pages` needs -a urls=FILE or -a url=ADDRESS")
    return Seeds(_declared(outlet))


def _history(outlet: Outlet | None, arguments: Mapping[str, str]) -> Seeds:
    if outlet is None:
        raise BadConfiguration(
            "-a since and -a until walk the history of an outlet: name one instead of `pages`"
        )
    if arguments.keys() & {"url", "urls"}:
        raise BadConfiguration(
            "-a since and -a until choose the pages themselves: leave out -a url and -a urls"
        )
    return Seeds(_declared(outlet), walk=backfill.wanted(arguments, clock.now()))


def _declared(outlet: Outlet) -> tuple[Target, ...]:
    """The sources of the outlet's file; the home page of one that has none."""
    declared = tuple(_source(source.url, Purpose(source.kind)) for source in outlet.sources)
    return declared or (_source(discovery.home_page(outlet), Purpose.LISTING),)


def begun(spool: Spool, wanted: Backfill | None) -> Backfill | None:
    """The walk through history as an earlier run began it, or as it begins now."""
    if wanted is None:
        return None
    with spool.transaction():
        return backfills.begin(spool.db, wanted, clock.now())


def plant(
    spool: Spool,
    run: str,
    outlet: Outlet | None,
    planted: Seeds,
    walk: Backfill | None,
    *,
    only_given: bool,
    most: int,
) -> None:
    """Put the seeds into the frontier, and, unless addresses were given, what earlier runs left and what is due.

    `most`: how many requests the run may make.
    """
    now = clock.now()
    with spool.transaction():
        if walk:
            unfinished.requeue(spool.db, run, now.timestamp(), most, walk.span)
            frontier.enqueue(spool.db, run, tuple(backfill.sources(spool.db, walk, planted.targets)))
            return
        if only_given or not outlet:
            frontier.enqueue(spool.db, run, planted.targets, now.isoformat())
            return
        unfinished.requeue(spool.db, run, now.timestamp(), most)
        sources = tuple(discovery.due_sources(spool.db, planted.targets, now.timestamp()))
        frontier.enqueue_sources(spool.db, run, sources, now)
        frontier.requeue_due(spool.db, run, now.timestamp(), outlet.budgets.revisits)
        if not frontier.queued(spool.db, run, 1):  # else robots.txt is asked, and the usual places after it
            frontier.enqueue(spool.db, run, tuple(discovery.guesses(spool.db, outlet, now.timestamp())))


def _source(url: str, purpose: Purpose) -> Target:
    return Target(safe_url(url), purpose, Hop.SEED, again=True)


def _given(outlet: Outlet | None, arguments: Mapping[str, str], ports: frozenset[int]) -> Seeds:
    lines = [("-a url", arguments["url"])] if "url" in arguments else []
    if "urls" in arguments:
        lines += _lines(arguments["urls"])
    targets: dict[str, Target] = {}
    bad: list[BadLine] = []
    for place, text in lines:
        made = _target(outlet, place, text, ports)
        if isinstance(made, BadLine):
            bad.append(made)
        else:
            targets.setdefault(made.url, made)
    if not targets:
        raise BadConfiguration(
            "no address to fetch: " + ("; ".join(map(str, bad[:5])) or "the list is empty")
        )
    return Seeds(tuple(targets.values()), tuple(bad))


def _lines(name: str) -> list[tuple[str, str]]:
    """Lines of the file that say something; "#" begins a comment line."""
    try:
        text = Path(name).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise BadConfiguration(f"-a urls={name}: {error.strerror}") from error
    numbered = ((f"{name}, line {n}", line.strip()) for n, line in enumerate(text.splitlines(), 1))
    return [(place, line) for place, line in numbered if line and not line.startswith("#")]


def _target(outlet: Outlet | None, place: str, text: str, ports: frozenset[int]) -> Target | BadLine:
    try:
        url = safe_url(text)
    except BadUrl as error:
        return BadLine(place, text, error.reason)
    if refusal := why_refused(url, ports):
        return BadLine(place, text, refusal)
    if outlet and not outlet.in_scope(url):
        return BadLine(place, text, Refusal.SCOPE)
    key = page_key(outlet, url)
    return Target(url, Purpose.PAGE, Hop.SEED, article_key=key, again=True)
