"""The corpus browser as files: what they say, what they never let through, and what a second run does to them."""

from __future__ import annotations

import json
import re
import shutil
from argparse import ArgumentParser
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from scrapy.settings import Settings

from crawler.commands.site import Command
from crawler.configuration import BadConfiguration, defaults
from crawler.exit_status import ExitStatus
from crawler.linking import link
from crawler.site.build import Built, Site
from crawler.site.places import OURS, article_page, difference_page, month_page
from crawler.site.word_index import words_of
from storage.article import BasedOn, Boilerplate, Family, Kind
from storage.object_store import open_store
from storage.publish import publish
from storage.selection import Filter
from storage.table_rows import ArticleRow
from storage.withheld import withheld
from tests.invented_surveys import HOSTILE
from tests.rows import example_row
from tests.runs import finished_run
from tests.synthetic_rows import prose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storage.object_store import ObjectStore

pytestmark = pytest.mark.untraced

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REPLAY = "http://127.0.0.1:8080/pressmark"
STORY = prose(Random("site"), 400)
DAY = datetime(2022, 2, 1, 12, tzinfo=UTC)


def row(outlet: str, name: str, revision: int = 1, **values: Any) -> ArticleRow:
    article = replace(
        example_row(revision).article,
        outlet=outlet,
        article_id=f"{outlet}-{name}",
        url=f"https://{outlet}.example/{name}/",
        captured_at=DAY + timedelta(days=revision),
        date_published=DAY,
        is_based_on=(),
        boilerplate=(),
        content_digest=f"sha256:{outlet}{name}{revision}",
    )
    return ArticleRow(replace(article, **values), revision)


ORIGINAL = row(
    "southfront",
    "a1",
    headline="Harbor Élan Reopens",
    article_body="\n\n".join(STORY),
    boilerplate=(
        Boilerplate("Read also: the storm", Family.RELATED, "any-read-also", 1),
        Boilerplate("Support us", Family.DONATION, "any-appeal", len(STORY)),
    ),
)
REVISED = replace(
    ORIGINAL,
    revision=2,
    article=replace(
        ORIGINAL.article,
        article_body="\n\n".join((STORY[0].replace(STORY[0].split()[3], "REPLACED", 1), *STORY[1:])),
        captured_at=DAY + timedelta(days=2),
        content_digest="sha256:2",
    ),
)
COPY = row(
    "gazette",
    "b1",
    headline="Harbor, Again",
    article_body="\n\n".join(STORY),
    date_published=DAY + timedelta(days=40),
    is_based_on=(BasedOn("southfront", ORIGINAL.article.url, None, "Source: South Front"),),
)
STRANGE = row(
    "gazette",
    "x1",
    headline=HOSTILE,
    article_body=f"{HOSTILE}\n\n{HOSTILE}\x00\x1b",
    url="javascript:alert(1)//",
    canonical_url=None,
    author=(HOSTILE,),
    byline=HOSTILE,
    keywords=("__proto__", "constructor", HOSTILE),
    in_language=HOSTILE,
    kind=Kind.OPINION,
    boilerplate=(
        Boilerplate(HOSTILE, Family.OTHER, HOSTILE, 99),
        Boilerplate(HOSTILE, Family.OTHER, HOSTILE, 0),
    ),
    found_by=((HOSTILE, HOSTILE), ("author", HOSTILE)),
)
STRANGE_AGAIN = replace(
    STRANGE,
    revision=2,
    article=replace(STRANGE.article, headline=f"{HOSTILE} 2", content_digest="sha256:s2"),
)
"""Everything in it is hostile, and a revision is, too."""


def add(store: ObjectStore, folder: Path, run: str, rows: Sequence[ArticleRow]) -> None:
    for outlet in sorted({row.article.outlet for row in rows}):
        of_outlet = [row for row in rows if row.article.outlet == outlet]
        outbox = folder / outlet / run
        publish(store, outbox, finished_run(outbox, of_outlet, outlet=outlet, run=run))


def filled(store: ObjectStore, folder: Path) -> ObjectStore:
    add(store, folder, "20220203T060000-a1", [ORIGINAL, REVISED, COPY, STRANGE, STRANGE_AGAIN])
    link(store, folder, at=NOW, advance=lambda *_: None)
    return store


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    filled(open_store(str(folder / "archive")), folder)
    return folder / "archive"


@pytest.fixture
def store(archive: Path, tmp_path: Path) -> ObjectStore:
    """Each test has a copy of its own."""
    shutil.copytree(archive, tmp_path / "archive")
    return open_store(str(tmp_path / "archive"))


def built(store: ObjectStore, root: Path, wanted: Filter | None = None) -> Built:
    held = frozenset(withheld(store, NOW))
    return Site(store, wanted or Filter(), held, REPLAY, "1")(root, lambda *_: None)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def page(root: Path, row: ArticleRow) -> str:
    return (root / article_page(row.article.outlet, row.article.article_id)).read_text(encoding="utf-8")


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


