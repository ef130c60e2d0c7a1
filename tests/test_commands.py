"""What an operator meets: mistakes that are named, sites that misbehave, runs that are cut off."""

from __future__ import annotations

import fcntl
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.keys import cdxj_key
from storage.manifest import FileKind
from tests.ceph import free_port
from tests.operator import PROJECT, Operator
from tests.plain_sockets import SocketServer, response
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer
from tests.replica.sites import all_sites

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from storage.manifest import RunManifest
    from storage.outcome import Outcome

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
WORDS = "minister river bridge delegation convoy ceasefire market reached after opened near Monday village".split()  # noqa: SIM905 - prose


class Site:
    """Answers by path, each after a pause in seconds; calls out when so many pages were asked for."""

    def __init__(self, host: str, replies: Mapping[str, Reply], *, pause: float = 0.0) -> None:
        self.hosts = (host,)
        self.replies = replies
        self.pause = pause
        self.asked: list[str] = []
        self._reached = threading.Condition()

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        assert not secure
        if ask.target == "/robots.txt":
            return self.replies.get(ask.target, Reply(404, b"", "text/plain"))
        time.sleep(self.pause)
        with self._reached:
            self.asked.append(ask.target)
            self._reached.notify_all()
        return self.replies.get(ask.target, Reply(404, b"", "text/plain"))

    def wait_for(self, pages: int) -> None:
        with self._reached:
            assert self._reached.wait_for(lambda: len(self.asked) >= pages, timeout=60)

    @property
    def urls(self) -> list[str]:
        return [f"http://{self.hosts[0]}{path}" for path in self.replies if path != "/robots.txt"]


def news(seed: int, *, modified: datetime | None = None) -> Reply:
    """An article like no other, about 2 KB when compressed."""
    chance = random.Random(seed)
    sentences = [
        " ".join(chance.choices(WORDS, k=14)).capitalize() + f" {chance.random()}." for _ in range(60)
    ]
    text = "".join(f"<p>{' '.join(sentences[n : n + 4])}</p>" for n in range(0, 60, 4))
    head = f"<title>Report {seed}</title>"
    return Reply(
        200,
        f"<html><head>{head}</head><body><article><h1>Report {seed}</h1>{text}</article></body></html>".encode(),
        modified=modified,
    )


def many_pages(host: str, number: int, *, pause: float) -> Site:
    return Site(host, {f"/{n}": news(n) for n in range(number)}, pause=pause)


def operator_in(folder: Path, server: ReplicaServer) -> Operator:
    return Operator(str(folder / "archive"), folder / "spool", server)


def crawl_pages(
    operator: Operator, folder: Path, urls: list[str], **settings: str
) -> subprocess.CompletedProcess[str]:
    return operator.scrapy("crawl", "pages", "-a", listed(folder, urls), **settings)


def listed(folder: Path, lines: list[str]) -> str:
    (folder / "urls.txt").write_text("\n".join(lines), encoding="utf-8")
    return f"urls={folder / 'urls.txt'}"


def outcomes(operator: Operator, run: int = -1, outlet: str = "pages") -> dict[str, Outcome]:
    """How each URL of a run ended."""
    manifest = list(operator.corpus.runs(outlet))[run]
    found = list(operator.corpus.outcomes(outlet, manifest.run))
    by_url = {outcome.url: outcome for outcome in found}
    assert len(by_url) == len(found) == sum(manifest.outcomes.values())
    return by_url


def labels(operator: Operator, run: int = -1, outlet: str = "pages") -> Counter[str]:
    return Counter(outcome.label for outcome in outcomes(operator, run, outlet).values())


class Crawled(NamedTuple):
    """A crawl that has ended, and where it went."""

    done: subprocess.CompletedProcess[str]
    operator: Operator


class Record(NamedTuple):
    """A WARC record as warcio reads it."""

    type: str
    url: str | None
    refers_to: str | None
    profile: str
    block: str


def records(operator: Operator) -> list[Record]:
    return [
        record
        for warc in sorted(Path(operator.archive).glob("warc/**/*.warc.gz"))
        for record in _records(warc)
    ]


