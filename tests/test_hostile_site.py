"""A site that misbehaves in every way at once: each page costs itself and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.plain_sockets import SocketServer, response
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from storage.outcome import Outcome
    from tests.operator import Operator

from tests.hostile_pages import HANG, PUBLISHER
from tests.small_sites import Record, Site, crawl_pages, news, operator_in, outcomes, records

pytestmark = pytest.mark.untraced


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
