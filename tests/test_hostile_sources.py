"""One crawl of an outlet whose sources are hostile: each costs itself, and the good entry of each is used."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.hostile.case import SENTENCES
from tests.hostile.sources import HOME, XML, article, cases
from tests.hostile.web import NOT_FOUND, SECRET
from tests.operator import Operator
from tests.plain_sockets import SocketServer, response
from tests.replica.certificates import CertificateAuthority
from tests.small_sites import outcomes, records

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping

    from storage.outcome import Outcome
    from tests.hostile.sources import SourceCase
    from tests.plain_sockets import Answer

pytestmark = pytest.mark.untraced

ANY_PORT = 1234
NAMES = [case.name for case in cases(ANY_PORT)]
SETTINGS = {"DOWNLOAD_TIMEOUT": "15", "EXTRACT_TIMEOUT": "30", "MAX_ATTEMPTS": "2", "MAX_PAGES": "1200"}


class Crawled(NamedTuple):
    done: subprocess.CompletedProcess[str]
    operator: Operator
    cases: Mapping[str, SourceCase]
    canary: SocketServer
    outcomes: Mapping[str, Outcome]


class _Sites:
    """The hostile outlet where an operator expects the replica's server."""

    def __init__(self, port: int, authority: CertificateAuthority) -> None:
        self.connect_to = lambda: (f"southfront.press:443:127.0.0.1:{port}",)
        self.ca_file = authority.ca_file


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("sources")
    authority = CertificateAuthority(folder)
    with ExitStack() as stack:
        canary = stack.enter_context(SocketServer(lambda _host, _path: response(SECRET), "127.0.0.2"))
        known = {case.name: case for case in cases(canary.port)}
        answers: dict[str, bytes | Answer] = {}
        for case in known.values():
            answers |= {case.path: case.answer, case.article: article(case), **(case.more or {})}
        listed = "".join(f"<sitemap><loc>{case.url}</loc></sitemap>" for case in known.values())
        answers["/wp-sitemap.xml"] = response(f"{XML}<sitemapindex>{listed}</sitemapindex>".encode(), "Content-Type: application/xml")  # fmt: skip
        server = SocketServer(
            lambda _host, path: answers.get(path, NOT_FOUND), tls=authority.server_context()
        )
        stack.enter_context(server)
        sites = _Sites(server.port, authority)
        operator = Operator(str(folder / "archive"), folder / "spool", sites)  # type: ignore[arg-type]  # asked for these two only
        done = operator.scrapy("crawl", "southfront", ALLOWED_PORTS=str(canary.port), **SETTINGS)
        yield Crawled(done, operator, known, canary, outcomes(operator, outlet="southfront"))


def test_the_run_ends_in_order(crawled: Crawled) -> None:
    assert crawled.done.returncode in {0, 75}, crawled.done.stderr[-3000:]
    assert "Traceback" not in crawled.done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_each_source_costs_itself_and_its_good_entry_is_used(crawled: Crawled, name: str) -> None:
    case = crawled.cases[name]
    assert crawled.outcomes[case.url].label in case.outcomes
    if case.good:
        assert crawled.outcomes[f"{HOME}{case.article}"].label == "archived"


def test_the_good_articles_have_their_whole_text(crawled: Crawled) -> None:
    texts = {row.article.url: row.article.article_body for row in crawled.operator.corpus.articles()}
    wanted = {f"{HOME}{case.article}" for case in crawled.cases.values() if case.good}
    assert wanted <= texts.keys()
    assert all(sentence in texts[url] for url in wanted for sentence in SENTENCES)


def test_nothing_inward_was_asked_and_no_file_was_read(crawled: Crawled) -> None:
    assert crawled.canary.asked == []
    kept = [record.block for record in records(crawled.operator)]
    assert not any(SECRET.decode() in block or "root:x:0:0" in block for block in kept)


def test_a_chain_of_indexes_and_a_flood_of_sitemaps_end(crawled: Crawled) -> None:
    asked = {url for url, outcome in crawled.outcomes.items() if outcome.attempts}
    assert sum("/chain-" in url for url in asked) <= 3
    assert len(asked) <= int(SETTINGS["MAX_PAGES"])