def _records(warc: Path) -> Iterator[Record]:
    with warc.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):  # type: ignore[no-untyped-call]
            header = record.rec_headers.get_header
            block = record.raw_stream.read().decode("latin-1")
            refers_to, profile = header("WARC-Refers-To-Target-URI"), header("WARC-Profile") or ""
            yield Record(
                record.rec_type, header("WARC-Target-URI"), refers_to, profile.rpartition("/")[2], block
            )


# -- what is wrong before the first request


class Wrong(NamedTuple):
    """A command that cannot work, the status it ends with and a part of what it says."""

    words: tuple[str, ...]
    settings: dict[str, str]
    status: int
    says: str


NO_DATABASE = b"no database " * 1000
PAGE = ("crawl", "pages", "-a", "url=http://calm.example/")
WRONG = {
    "an unknown outlet": Wrong(("crawl", "nonesuch"), {}, 78, "no outlet is called 'nonesuch'"),
    "no contact": Wrong(PAGE, {"OPERATOR_CONTACT": ""}, 78, "OPERATOR_CONTACT is not set"),
    "a misspelt setting": Wrong(PAGE, {"ARCHIV_URL": "x"}, 78, "ARCHIV_URL is no setting"),
    "a malformed redirection": Wrong(PAGE, {"CONNECT_TO": "calm.example"}, 78, "CONNECT_TO: 'calm.example'"),
    "a malformed number": Wrong(PAGE, {"DOWNLOAD_DELAY": "soon"}, 78, "DOWNLOAD_DELAY='soon'"),
    "an unreadable list": Wrong(
        ("crawl", "pages", "-a", "urls=/no/such"), {}, 78, "-a urls=/no/such: No such file"
    ),
    "an unknown argument": Wrong((*PAGE, "-a", "depth=3"), {}, 78, "-a depth=... is not known"),
    "no addresses": Wrong(("crawl", "pages"), {}, 78, "needs -a urls=FILE"),
    "a foreign address": Wrong(("crawl", "southfront", "-a", "url=http://calm.example/"), {}, 78, "scope"),
    "a strange archive": Wrong(("outlets",), {"ARCHIVE_URL": "gopher://x"}, 78, "ARCHIVE_URL"),
    "a spool below a file": Wrong(PAGE, {"SPOOL_DIR": f"{__file__}/spool"}, 73, "Not a directory"),
    "a second run": Wrong(PAGE, {"SPOOL_DIR": "{folder}/busy"}, 76, "another run works in"),
    "a damaged state": Wrong(PAGE, {"SPOOL_DIR": "{folder}/damaged"}, 73, "scrapy rebuild"),
    "a lost state": Wrong(PAGE, {"SPOOL_DIR": "{folder}/lost"}, 73, "scrapy rebuild"),
    "two outlets": Wrong(("crawl", "southfront", "themedialine"), {}, 2, "name one outlet"),
}


