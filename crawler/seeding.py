"""What a run begins with: the outlet's sources and what earlier runs left, or the addresses a person names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import clock
from crawler.addresses import BadUrl, safe_url, why_refused
from crawler.admission import page_key
from crawler.configuration import BadConfiguration
from storage import frontier
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.outcome import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.vocabulary import Outlet
    from storage.spool import Spool

ARGUMENTS = frozenset({"url", "urls"})


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


def seeds(outlet: Outlet | None, arguments: Mapping[str, str], ports: frozenset[int]) -> Seeds:
    """Read the spider's arguments; BadConfiguration names the one that cannot be used."""
    if unknown := set(arguments) - ARGUMENTS:
        raise BadConfiguration(
            f"-a {min(unknown)}=... is not known; known are {', '.join(sorted(ARGUMENTS))}"
        )
    if arguments:
        return _given(outlet, arguments, ports)
    if outlet is None:
        raise BadConfiguration("`scrapy crawl pages` needs -a urls=FILE or -a url=ADDRESS")
    return Seeds(tuple(_source(source.url, Purpose(source.kind)) for source in outlet.sources))


def plant(spool: Spool, run: str, outlet: Outlet | None, planted: Seeds, *, only_given: bool) -> None:
    """Put the seeds into the frontier, and, unless addresses were given, what earlier runs left and what is due."""
    now = clock.now()
    with spool.transaction():
        if only_given or not outlet:
            frontier.enqueue(spool.db, run, planted.targets, now.isoformat())
            return
        frontier.requeue_unfinished(spool.db, run)
        frontier.enqueue_sources(spool.db, run, planted.targets, now)
        frontier.requeue_due(spool.db, run, now.timestamp(), outlet.budgets.revisits)


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
