"""The schema of the state, as the numbered steps that lead to it: schema N is what the first N steps make.

A state of an older schema is brought forward by the steps that it lacks, a new one by all of them, so that both are
the same. A step that was released is never changed; a change of the schema is another step at the end. What a step
cannot know of old rows it leaves NULL, or says in a comment how it is come by.
"""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    # 1: runs, the frontier, captures, WARC files, readings and the last revision of each article
    """
CREATE TABLE run (
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, configuration TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'closed', 'published')),
    manifest BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE url (
    seq INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, run TEXT NOT NULL, priority INTEGER NOT NULL,
    purpose TEXT NOT NULL, hop TEXT NOT NULL, via TEXT, article_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'fetched', 'done')),
    due REAL NOT NULL, attempts INTEGER NOT NULL, redirects INTEGER NOT NULL,
    status INTEGER, record_id TEXT,
    outcome TEXT, reason TEXT, detail TEXT, decided_at TEXT, article_id TEXT
) STRICT;
CREATE INDEX url_queue ON url (run, state, priority DESC, seq);
CREATE INDEX url_article ON url (article_key) WHERE article_key IS NOT NULL;
CREATE TABLE capture (
    record_id TEXT PRIMARY KEY, url TEXT NOT NULL, run TEXT NOT NULL, captured_at TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('response', 'revisit')), purpose TEXT NOT NULL, status INTEGER,
    warc TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL,
    payload_digest TEXT, entity_sha256 TEXT, etag TEXT, last_modified TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX capture_url ON capture (url, captured_at);
CREATE INDEX capture_entity ON capture (entity_sha256) WHERE entity_sha256 IS NOT NULL;
CREATE INDEX capture_place ON capture (run, warc, warc_offset);
CREATE TABLE warc (
    name TEXT PRIMARY KEY, run TEXT NOT NULL, serial INTEGER NOT NULL, size INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'published')),
    warcinfo_id TEXT NOT NULL, sha256 TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE result (
    record_id TEXT PRIMARY KEY, run TEXT NOT NULL, result BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE article (
    article_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, content_digest TEXT NOT NULL,
    record_id TEXT NOT NULL, url TEXT NOT NULL
) STRICT, WITHOUT ROWID;
""",
    # discovery: what each source said of each URL, and under which number the source stands there. Empty in an old
    # state until its sources are read again; `scrapy rebuild` reads them from the archive.
    """
CREATE TABLE announcer (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, purpose TEXT NOT NULL
) STRICT;
CREATE TABLE announcement (
    announcer INTEGER NOT NULL, url TEXT NOT NULL, digest BLOB NOT NULL,
    purpose TEXT NOT NULL, article_key TEXT, article_id TEXT, date_published TEXT, date_modified TEXT, title TEXT,
    more TEXT NOT NULL,
    run TEXT NOT NULL, record_id TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    PRIMARY KEY (announcer, url, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_article ON announcement (article_key) WHERE article_key IS NOT NULL;
CREATE INDEX announcement_run ON announcement (run, record_id);
""",
    # discovery: places where sources are or may be, and the order of the newest first within a priority
    """
CREATE TABLE place (
    url TEXT NOT NULL UNIQUE, purpose TEXT NOT NULL, found_by TEXT NOT NULL, asked_at REAL
) STRICT;
CREATE TABLE backfill (
    since TEXT NOT NULL, until TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
    PRIMARY KEY (since, until)
) STRICT, WITHOUT ROWID;
ALTER TABLE url ADD COLUMN newest REAL NOT NULL DEFAULT 0;
DROP INDEX url_queue;
CREATE INDEX url_queue ON url (run, state, priority DESC, newest DESC, seq);
""",
    # increments: when to look again (storage.visits), links from the seeds, naming without asking, what the last revision said.
    # Of a state that knew no visits, pages come due within the month, a few each day.
    """
ALTER TABLE url ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
ALTER TABLE url ADD COLUMN named TEXT;
ALTER TABLE article ADD COLUMN changed_at REAL;
ALTER TABLE article ADD COLUMN wording BLOB;
CREATE TABLE visit (
    page TEXT PRIMARY KEY, url TEXT NOT NULL, purpose TEXT NOT NULL,
    first_at REAL NOT NULL, last_at REAL NOT NULL, changed_at REAL NOT NULL, looks INTEGER NOT NULL,
    missing_at REAL, removed_at REAL, is_part INTEGER NOT NULL DEFAULT 0,
    stated REAL, claimed_by TEXT, claims INTEGER NOT NULL DEFAULT 0, confirmed INTEGER NOT NULL DEFAULT 0,
    due REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_url ON visit (url);
CREATE INDEX visit_due ON visit (due) WHERE due IS NOT NULL;
INSERT OR IGNORE INTO visit (page, url, purpose, first_at, last_at, changed_at, looks, due)
    SELECT coalesce(article_id, url), url, purpose, CAST(strftime('%s', decided_at) AS REAL), CAST(strftime('%s', decided_at) AS REAL),
        CAST(strftime('%s', decided_at) AS REAL), 0, CAST(strftime('%s', decided_at) AS REAL) + CASE purpose WHEN 'page' THEN 86400 * (1 + seq % 30) ELSE 0 END
    FROM url WHERE outcome IN ('archived', 'unchanged', 'rejected') AND decided_at IS NOT NULL ORDER BY seq;
""",
    # increments: what fails while others answer (storage.failures), the backlog in the order in which it is taken up, and tries that
    # wait for their time
    """
CREATE TABLE failure (
    url TEXT PRIMARY KEY, since REAL NOT NULL, due REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX url_deferred ON url (priority DESC, newest DESC, seq, run, purpose) WHERE outcome = 'deferred';
CREATE INDEX url_later ON url (run, due) WHERE state = 'queued' AND due > 0;
CREATE INDEX url_failed ON url (url) WHERE outcome = 'error';
CREATE INDEX url_without_robots ON url (url) WHERE outcome = 'refused' AND reason = 'robots_unreachable';
""",
    # terms: what came of robots.txt and tdmrep.json (storage.site_files)
    """
CREATE TABLE site_file (
    url TEXT NOT NULL, captured_at TEXT NOT NULL, record_id TEXT NOT NULL, status INTEGER NOT NULL, location TEXT,
    entity_sha256 TEXT, block BLOB NOT NULL
) STRICT;
CREATE INDEX site_file_url ON site_file (url, captured_at);
CREATE INDEX site_file_entity ON site_file (entity_sha256) WHERE entity_sha256 IS NOT NULL;
""",
    # discovery: sources of whose entries a walk through history took only some (storage.backfills), and in which run
    """
CREATE TABLE aside (
    url TEXT PRIMARY KEY, purpose TEXT NOT NULL, run TEXT NOT NULL
) STRICT, WITHOUT ROWID;
""",
)