@pytest.fixture
def bad_spools(tmp_path: Path) -> Iterator[Path]:
    """A folder with spools that another run holds, that are damaged, and that lost their state."""
    for name in ("busy", "damaged", "lost"):
        (tmp_path / name / "pages").mkdir(parents=True)
    (tmp_path / "damaged/pages/state.sqlite").write_bytes(NO_DATABASE)
    (tmp_path / "lost/pages/pages-20260101000000-00000-20260101000000abcdef.warc.gz.open").write_bytes(
        b"bytes"
    )
    with (tmp_path / "busy/pages/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield tmp_path
    assert (tmp_path / "damaged/pages/state.sqlite").read_bytes() == NO_DATABASE


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_work_is_named_before_the_first_request(bad_spools: Path, wrong: Wrong) -> None:
    calm = Site("calm.example", {"/": news(0)})
    settings = {name: value.replace("{folder}", str(bad_spools)) for name, value in wrong.settings.items()}
    with ReplicaServer([calm]) as server:
        done = operator_in(bad_spools, server).scrapy(*wrong.words, **settings)
    assert done.returncode == wrong.status, done.stderr
    assert wrong.says in done.stderr
    assert "Traceback" not in done.stderr
    assert not calm.asked


# -- a site that misbehaves


HANG = b"<html><body><div " + b" ".join(b"a%d=1" % n for n in range(60_000)) + b">x</div></body></html>"
PUBLISHER = b'<script type="application/ld+json">' + b'"publisher":' * 15_800 + b"</script>"  # 190 KB


class Hostile(NamedTuple):
    """A crawl of many bad pages and some good ones."""

    done: subprocess.CompletedProcess[str]
    operator: Operator
    site: Site
    canary: SocketServer
    outcomes: dict[str, Outcome]
    records: list[Record]

    def at(self, path: str) -> Outcome:
        return self.outcomes[f"http://bad.example{path}"]


def hostile_site(canary: int) -> Site:
    def moved(location: str) -> Reply:
        return Reply(301, b"", headers=(("Location", location),))

    article = news(1).body
    return Site(
        "bad.example",
        {
            "/moved": moved("/arrived"),
            "/moved-to-listed": moved("/listed"),
            "/listed": news(2),
            "/here": moved("/there"),
            "/there": moved("/here"),
            "/itself": moved("/itself"),
            "/to-file": moved("file:///etc/passwd"),
            "/to-loopback": moved(f"http://127.0.0.2:{canary}/"),
            "/to-loopback-in-hexadecimal": moved(f"http://0x7f000002:{canary}/"),
            "/to-loopback-mapped": moved(f"http://[::ffff:127.0.0.2]:{canary}/"),
            "/to-localhost": moved(f"http://localhost:{canary}/"),
            "/to-another-port": moved("http://bad.example:22/"),
            "/nowhere": moved(""),
            "/hang": Reply(200, HANG),
            "/publisher": Reply(200, article.replace(b"</head>", PUBLISHER + b"</head>")),
            "/twin-1": news(3),
            "/twin-2": news(3),
            "/gone": Reply(410, b"gone"),
            "/last": news(4),
        },
    )


def server_that_dies() -> SocketServer:
    """Answers one request, for robots.txt, and then refuses connections."""

    def answer(host: str, path: str) -> bytes:
        server.__exit__()
        return response(status="404 Not Found")

    server = SocketServer(answer)
    return server.__enter__()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder = tmp_path_factory.mktemp("hostile")
    cut = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n" + news(5).body
    with (
        SocketServer(lambda host, path: b"", "127.0.0.2") as canary,
        SocketServer(
            lambda host, path: cut if path == "/page" else b"HTTP/1.1 404 Not Found\r\n\r\n"
        ) as cutting,
    ):
        site = hostile_site(canary.port)
        hidden = {"/arrived": news(6)}
        site.replies = {**site.replies, **hidden}
        urls = [url for url in site.urls if not url.endswith("/arrived")]
        with ReplicaServer([site]) as server:
            operator = operator_in(folder, server)
            connect_to = (
                *server.connect_to(),
                f"cut.example:80:127.0.0.1:{cutting.port}",
                f"dead.example:80:127.0.0.1:{server_that_dies().port}",
            )
            done = crawl_pages(
                operator,
                folder,
                [*urls, "http://cut.example/page", "http://dead.example/page"],
                CONNECT_TO=",".join(connect_to),
                ALLOWED_PORTS=str(canary.port),
                EXTRACT_TIMEOUT="10",
            )
            yield Hostile(done, operator, site, canary, outcomes(operator), records(operator))


def test_a_crawl_with_errors_says_that_it_is_incomplete(hostile: Hostile) -> None:
    assert hostile.done.returncode == 75, hostile.done.stderr[-3000:]
    assert "Traceback" not in hostile.done.stderr
    assert "incomplete" in hostile.done.stdout


def test_every_outcome_is_printed_with_its_number(hostile: Hostile) -> None:
    printed = [
        tuple(line.replace("│", " ").split()) for line in hostile.done.stdout.splitlines() if "│" in line
    ]
    expected = Counter(outcome.label for outcome in hostile.outcomes.values())
    assert {label: int(n) for label, n in printed} == {**expected, "all": len(hostile.outcomes)}


def test_a_page_that_moved_is_stored_once_under_its_new_address(hostile: Hostile) -> None:
    urls = [row.article.url for row in hostile.operator.corpus.articles()]
    for before, after in (("/moved", "/arrived"), ("/moved-to-listed", "/listed")):
        assert hostile.at(before).label == "rejected:redirect"
        assert hostile.at(after).label == "archived"
        assert hostile.site.asked.count(after) == 1
        assert urls.count(f"http://bad.example{after}") == 1
    assert hostile.at("/arrived").via == "http://bad.example/moved"


def test_a_redirect_that_leads_round_is_an_error(hostile: Hostile) -> None:
    assert hostile.at("/itself").label == "error:redirect_loop"
    assert hostile.at("/here").label == "rejected:redirect"
    assert hostile.at("/there").label == "error:redirect_loop"
    assert hostile.site.asked.count("/here") == 1
    assert hostile.at("/nowhere").label == "error:redirect_loop"  # an empty Location is the page itself


def test_no_redirect_leads_to_a_file_a_port_or_a_private_address(hostile: Hostile) -> None:
    assert hostile.at("/to-file").label == "refused:scheme"
    assert hostile.at("/to-another-port").label == "refused:port"
    inward = [path for path in hostile.site.replies if path.startswith("/to-lo")]
    assert len(inward) == 4
    assert {hostile.at(path).label for path in inward} == {"refused:address"}
    assert hostile.canary.asked == []
    assert {"/to-file", *inward} <= set(hostile.site.asked)  # the redirects themselves are archived


def test_a_body_cut_short_is_an_error_and_no_article(hostile: Hostile) -> None:
    outcome = hostile.outcomes["http://cut.example/page"]
    assert (outcome.label, outcome.attempts, outcome.article_id) == ("error:truncated", 3, None)
    kept = [record.type for record in hostile.records if record.url == outcome.url]
    assert kept.count("response") == 3


def test_a_server_that_dies_is_tried_as_often_as_configured(hostile: Hostile) -> None:
    outcome = hostile.outcomes["http://dead.example/page"]
    assert (outcome.label, outcome.attempts) == ("error:connection", 3)
    kept = [record for record in hostile.records if record.url == outcome.url]
    assert [record.type for record in kept] == ["metadata"] * 3
    assert all("error: " in record.block for record in kept)


def test_a_page_that_holds_the_extractor_costs_only_itself(hostile: Hostile) -> None:
    assert hostile.at("/hang").label == "rejected:extract_timeout"
    assert any(record.block.endswith(HANG.decode()) for record in hostile.records)
    assert {hostile.at(path).label for path in ("/publisher", "/last")} == {"archived"}
    assert all(hostile.at(path).article_id for path in ("/publisher", "/last"))


def test_the_same_page_at_two_addresses_is_a_duplicate_and_a_revisit(hostile: Hostile) -> None:
    twin = hostile.at("/twin-2")
    assert (twin.label, twin.detail) == ("duplicate", "of http://bad.example/twin-1")
    revisits = [record for record in hostile.records if record.type == "revisit" and record.url == twin.url]
    assert [(r.refers_to, r.profile) for r in revisits] == [
        ("http://bad.example/twin-1", "identical-payload-digest")
    ]


def test_a_page_that_is_gone_is_no_article(hostile: Hostile) -> None:
    assert (hostile.at("/gone").label, hostile.at("/gone").status) == ("rejected:http_status", 410)


# -- a site that says no, or not now


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Callable[..., Crawled]]:
    """Crawls pages of small sites into an archive of the test's own."""
    with ExitStack() as stack:

        def run(*sites: Site, **settings: str) -> Crawled:
            server = stack.enter_context(ReplicaServer(sites))
            operator = operator_in(tmp_path, server)
            urls = [url for site in sites for url in site.urls]
            return Crawled(
                operator.scrapy("crawl", "pages", "-a", listed(tmp_path, urls), **settings), operator
            )

        yield run