# -- what the pages say


def test_what_was_removed_stands_folded_in_its_place(store: ObjectStore, tmp_path: Path) -> None:
    built(store, tmp_path / "site")
    text = page(tmp_path / "site", REVISED)
    first, piece, second = text.index('id="p1"'), text.index("Read also: the storm"), text.index('id="p2"')
    last = text.index(f'id="p{len(STORY)}"')
    assert first < piece < second < last < text.index("Support us")
    assert text.rindex("<details", 0, piece) > first
    assert "<details open" not in text


def test_a_revision_is_shown_beside_the_one_before_with_the_words_marked(
    store: ObjectStore, tmp_path: Path
) -> None:
    built(store, tmp_path / "site")
    place = difference_page("southfront", REVISED.article.article_id, 2)
    assert place in page(tmp_path / "site", REVISED)
    text = (tmp_path / "site" / place).read_text(encoding="utf-8")
    assert re.findall(r"<del>(.*?)</del>", text)[1:] == [STORY[0].split()[3]]  # the first is the legend
    assert re.findall(r"<ins>(.*?)</ins>", text)[1:] == ["REPLACED"]
    assert f"{len(STORY) - 1} paragraphs unchanged" in text


def test_a_copy_and_its_original_lead_to_each_other(store: ObjectStore, tmp_path: Path) -> None:
    built(store, tmp_path / "site")
    places = [article_page(each.article.outlet, each.article.article_id) for each in (COPY, REVISED)]
    assert f'href="../../../{places[1]}"' in page(tmp_path / "site", COPY)
    assert f'href="../../../{places[0]}"' in page(tmp_path / "site", REVISED)
    assert "It copies: 1" in page(tmp_path / "site", COPY)
    assert "Copied by: 1" in page(tmp_path / "site", REVISED)


def test_an_article_leads_to_its_archived_page_and_names_its_bytes(
    store: ObjectStore, tmp_path: Path
) -> None:
    built(store, tmp_path / "site")
    text, mark = page(tmp_path / "site", REVISED), REVISED.article.pressmark
    assert mark
    assert f'href="{REPLAY}/20220203120000/{REVISED.article.url}"' in text
    assert f"{mark.warc} at byte {mark.offset}" in text


def test_every_link_within_leads_to_a_page(store: ObjectStore, tmp_path: Path) -> None:
    built(store, tmp_path / "site")
    seen = 0
    for path in (tmp_path / "site").rglob("*.html"):
        for _, name, value in Elements(path.read_text(encoding="utf-8")).attributes:
            if name in {"href", "src"} and not urlsplit(value).scheme and not value.startswith("#"):
                assert (path.parent / unquote(urlsplit(value).path)).is_file(), (path, value)
                seen += 1
    assert seen > 40


def test_the_filters_are_those_of_pull(store: ObjectStore, tmp_path: Path) -> None:
    done = built(store, tmp_path / "site", Filter(until=DAY + timedelta(days=1), kind=Kind.ARTICLE))
    assert done.articles == 1
    assert page(tmp_path / "site", REVISED)
    assert "only before 2022-02-02, article" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "site/outlets/gazette").exists()
    # the copy is named, and is no page of this site
    assert f'href="{COPY.article.url}"' in page(tmp_path / "site", REVISED)


