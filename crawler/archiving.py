"""Exchanges into the archive: records, rows and the verdict on the URL, in one transaction of the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from crawler import __version__, clock, verdict
from crawler.admission import page_key
from crawler.backfill import is_read_anew
from crawler.verdict import Fetched, Policy, Redirected, Retry
from crawler.versions import versions
from storage import captures, endings, frontier, site_files, unfinished
from storage.capture import Capture, Pressmark
from storage.captures import Place
from storage.endings import Ended
from storage.outcome import Failure, OutcomeKind
from storage.spool import NewWarc
from storage.warc import Provenance, examine, records, warcinfo

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from typing import Self

    from crawler.configuration import Configuration
    from crawler.verdict import Verdict
    from extractors.vocabulary import Outlet
    from storage.backfills import Backfill
    from storage.exchange import Exchange
    from storage.frontier import Scheduled
    from storage.spool import Spool
    from storage.warc import Batch, Earlier, Examined


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of an exchange. `capture` is there only when it is to be read."""

    capture: Capture | None
    verdict: Verdict | None  # None for robots.txt, which is no row of the frontier
    status: int | None = None  # of a whole response


@dataclass(frozen=True, slots=True)
class Archivist:
    """What all exchanges of a run have in common."""

    provenance: Provenance
    policy: Policy
    in_scope: Callable[[str], bool]
    article_key: Callable[[str], str | None]
    walk: Backfill | None = None  # the stretch of history that the run is for

    @classmethod
    def of(
        cls, run: str, slug: str, outlet: Outlet | None, configuration: Configuration, walk: Backfill | None
    ) -> Self:
        """The archivist of a run; without an outlet every public address is in scope."""
        policy = Policy(
            max_attempts=configuration.max_attempts,
            max_redirects=configuration.max_redirects,
            first_pause=configuration.retry_pause,
            longest_wait=configuration.max_wait,
            ports=configuration.ports,
        )
        provenance = Provenance(
            outlet=slug,
            run=run,
            software=f"Pressmark/{__version__}",
            operator=configuration.operator_contact,
            user_agent=configuration.user_agent,
            robots="obeyed (RFC 9309)",
            config_digest=f"sha256:{configuration.digest()}",
            versions=tuple(versions().items()),
        )
        return cls(
            provenance,
            policy,
            outlet.in_scope if outlet else lambda url: True,  # noqa: ARG005 - every address
            partial(page_key, outlet),
            walk,
        )

    def operation(
        self, row: Scheduled | None, exchanges: tuple[Exchange, ...], now: float
    ) -> Callable[[Spool], Archived]:
        """The journal's operation that archives the exchanges of one request; `now` in seconds since the epoch."""

        def archive(spool: Spool) -> Archived:
            return [self._archive(spool, row, exchange, now) for exchange in exchanges][-1]

        return archive

    def _archive(self, spool: Spool, row: Scheduled | None, exchange: Exchange, now: float) -> Archived:
        examined = examine(exchange)
        anew = row is not None and is_read_anew(self.walk, row.purpose)
        repeated = None if anew else self._repeated(spool.db, exchange, examined)
        earlier = captures.earlier(spool.db, exchange.url, examined)
        if repeated is None and earlier and earlier.target_uri == exchange.url:
            earlier = None  # it is to be read, and an article is cut out of a record that stands in full
        warcinfo_id = spool.prepare(self.new_warc)
        batch = records(exchange, warcinfo_id=warcinfo_id, earlier=earlier, examined=examined)
        if batch.response:
            record_id = batch.response.record_id
            site_files.note(spool.db, exchange, examined, examined.entity_sha256, record_id)
        place = self._append(spool, exchange, batch, earlier)
        if row is None:
            readable = place and examined.status == captures.OK and not exchange.truncated and not repeated
            return Archived(self.capture(exchange, batch, place) if place and readable else None, None)
        judged = self.judge(row, exchange, examined, repeated, now)
        if isinstance(judged, Redirected):
            judged = self._unless_round(spool.db, row, judged)
        self._note(spool.db, row, judged, batch, datetime.fromtimestamp(now, UTC))
        to_read = place and isinstance(judged, Fetched)
        capture = self.capture(exchange, batch, place) if to_read and place else None
        return Archived(capture, judged, None if exchange.truncated else examined.status)

    def _repeated(self, db: sqlite3.Connection, exchange: Exchange, examined: Examined) -> str | None:
        """The URL whose capture the answer repeats; None where it is to be read all the same.

        That is when the last look found no article, and when a text came back after another one.
        """
        url = captures.repeated_url(db, exchange.url, examined)
        if url is None or examined.status != captures.OK:
            return url
        came_back = url == exchange.url and not captures.is_latest(db, url, examined)
        return None if came_back or endings.is_to_be_read(db, url) else url

    def _append(
        self, spool: Spool, exchange: Exchange, batch: Batch, earlier: Earlier | None
    ) -> Place | None:
        """Write the records and note the capture; where its record stands, if anything was received."""
        warc, start = spool.append(batch.data, self.new_warc)
        response = batch.response
        if response is None:
            return None
        place = Place(warc, start + response.offset, response.length)
        digest = earlier.payload_digest if earlier and batch.profile else batch.examined.payload_digest
        row = captures.capture_row(self.provenance.run, exchange, batch.examined, response, place, digest)
        captures.add(spool.db, row)
        return place

    def capture(self, exchange: Exchange, batch: Batch, place: Place) -> Capture:
        """What the extractor is given, as the WARC reader would give it."""
        assert batch.response
        pressmark = Pressmark(
            record_id=batch.response.record_id,
            warc=place.warc,
            offset=place.offset,
            length=place.length,
            payload_digest=batch.examined.payload_digest or "",
            run=self.provenance.run,
        )
        return Capture(
            outlet=self.provenance.outlet,
            url=exchange.url,
            captured_at=exchange.started_at,
            block=batch.examined.block,
            truncated=exchange.truncated,
            pressmark=pressmark,
            purpose=exchange.purpose,
        )

    def new_warc(self, serial: int) -> NewWarc:
        """The next WARC file of the run, named by outlet, time, serial and run, and beginning with its warcinfo."""
        now = clock.now()
        name = f"{self.provenance.outlet}-{now:%Y%m%d%H%M%S}-{serial:05d}-{self.provenance.run}.warc.gz"
        member = warcinfo(name, now, self.provenance)
        return NewWarc(name, member.data, member.record_id, serial)

    def judge(
        self, row: Scheduled, exchange: Exchange, examined: Examined, repeated: str | None, now: float
    ) -> Verdict:
        """The verdict on one exchange of a row; `repeated` is the URL whose capture the answer repeats."""
        response = examined.response
        if exchange.truncated or response is None:
            return verdict.of_failure(row, exchange, self.policy, now)
        if repeated == row.url:
            return Ended(OutcomeKind.UNCHANGED)
        if repeated:
            return Ended(OutcomeKind.DUPLICATE, detail=f"of {repeated}")  # endings.name_duplicates
        return verdict.of_response(row, response, self.policy, now, self.in_scope)

    def _unless_round(self, db: sqlite3.Connection, row: Scheduled, judged: Redirected) -> Verdict:
        """The redirect, unless this run has followed its target back to where it began."""
        if endings.leads_to(db, self.provenance.run, judged.target.url, row.url):
            return Ended(OutcomeKind.ERROR, Failure.REDIRECT_LOOP, f"redirect to {judged.target.url}")
        return judged

    def _note(
        self, db: sqlite3.Connection, row: Scheduled, judged: Verdict, batch: Batch, at: datetime
    ) -> None:
        when, status = at.isoformat(), batch.examined.status
        record_id = batch.response.record_id if batch.response else None
        if isinstance(judged, Retry):
            frontier.retry(db, row.url, judged.when, status, judged.detail)
        elif isinstance(judged, Fetched):
            assert status is not None
            assert record_id is not None
            frontier.fetched(db, row.url, status, record_id)
        elif isinstance(judged, Redirected):
            frontier.enqueue(db, self.provenance.run, (self._keyed(db, row, judged.target),), when)
            endings.end(db, row.url, judged.ended, when, status, record_id, attempted=True)
        else:
            endings.end(db, row.url, judged, when, status, record_id, attempted=True)
            if judged.kind is OutcomeKind.DEFERRED:
                endings.defer_host(db, self.provenance.run, row.url, judged.reason, when)
            if judged.kind is OutcomeKind.UNCHANGED:
                unfinished.requeue_children(db, self.provenance.run, row.url, at.timestamp())

    def _keyed(self, db: sqlite3.Connection, row: Scheduled, target: frontier.Target) -> frontier.Target:
        depth = frontier.depth_of(db, row.url)
        return replace(target, article_key=self.article_key(target.url), depth=depth)