def test_a_server_that_refuses_connections_is_not_asked_for_pages(crawl: Callable[..., Crawled]) -> None:
    """Without robots.txt nothing else may be asked."""
    url = "http://dead.example/page"
    dead = Site("dead.example", {"/page": news(1)})
    done, operator = crawl(dead, CONNECT_TO=f"dead.example:80:127.0.0.1:{free_port()}")
    assert done.returncode == 75, done.stderr
    assert outcomes(operator)[url].label == "refused:robots_unreachable"
    kept = [record for record in records(operator) if record.type != "warcinfo"]
    assert [(record.type, record.url) for record in kept] == [("metadata", "http://dead.example/robots.txt")]
    assert "refused" in kept[0].block


def test_a_site_that_disallows_everything_is_not_asked(crawl: Callable[..., Crawled]) -> None:
    site = Site(
        "closed.example",
        {"/robots.txt": Reply(200, b"User-agent: *\nDisallow: /\n", "text/plain"), "/": news(1)},
    )
    done, operator = crawl(site)
    assert done.returncode == 69, done.stderr
    assert "the site refused" in done.stdout
    assert labels(operator) == {"refused:robots": 1}
    assert site.asked == []


def test_a_site_whose_robots_txt_fails_is_not_asked_and_tried_again_later(
    crawl: Callable[..., Crawled],
) -> None:
    site = Site("ill.example", {"/robots.txt": Reply(500, b"", "text/plain"), "/": news(1)})
    done, operator = crawl(site)
    assert done.returncode == 75, done.stderr
    assert labels(operator) == {"refused:robots_unreachable": 1}
    assert site.asked == []


