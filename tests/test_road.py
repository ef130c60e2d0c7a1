"""The whole road, as an operator and a researcher travel it: three outlets crawled over TLS into an archive."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storage.manifest import FileKind, Previous
from storage.outcome import OutcomeKind
from tests.operator import Operator, replica_server
from tests.pywb_replay import replaying
from tests.readers import TEXTS, interpreter, ran
from tests.replica.sites import PAGE_OF, all_planted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.article import Article
    from storage.manifest import RunManifest

OUTLETS = ("southfront", "globalresearch", "themedialine")
PLANTED = {planted.url.replace("//www.", "//"): planted for planted in all_planted()}


def lasting_url(article: Article) -> str:
    """Of two addresses with the same bytes the one that was fetched first gives the article: both state this one."""
    return (article.canonical_url or article.url).partition("?")[0].replace("//www.", "//")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """Each outlet crawled once."""
    folder = tmp_path_factory.mktemp("road")
    with replica_server() as server:
        operator = Operator(str(folder / "archive"), folder / "spool", server)
        for outlet in OUTLETS:
            done = operator.scrapy("crawl", outlet)
            assert done.returncode == 0, done.stderr[-4000:]
            assert "Traceback" not in done.stderr
        yield operator


@pytest.fixture
def copy(crawled: Operator, tmp_path: Path) -> Operator:
    """A copy of archive and spool that a test may harm."""
    shutil.copytree(crawled.archive, tmp_path / "archive")
    shutil.copytree(crawled.spool, tmp_path / "spool")
    return Operator(str(tmp_path / "archive"), tmp_path / "spool", crawled.server)


def runs(operator: Operator) -> list[RunManifest]:
    return [run for outlet in OUTLETS for run in operator.corpus.runs(outlet)]


def warcs(operator: Operator) -> list[str]:
    return [str(path) for path in Path(operator.archive).glob("warc/**/*.warc.gz")]


def test_every_published_article_is_in_the_corpus_once_with_its_text(crawled: Operator) -> None:
    every = list(crawled.corpus.articles())
    rows = {lasting_url(row.article): row for row in every}
    assert len(rows) == len(every)
    missing = {url for url, planted in PLANTED.items() if url not in rows}
    served = {
        f"https://{asked.host}{asked.path}".partition("?")[0].replace("//www.", "//")
        for asked in crawled.server.requests
    }
    assert not missing & served
    for url, row in rows.items():
        assert tuple(row.article.article_body.split("\n\n")) == PLANTED[url].paragraphs, url
        assert row.revision == 1
    assert len(rows) > 60


def test_each_row_leads_to_the_bytes_it_was_read_from(crawled: Operator) -> None:
    import gzip  # noqa: PLC0415 - an independent way to read a record

    for row in crawled.corpus.articles():
        record = gzip.decompress(crawled.corpus.capture_bytes(row.article))
        mark = row.article.pressmark
        assert mark
        assert f"WARC-Record-ID: <{mark.record_id}>".encode() in record
        assert f"WARC-Target-URI: {row.article.url}\r\n".encode() in record


def test_every_url_has_one_outcome_and_the_sums_match(crawled: Operator) -> None:
    for run in runs(crawled):
        outcomes = list(crawled.corpus.outcomes(run.outlet, run.run))
        assert len({outcome.url for outcome in outcomes}) == len(outcomes) == sum(run.outcomes.values())
        articles = [o for o in outcomes if o.label == "archived" and o.article_id]
        assert len(articles) == run.counts["revisions"]


def test_manifests_are_chained_and_name_every_file(crawled: Operator) -> None:
    for run in runs(crawled):
        assert {file.kind for file in run.files} == set(FileKind) - {
            FileKind.LINKS
        }  # `scrapy link` makes these
        assert run.exit_code == 0


def test_public_tools_find_no_fault_in_the_warc_files(crawled: Operator) -> None:
    for command in ("warcio", "fastwarc"):
        program = str(Path(sys.executable).parent / command)
        for warc in warcs(crawled):
            done = subprocess.run([program, "check", warc], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr


def test_an_independent_tool_replays_every_article_as_it_was_served(
    crawled: Operator, tmp_path: Path
) -> None:
    files = {Path(warc).name.partition("-")[0]: Path(warc) for warc in warcs(crawled)}
    with replaying(tmp_path, files) as replay:
        for row in crawled.corpus.articles():
            article = row.article
            planted = PLANTED[lasting_url(article)]
            moment = f"{article.captured_at:%Y%m%d%H%M%S}"
            assert replay.fetch(article.outlet, moment, article.url) == (
                200,
                PAGE_OF[article.outlet](planted),
            )


def test_a_page_not_modified_replays_as_it_was_before(copy: Operator, tmp_path: Path) -> None:
    article = next(row.article for row in copy.corpus.articles() if row.article.outlet == "themedialine")
    assert copy.scrapy("crawl", "themedialine", "-a", f"url={article.url}").returncode == 0
    again = next(o for o in copy.corpus.outcomes("themedialine") if o.kind is OutcomeKind.UNCHANGED)
    files = {
        f"run{n}": Path(warc) for n, warc in enumerate(sorted(w for w in warcs(copy) if "themedialine-" in w))
    }
    with replaying(tmp_path, {"all": joined(files.values(), tmp_path / "all.warc.gz")}) as replay:
        moment = f"{again.decided_at:%Y%m%d%H%M%S}"
        planted = PLANTED[lasting_url(article)]
        assert again.url == article.url
        assert replay.fetch("all", moment, article.url) == (200, PAGE_OF["themedialine"](planted))


def joined(files: Iterable[Path], whole: Path) -> Path:
    """WARC files one behind the other are a WARC file."""
    whole.write_bytes(b"".join(file.read_bytes() for file in files))
    return whole


def test_reextraction_gives_the_same_bytes(crawled: Operator) -> None:
    done = crawled.scrapy("reextract", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("the same bytes") == len(OUTLETS)


def test_lost_tables_come_back_byte_for_byte(copy: Operator) -> None:
    before = files_below(Path(copy.archive) / "articles")
    shutil.rmtree(Path(copy.archive) / "articles")
    assert copy.scrapy("reextract", "southfront", "--check").returncode == 1
    done = copy.scrapy("reextract")
    assert done.returncode == 0, done.stderr
    after = files_below(Path(copy.archive) / "articles")
    assert after == before
    assert len(list(copy.corpus.articles())) == sum(run.counts["revisions"] for run in runs(copy))


def test_lost_state_and_index_come_back_as_they_were(copy: Operator) -> None:
    before = {outlet: state_of(copy, outlet) for outlet in OUTLETS}
    index = files_below(Path(copy.archive) / "index")
    shutil.rmtree(Path(copy.archive) / "index")
    refused = copy.scrapy("rebuild")
    assert refused.returncode == 78
    assert "move it away" in refused.stderr
    for outlet in OUTLETS:
        (copy.spool / outlet / "state.sqlite").unlink()
    done = copy.scrapy("rebuild")
    assert done.returncode == 0, done.stderr
    assert {outlet: state_of(copy, outlet) for outlet in OUTLETS} == before
    assert files_below(Path(copy.archive) / "index") == index


def test_a_second_run_fetches_the_sources_only_and_adds_nothing(copy: Operator) -> None:
    asked = len(copy.server.requests)
    done = copy.scrapy("crawl", "themedialine")
    assert done.returncode == 0, done.stderr
    first, second = copy.corpus.runs("themedialine")
    assert len(copy.server.requests) - asked < 12
    assert second.counts["revisions"] == 0
    manifest = copy.corpus.store.get(first.key)
    assert second.previous == Previous(first.key, hashlib.sha256(manifest).hexdigest())
    assert copy.scrapy("reextract", "--check").returncode == 0


def test_a_state_made_anew_lets_the_next_run_go_on(copy: Operator) -> None:
    (copy.spool / "southfront" / "state.sqlite").unlink()
    assert copy.scrapy("rebuild", "southfront").returncode == 0
    done = copy.scrapy("crawl", "southfront")
    assert done.returncode == 0, done.stderr
    assert list(copy.corpus.runs("southfront"))[-1].counts["revisions"] == 0


def test_pull_writes_one_text_per_article_and_leaves_alone_what_is_there(
    crawled: Operator, tmp_path: Path
) -> None:
    done = crawled.scrapy("pull", "--outlet", "southfront", "--to", str(tmp_path / "texts"))
    assert done.returncode == 0, done.stderr
    texts = list((tmp_path / "texts").rglob("*.txt"))
    assert len(texts) == next(iter(crawled.corpus.runs("southfront"))).counts["revisions"]
    assert all("Pressmark: southfront-" in text.read_text() for text in texts)
    again = crawled.scrapy("pull", "--outlet", "southfront", "--to", str(tmp_path / "texts"))
    assert "0 of them new or changed" in again.stdout


def test_pull_filters_by_day_kind_and_language(crawled: Operator, tmp_path: Path) -> None:
    def lines(name: str, *words: str) -> list[dict[str, Any]]:
        done = crawled.scrapy("pull", "--format", "jsonl", "--to", str(tmp_path / name), *words)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in (tmp_path / name / "articles.jsonl").read_text().splitlines()]

    everything = lines("all")
    assert len(everything) == len(list(crawled.corpus.articles()))
    appeals = lines("appeals", "--kind", "appeal")
    assert 0 < len(appeals) < len(everything)
    assert {row["kind"] for row in appeals} == {"appeal"}
    assert {row["in_language"][:2] for row in lines("french", "--language", "fr")} == {"fr"}
    day = everything[0]["date_published"][:10]
    of_day = lines("day", "--since", day, "--until", day)
    assert of_day
    assert {row["date_published"][:10] for row in of_day} == {day}


def test_show_prints_text_ledger_and_pressmark(crawled: Operator) -> None:
    row = next(row for row in crawled.corpus.articles() if row.article.boilerplate)
    for name in (row.article.article_id, row.article.url):
        done = crawled.scrapy("show", name)
        assert done.returncode == 0, done.stderr
        assert row.article.article_id in done.stdout
        assert row.article.boilerplate[0].family in done.stdout
        assert "pressmark" in done.stdout
    assert crawled.scrapy("show", "no-such-article").returncode == 78


def test_outlets_lists_every_outlet_with_its_last_run(crawled: Operator) -> None:
    done = crawled.scrapy("outlets")
    assert done.returncode == 0
    assert all(outlet in done.stdout for outlet in (*OUTLETS, "pages"))
    assert "complete" in done.stdout


def test_every_reader_finds_the_same_texts(copy: Operator, tmp_path: Path) -> None:
    assert copy.scrapy("release", "--name", "2026.11").returncode == 0
    said = ran(interpreter(".venv-readers"), TEXTS, tmp_path, ARCHIVE=copy.archive)
    found = json.loads(said.splitlines()[-1])
    texts = sorted(row.article.article_body for row in copy.corpus.articles())
    assert len(texts) > 60
    assert [name for name in found if found[name] != texts] == []


@pytest.mark.parametrize("command", ["crawl", "outlets", "pull", "reextract", "rebuild", "show"])
def test_help_has_an_example(crawled: Operator, command: str) -> None:
    done = crawled.scrapy(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file that is not Delta's log, which has times in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "_delta_log" not in path.parts
    }


def state_of(operator: Operator, outlet: str) -> dict[str, list[tuple[Any, ...]]]:
    """The facts in the state; what is left out are working notes of the frontier (order, due times, hops)."""
    facts = {
        "run": "id, started_at, configuration, state, manifest",
        "capture": "*",
        "warc": "*",
        "article": "*",
        "url": "url, run, purpose, via, article_key, state, attempts, status, record_id, outcome, reason, detail,"
        " decided_at, article_id",
    }
    db = sqlite3.connect(operator.spool / outlet / "state.sqlite")
    try:
        return {
            table: sorted(db.execute(f"SELECT {columns} FROM {table}"), key=repr)
            for table, columns in facts.items()
        }
    finally:
        db.close()