def test_a_long_month_has_pages_of_its_own(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    rows = [row("gazette", f"n{number:03}", headline=f"No. {number}") for number in range(201)]
    add(store, tmp_path, "20220203T060000-a1", rows)
    built(store, tmp_path / "site")
    pages = [(tmp_path / "site" / month_page("gazette", DAY, number)).read_text("utf-8") for number in (1, 2)]
    assert [text.count("<li><a dir") for text in pages] == [200, 1]
    assert '<strong aria-current="page">2</strong>' in pages[1]


def test_an_archive_without_articles_is_a_page_that_says_so(tmp_path: Path) -> None:
    done = built(open_store(str(tmp_path / "archive")), tmp_path / "site")
    assert (done.version, done.articles) == (None, 0)
    assert "There is no article in it." in (tmp_path / "site/index.html").read_text(encoding="utf-8")


# -- what they never let through


def test_nothing_of_an_article_becomes_markup(store: ObjectStore, tmp_path: Path) -> None:
    built(store, tmp_path / "site")
    shown = 0
    for path in (tmp_path / "site").rglob("*.html"):
        elements = Elements(path.read_text(encoding="utf-8"))
        is_search = path.name == "search.html"
        assert elements.tags.count("script") == is_search, path
        assert not {"img", "iframe", "object", "base", "style", "embed", "svg"} & set(elements.tags), path
        assert ("form" in elements.tags) == is_search, path
        assert not [name for _, name, _ in elements.attributes if name.startswith("on") or name == "style"], (
            path
        )
        for tag, name, value in elements.attributes:
            if name in {"href", "src"} and urlsplit(value).scheme:
                assert value.startswith(("https://", f"{REPLAY}/")), (path, value)
                assert tag == "a"
        assert not set(elements.text) & {"\x00", "\x1b"}
        shown += elements.text.count(HOSTILE)
    assert shown > 20


def test_every_page_forbids_what_it_does_not_need(store: ObjectStore, tmp_path: Path) -> None:
    built(store, tmp_path / "site")
    policies = {
        path.name == "search.html": re.search(
            r'Content-Security-Policy" content="([^"]+)"', path.read_text("utf-8")
        )[1]  # type: ignore[index] # each has one
        for path in (tmp_path / "site").rglob("*.html")
    }
    assert policies == {
        False: "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
        True: "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'",
    }


def test_the_index_is_ascii_that_javascript_reads_as_one_call(store: ObjectStore, tmp_path: Path) -> None:
    built(store, tmp_path / "site")
    names = set()
    for path in (tmp_path / "site/search").rglob("*.js"):
        called = re.fullmatch(
            r'pressmark\.keep\("([a-z0-9/]+)",(.*)\);\n', path.read_text("ascii"), re.DOTALL
        )
        assert called, path
        json.loads(called[2])
        names.add(called[1])
    shards = json.loads((tmp_path / "site/search/shards.js").read_text("ascii").partition(",")[2][:-3])
    assert names == {"shards", "articles/0", *(f"words/{name}" for name in shards["words"])}
    assert shards["articles"] == 3


def test_words_have_no_case_and_no_accents() -> None:
    assert words_of("Élan: NATO's 17th_Division, “Сирия”") == {
        "elan",
        "nato",
        "s",
        "17th",
        "division",
        "сирия",
    }


# -- what a second run does


def test_equal_archives_give_equal_bytes(store: ObjectStore, tmp_path: Path) -> None:
    built(store, tmp_path / "one")
    built(store, tmp_path / "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")
    assert not [name for name in files(tmp_path / "one") if "scratch" in name]


def test_a_second_run_writes_what_changed_alone(store: ObjectStore, tmp_path: Path) -> None:
    root = tmp_path / "site"
    built(store, root)
    assert (built(store, root).changed, built(store, root).removed) == (0, 0)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*.html")}
    add(store, tmp_path, "20220303T060000-a2", [row("gazette", "late", headline="Late", date_published=NOW)])
    assert built(store, root).changed > 0
    touched = {
        path.relative_to(root).as_posix() for path, at in before.items() if path.stat().st_mtime_ns != at
    }
    assert touched == {"index.html", "outlets/gazette/index.html", "outlets/gazette/2022-03.html"}
    assert not built(store, root).changed


def test_what_is_withheld_leaves_no_trace_and_comes_back(store: ObjectStore, tmp_path: Path) -> None:
    root, secret = tmp_path / "site", COPY.article
    built(store, root)
    before = files(root)
    store.put("withheld/1.jsonl", json.dumps({"article_id": secret.article_id, "reason": "embargo"}).encode())
    assert built(store, root).removed >= 1
    for name, data in files(root).items():
        assert secret.article_id not in name
        assert secret.article_id.encode() not in data, name
        assert b"Harbor, Again" not in data, name
    store.delete("withheld/1.jsonl")
    built(store, root)
    assert files(root) == before


def test_a_folder_of_other_files_is_refused_and_left_alone(store: ObjectStore, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "articles").mkdir(parents=True)
    (mine / "articles/thesis.html").write_text("years of work", encoding="utf-8")
    with pytest.raises(BadConfiguration, match="name a new folder"):
        built(store, mine)
    assert files(mine) == {"articles/thesis.html": b"years of work"}


def test_files_beside_the_folders_of_the_site_are_left_alone(store: ObjectStore, tmp_path: Path) -> None:
    root = tmp_path / "site"
    built(store, root)
    (root / "robots.txt").write_text("User-agent: *", encoding="utf-8")
    (root / "articles/stale.html").write_text("gone", encoding="utf-8")
    (root / ".scratch-killed").mkdir()
    assert built(store, root).removed == 1
    assert (root / "robots.txt").exists()
    assert {path.name for path in root.iterdir() if path.is_dir()} == set(OURS)


def test_an_outlet_misspelt_empties_no_folder(
    store: ObjectStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "site"
    built(store, root)
    before = files(root)
    assert scrapy(store, "--outlet", "southfrnt", "--to", str(root)) == ExitStatus.CONFIGURATION
    assert "no run of southfrnt" in (told := capsys.readouterr()).err
    assert "there are gazette, southfront" in told.err
    assert files(root) == before
    assert scrapy(store, "--outlet", "southfront", "--to", str(root)) == ExitStatus.COMPLETE
    assert "1 articles of version" in capsys.readouterr().out


def scrapy(store: ObjectStore, *arguments: str) -> int:
    command = Command()
    command.settings = Settings({**defaults(), "ARCHIVE_URL": store.url})
    parser = ArgumentParser()
    command.add_options(parser)
    command.run([], parser.parse_args(arguments))
    return command.exitcode