def test_a_site_that_asks_for_an_hour_of_patience_gets_it(crawl: Callable[..., Crawled]) -> None:
    busy = Reply(429, b"later", "text/plain", headers=(("Retry-After", "3600"),))
    site = Site("busy.example", {"/first": news(1), "/busy": busy, "/third": news(3), "/fourth": news(4)})
    done, operator = crawl(site)
    assert done.returncode == 75, done.stderr
    assert site.asked == ["/first", "/busy"]
    assert labels(operator) == {"archived": 1, "deferred:retry_after": 3}
    attempts = {outcome.url.rpartition("/")[2]: outcome.attempts for outcome in outcomes(operator).values()}
    assert attempts == {"first": 1, "busy": 1, "third": 0, "fourth": 0}


# -- one run after another


def test_good_addresses_are_fetched_bad_ones_named_and_nothing_fetched_twice(tmp_path: Path) -> None:
    site = Site("calm.example", {"/a": news(1, modified=LONG_AGO), "/b": news(2)})
    lines = ["# of today", "http://calm.example/a", "", "calm", "ftp://calm.example/", "http://10.0.0.1/"]
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = crawl_pages(operator, tmp_path, [*lines, "http://calm.example:22/", "http://calm.example/b"])
        second = crawl_pages(operator, tmp_path, site.urls)
    assert first.returncode == 78, first.stderr
    for line, reason in ((4, "bad_url"), (5, "scheme"), (6, "address"), (7, "port")):
        assert f"not fetched: {tmp_path}/urls.txt, line {line}: {reason}: " in first.stderr
    assert labels(operator, 0) == {"archived": 2}
    assert second.returncode == 0, second.stderr
    assert labels(operator, 1) == {"unchanged": 2}
    assert [outcome.status for outcome in outcomes(operator).values()] == [304, 200]
    revisits = [(record.url, record.profile) for record in records(operator) if record.type == "revisit"]
    assert revisits == [(site.urls[0], "server-not-modified"), (site.urls[1], "identical-payload-digest")]
    assert len(list(operator.corpus.articles())) == 2


def test_what_a_budget_leaves_the_next_run_fetches(tmp_path: Path) -> None:
    with ReplicaServer(all_sites()) as server:
        operator = operator_in(tmp_path, server)
        first = operator.scrapy("crawl", "themedialine", MAX_PAGES="3")
        second = operator.scrapy("crawl", "themedialine")
        third = operator.scrapy("crawl", "themedialine")
    assert first.returncode == 75, first.stderr
    assert "(budget)" in first.stdout
    cut, whole, again = (outcomes(operator, run, "themedialine") for run in range(3))
    left = [url for url, outcome in cut.items() if outcome.label == "deferred:budget"]
    assert left
    assert sum(outcome.attempts for outcome in cut.values()) == 3
    assert second.returncode == 0, second.stderr
    assert {whole[url].kind for url in left} == {"archived"}
    assert third.returncode == 0, third.stderr
    assert again.keys() == {url for url, outcome in whole.items() if outcome.purpose != "page"}
    assert any(
        outcome.via and outcome.label == "unchanged" for outcome in again.values()
    )  # parts of a sitemap


