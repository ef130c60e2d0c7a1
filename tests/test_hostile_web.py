"""One crawl over the hostile web: every case ends as it must, and costs nobody else anything.

The cases are in tests/hostile/, by group. `python -m tests.soak.hostile` crawls each of them alone, with its time and memory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from storage.corpus import Corpus
from tests.hostile.case import SENTENCES
from tests.hostile.run import SETTINGS, crawl
from tests.hostile.web import SECRET, all_cases, control
from tests.small_sites import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.article import Article
    from tests.hostile.run import Crawled

pytestmark = pytest.mark.untraced

ANY_PORT = 1234  # the tests are named before the canary listens
NAMES = [case.name for case in all_cases(ANY_PORT)]
CONTROLS = [name for name in NAMES if name.startswith("control-")]
MOST_MB = 300.0  # of the crawling process
FILE_CONTENT = (b"root:x:0:0", b"root:*:", b"PATH=/")  # of /etc/passwd and of an environment


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def articles(crawled: Crawled) -> Mapping[str, Article]:
    rows = list(Corpus(crawled.operator.corpus.store).articles())
    by_url = {row.article.url: row.article for row in rows}
    assert len(by_url) == len(rows), "an address has two articles"
    return by_url


def test_the_web_has_hundreds_of_cases_and_ten_controls() -> None:
    assert len(NAMES) - len(CONTROLS) >= 200
    assert len(CONTROLS) == 10


@pytest.mark.parametrize("name", NAMES)
def test_each_case_ends_as_it_must(crawled: Crawled, articles: Mapping[str, Article], name: str) -> None:
    case = crawled.web.cases[name]
    page = crawled.outcomes[case.at(case.path)]
    assert page.label in case.outcomes, page
    for path, label in case.also.items():
        assert crawled.outcomes[case.at(path)].label == label
    if case.text:
        text = articles[case.at(case.path)].article_body
        assert [sentence for sentence in SENTENCES if sentence not in text] == []


@pytest.mark.parametrize("name", CONTROLS)
def test_the_controls_are_there_once_with_their_whole_text(
    crawled: Crawled, articles: Mapping[str, Article], name: str
) -> None:
    case = crawled.web.cases[name]
    served = re.findall(r"<p>(.*?)</p>", control(int(name.removeprefix("control-"))).decode())
    assert articles[case.at("/")].article_body.split("\n\n") == served
    assert crawled.web.server.paths(case.host).count("/") == 1


def test_the_run_says_that_it_is_incomplete(crawled: Crawled) -> None:
    assert crawled.status == 75, crawled.stderr[-3000:]


def test_every_address_has_one_outcome_and_the_sums_match(crawled: Crawled) -> None:
    told = set(crawled.web.urls())
    assert told <= crawled.outcomes.keys()
    found_by_redirects = crawled.outcomes.keys() - told
    assert all(crawled.outcomes[url].via in crawled.outcomes for url in found_by_redirects)
    printed = re.search(r"│ all +│ +(\d+) │", crawled.stdout)
    assert printed
    assert int(printed[1]) == len(crawled.outcomes)


def test_no_canary_was_reached_and_no_file_was_read(crawled: Crawled) -> None:
    assert [canary.asked for canary in crawled.web.canaries] == [[], [], []]
    kept = [record.block.encode("latin-1") for record in records(crawled.operator)]
    assert not any(SECRET in block for block in kept)
    responses = [block for block in kept if b"passwd" not in block[:400]]
    assert not any(content in block for block in responses for content in FILE_CONTENT)


def test_nothing_that_a_site_set_is_sent_back(crawled: Crawled) -> None:
    asked = [record.block for record in records(crawled.operator) if record.type == "request"]
    assert len(asked) > len(NAMES)
    names = {line.split(":")[0].lower() for block in asked for line in block.split("\r\n")[1:] if line}
    assert names <= {"host", "user-agent", "accept", "accept-encoding"}


def test_the_log_is_clean(crawled: Crawled) -> None:
    assert "Traceback" not in crawled.stderr
    lines = crawled.stderr.splitlines()
    assert [line for line in lines if not line.isprintable()] == []
    assert max(map(len, lines)) < 5_000
    assert all(re.match(r"\d{4}-\d\d-\d\d |  \| |pressmark: ", line) for line in lines)


def test_memory_stays_within_its_limits(crawled: Crawled) -> None:
    assert 0 < crawled.crawler_mb < MOST_MB
    assert 0 < crawled.worker_mb < int(SETTINGS["EXTRACT_MEMORY_MB"]) * 1.048576


def test_every_byte_of_the_archive_stands_when_it_is_read_again(crawled: Crawled) -> None:
    """By `verify`, which shares no code with what wrote it; a busy machine may take its time over the worst pages."""
    verified = crawled.operator.scrapy("verify", "--read-data", EXTRACT_TIMEOUT="200")
    assert verified.returncode == 0, verified.stdout[-3000:]
    assert "no damage found" in verified.stdout
    assert "Traceback" not in verified.stderr
