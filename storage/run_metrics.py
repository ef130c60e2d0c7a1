"""What the articles and outcomes of a run amount to. Sums only: the values of a window are those of its runs added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage.article import Kind, Reason
from storage.exchange import Purpose
from storage.histogram import step
from storage.outcome import OutcomeKind, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from storage.article import Article
    from storage.outcome import Outcome
    from storage.table_rows import ArticleRow

FRESH = timedelta(days=3)
"""A first revision captured within this time of its publication is news; the rest is history that is being caught up."""

MEASURED = frozenset({Kind.ARTICLE, Kind.OPINION})  # appeals, digests and stubs have no usual length
BLOCKING_STATUSES = frozenset({403, 429, 503})
SOURCES = frozenset({Purpose.FEED, Purpose.SITEMAP, Purpose.REST, Purpose.LISTING})
KEPT_EXAMPLE = 500  # characters: a longer address is no help


def _counts() -> Any:  # noqa: ANN401 - dataclasses.field
    return field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunMetrics:
    """All are counts. `words` and `lag` are histograms (storage.histogram), `lag` in seconds."""

    urls: int = 0  # outcomes
    sources_read: int = 0  # feeds, sitemaps, REST and listings that were archived or had not changed
    sources_failed: int = 0
    asked: int = 0  # URLs that were answered, robots.txt apart
    blocked: int = 0  # of these: block pages, consent walls, 403, 429, 503
    robots: int = 0  # URLs that robots.txt forbids; one that cannot be had forbids nothing
    revisions: int = 0
    articles: int = 0  # first revisions
    fresh: int = 0  # of these, captured within FRESH of publication, or without a date
    measured: int = 0  # revisions of kind article or opinion; what follows is of these
    without_author: int = 0
    without_date: int = 0
    disagreeing: int = 0  # layout and generic reading differ, or no layout fits (flags drift, layout_missing)
    body_words: int = 0
    removed_words: int = 0
    words: Mapping[str, int] = _counts()
    lag: Mapping[str, int] = _counts()  # of fresh ones with a date
    removed: Mapping[str, int] = _counts()  # words, by family
    rules: Mapping[str, int] = _counts()  # revisions in which the rule removed something
    statuses: Mapping[str, int] = _counts()  # of the last answer to each URL
    examples: Mapping[str, str] = _counts()  # a URL for each value that may need a look


def parsed_metrics(found: Mapping[str, Any]) -> RunMetrics:
    """The metrics in this JSON object; names of later versions are passed over. TypeError, ValueError."""
    values: dict[str, Any] = {}
    for own in fields(RunMetrics):
        if own.name in found:
            value = found[own.name]
            kind = str if own.name == "examples" else int
            is_mapping = not isinstance(own.default, int)
            values[own.name] = {str(k): kind(v) for k, v in value.items()} if is_mapping else int(value)
    return RunMetrics(**values)


def together(parts: Iterable[RunMetrics]) -> RunMetrics:
    """The sums. Of the examples the last one of each name is kept."""
    numbers, examples = Counter[str](), dict[str, str]()
    mappings = {name: Counter[str]() for name in _MAPPINGS}
    for part in parts:
        for name in _NUMBERS:
            numbers[name] += getattr(part, name)
        for name in _MAPPINGS:
            mappings[name].update(getattr(part, name))
        examples |= part.examples
    return _made(numbers, mappings, examples)


def _made(
    numbers: Mapping[str, int], mappings: Mapping[str, Mapping[str, int]], examples: Mapping[str, str]
) -> RunMetrics:
    values: dict[str, Any] = {**numbers, **{name: dict(sorted(m.items())) for name, m in mappings.items()}}
    return RunMetrics(**values, examples=dict(examples))


_NUMBERS = tuple(own.name for own in fields(RunMetrics) if isinstance(own.default, int))
_MAPPINGS = ("words", "lag", "removed", "rules", "statuses")


class Tally:
    """Counts rows as they pass on their way into the tables, so that nothing has to be read a second time."""

    def __init__(self) -> None:
        self._numbers = Counter[str]()
        self._mappings = {name: Counter[str]() for name in _MAPPINGS}
        self._examples: dict[str, str] = {}
        self._extremes: dict[str, float] = {}

    def articles(self, rows: Iterable[ArticleRow]) -> Iterator[ArticleRow]:
        for row in rows:
            self._add_article(row.article, is_first=row.revision == 1)
            yield row

    def outcomes(self, rows: Iterable[Outcome]) -> Iterator[Outcome]:
        for row in rows:
            self._add_outcome(row)
            yield row

    def metrics(self) -> RunMetrics:
        """Of what has passed so far."""
        examples = {name: url[:KEPT_EXAMPLE] for name, url in sorted(self._examples.items())}
        return _made(self._numbers, self._mappings, examples)

    def _add_article(self, article: Article, *, is_first: bool) -> None:
        lag = _lag(article)
        is_fresh = is_first and (lag is None or lag <= FRESH)
        self._count("revisions")
        self._count("articles", article.url, if_=is_first)
        self._count("fresh", article.url, if_=is_fresh)
        if is_fresh and lag is not None:
            self._mappings["lag"][step(lag.total_seconds())] += 1
            self._keep_most("latest", lag.total_seconds(), article.url)
        if article.kind in MEASURED:
            self._measure(article)

    def _measure(self, article: Article) -> None:
        url, removed = article.url, Counter[str]()
        for piece in article.boilerplate:
            removed[piece.family] += len(piece.text.split())
        self._count("measured", url)
        self._count("without_author", url, if_=not article.author)
        self._count("without_date", url, if_=article.date_published is None)
        self._count("disagreeing", url, if_=not {"drift", "layout_missing"}.isdisjoint(article.flags))
        self._numbers["body_words"] += article.word_count
        self._numbers["removed_words"] += removed.total()
        self._mappings["words"][step(article.word_count)] += 1
        self._mappings["removed"].update(removed)
        self._mappings["rules"].update({piece.rule for piece in article.boilerplate})
        self._keep_most("shortest", -article.word_count, url)
        self._keep_most("longest", article.word_count, url)
        self._keep_most("most_removed", removed.total(), url)
        self._keep_most("least_removed", -removed.total(), url)

    def _add_outcome(self, outcome: Outcome) -> None:
        self._count("urls")
        if outcome.status is not None:
            self._mappings["statuses"][str(outcome.status)] += 1
        if outcome.kind is OutcomeKind.REFUSED and outcome.reason == Refusal.ROBOTS:
            self._count("robots", outcome.url)
        if outcome.purpose in SOURCES and outcome.kind is not OutcomeKind.DEFERRED:
            is_read = outcome.kind in {OutcomeKind.ARCHIVED, OutcomeKind.UNCHANGED, OutcomeKind.DUPLICATE}
            self._count("sources_read" if is_read else "sources_failed", outcome.url)
        if outcome.status is not None and outcome.purpose != "robots":
            is_blocked = outcome.reason in _WALLS or outcome.status in BLOCKING_STATUSES
            self._count("asked")
            self._count("blocked", outcome.url, if_=is_blocked)

    def _keep_most(self, name: str, value: float, url: str) -> None:
        """As the example of this name, the URL of which the value is largest."""
        if name not in self._extremes or value > self._extremes[name]:
            self._extremes[name], self._examples[name] = value, url

    def _count(self, name: str, url: str = "", *, if_: bool = True) -> None:
        if if_:
            self._numbers[name] += 1
            if url:
                self._examples[name] = url


_WALLS = frozenset({Reason.BLOCKED, Reason.CONSENT_WALL})


def _lag(article: Article) -> timedelta | None:
    """From publication to capture; none where a page does not say when, or names a moment to come."""
    if article.date_published is None:
        return None
    return max(article.captured_at - article.date_published, timedelta())