def test_a_run_that_the_archive_does_not_take_stays_in_the_spool_until_it_does(tmp_path: Path) -> None:
    site = Site("calm.example", {"/a": news(1)})
    (tmp_path / "archive").write_text("no folder")
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = crawl_pages(operator, tmp_path, site.urls)
        assert first.returncode == 73, first.stderr
        assert "the run stays in the spool" in first.stderr
        assert "Traceback" not in first.stderr
        (tmp_path / "archive").unlink()
        second = crawl_pages(operator, tmp_path, site.urls)
    assert second.returncode == 0, second.stderr
    assert [labels(operator, run) for run in (0, 1)] == [{"archived": 1}, {"unchanged": 1}]
    assert not list(operator.spool.glob("pages/outbox/*"))


# -- runs that are cut off


@contextmanager
def cut_off(
    operator: Operator, site: Site, folder: Path, how: signal.Signals, **settings: str
) -> Iterator[str]:
    """A crawl of the site that gets a signal when ten pages were asked for; what it said."""
    command = operator.command("crawl", "pages", "-a", listed(folder, site.urls), **settings)
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as crawl:
        site.wait_for(10)
        crawl.send_signal(how)
        assert crawl.stdout
        yield crawl.stdout.read()
        status = crawl.wait(60)
    assert status == (-how if how is signal.SIGKILL else 75)


def archived_pages(operator: Operator) -> list[str]:
    return sorted(row.article.url for row in operator.corpus.articles())


def test_a_run_that_is_told_to_stop_loses_nothing_and_the_next_one_completes_it(tmp_path: Path) -> None:
    site = many_pages("slow.example", 30, pause=0.1)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        with cut_off(operator, site, tmp_path, signal.SIGTERM, WARC_MAX_BYTES="20000") as said:
            assert "(interrupted)" in said
            assert "Traceback" not in said
        asked = len(site.asked)
        site.pause = 0
        done = crawl_pages(operator, tmp_path, site.urls, WARC_MAX_BYTES="20000")
    assert done.returncode == 0, done.stderr
    assert labels(operator, 0) == {"archived": asked, "deferred:interrupted": 30 - asked}
    assert site.asked[:30] == [f"/{n}" for n in range(30)]  # what was left first
    assert labels(operator, 1) == {"archived": 30 - asked, "unchanged": asked}
    assert archived_pages(operator) == sorted(site.urls)
    for run in operator.corpus.runs("pages"):
        assert_sealed(operator, run)


def assert_sealed(operator: Operator, run: RunManifest) -> None:
    """Several WARC files, none much larger than allowed, each with its index, none left open."""
    files = {file.key: file for file in run.files}
    warcs = [file for file in run.files if file.kind is FileKind.WARC]
    assert len(warcs) > 1
    for warc in warcs:
        path = Path(operator.archive) / warc.key
        assert path.stat().st_size == warc.size < 30_000
        assert (files[cdxj_key(path.name)].rows or 0) > 0
    assert not list(operator.spool.glob("**/*.open"))


def test_a_killed_run_whose_state_is_lost_is_rescued_by_rebuild(tmp_path: Path) -> None:
    site = many_pages("slow.example", 30, pause=0.1)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        with cut_off(operator, site, tmp_path, signal.SIGKILL) as said:
            assert "Traceback" not in said
        asked = len(site.asked)
        site.pause = 0
        log = operator.spool / "pages/state.sqlite-wal"
        assert log.stat().st_size
        # The log stays behind, as it does when somebody moves the state file away; SQLite would apply it to the new.
        (operator.spool / "pages/state.sqlite").unlink()
        refused = crawl_pages(operator, tmp_path, site.urls)
        assert refused.returncode == 73
        assert "scrapy rebuild" in refused.stderr
        assert len(site.asked) == asked
        rebuilt = operator.scrapy("rebuild", "pages")
        assert rebuilt.returncode == 0, rebuilt.stderr
        assert "captures of an interrupted run taken up" in rebuilt.stdout
        assert not log.exists()
        done = crawl_pages(operator, tmp_path, site.urls)
    assert done.returncode == 0, done.stderr
    assert archived_pages(operator) == sorted(site.urls)
    assert labels(operator) == {"archived": 30}
    assert len(list(operator.corpus.runs("pages"))) == 1
    assert len(site.asked) <= 31  # one answer may have been on its way
