"""The corpus browser in a real browser, opened from files: it finds, folds and fits, and asks nobody for anything."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING

import pytest

from crawler.site.places import article_page, difference_page, outlet_page
from crawler.site.word_index import words_of
from storage.object_store import open_store
from tests.browser import opened
from tests.invented_surveys import HOSTILE
from tests.test_site import COPY, REVISED, STRANGE, built, filled

if TYPE_CHECKING:
    from pathlib import Path

READY = "--virtual-time-budget=20000"  # milliseconds of the page's own time, until nothing is waited for
WORDS = (
    "Élan",
    "NAÏVE Straße",
    "ΣΊΣΥΦΟΣ",
    "İstanbul",
    "Йод",
    "اَلْعَرَبِيَّة",
    "ﬁnance",
    "17th_Division's",
    "x" * 60,
    "東京都",
    "½ ² ٣",
    "한국어",
)

MEASURE = """<p id="measured"></p><script>
addEventListener("load", () => setTimeout(() => {
  document.querySelectorAll("details").forEach(each => each.open = true);
  const wide = [...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll, .skip") &&
    e.getBoundingClientRect().right > innerWidth + 1);
  const small = [...document.querySelectorAll("p, li")].filter(e => parseFloat(getComputedStyle(e).fontSize) < 11);
  document.getElementById("measured").textContent = JSON.stringify({wide: wide.map(e => e.outerHTML.slice(0, 80)),
    small: small.length, paper: getComputedStyle(document.body).backgroundColor});
}, 500));
</script></body>"""

WALK = """<p id="measured"></p><script>
addEventListener("load", () => setTimeout(() => {
  const press = key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  const at = () => document.activeElement.id || document.activeElement.textContent;
  const seen = [at()];
  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"]) { press(key); seen.push(at()); }
  document.activeElement.blur();
  const stops = [...document.querySelectorAll("a[href], input, button:not([hidden])")].filter(e => e.tabIndex === 0);
  document.getElementById("measured").textContent = JSON.stringify({seen, first: stops[0].className, stops: stops.length});
}, 3000));
</script></body>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built(filled(open_store(str(folder / "archive")), folder), folder / "pages")
    return folder / "pages"


def measured(page: Path, folder: Path, script: str, *arguments: str, fragment: str = "") -> dict[str, object]:
    """What the script finds, in a copy of the page that lies beside it and lacks the policy that would forbid it."""
    copy = page.with_name(f"measured-{page.name}")
    text = page.read_text(encoding="utf-8").replace("http-equiv", "data-off").replace("</body>", script)
    copy.write_text(text, encoding="utf-8")
    try:
        document = opened(copy, folder, READY, *arguments, fragment=fragment).document
    finally:
        copy.unlink()
    told = document.partition('<p id="measured">')[2].partition("</p>")[0]
    found: dict[str, object] = json.loads(unescape(told))
    return found


@pytest.mark.parametrize(
    "place",
    [
        "index.html",
        outlet_page("gazette"),
        "outlets/gazette/2022-02.html",
        article_page("gazette", STRANGE.article.article_id),
        difference_page("gazette", STRANGE.article.article_id, 2),
    ],
)
def test_a_page_asks_for_nothing_and_complains_of_nothing(site: Path, tmp_path: Path, place: str) -> None:
    seen = opened(site / place, tmp_path)
    assert seen.asked == ()
    assert seen.console == ()


def test_the_search_finds_by_beginnings_and_keywords_and_shows_text_as_text(
    site: Path, tmp_path: Path
) -> None:
    by_words = opened(site / "search.html", tmp_path, READY, fragment="#harb%20elan%20writ")
    assert (by_words.asked, by_words.console) == ((), ())
    assert f'href="{article_page("southfront", REVISED.article.article_id)}"' in by_words.document
    assert "1 article, the newest first" in by_words.document

    by_keyword = opened(site / "search.html", tmp_path, READY, fragment="#__proto__%20constructor")
    assert by_keyword.console == ()
    assert "1 article, the newest first" in by_keyword.document
    found = by_keyword.document.partition('id="found"')[2].partition("</ol>")[0]
    assert unescape(found).count(HOSTILE) == 1
    assert found.count("<script") == found.count("<img") == 0

    nothing = opened(site / "search.html", tmp_path, READY, fragment="#zebra")
    assert (nothing.asked, nothing.console) == ((), ())
    assert "0 articles" in nothing.document


def test_arrow_keys_go_through_what_was_found_and_back(site: Path, tmp_path: Path) -> None:
    found = measured(site / "search.html", tmp_path, WALK, fragment="#harbor")
    titles = [str(COPY.article.headline), str(REVISED.article.headline)]
    assert found["seen"] == ["query", *titles, titles[0], "query", "query"]
    assert found["first"] == "skip"
    assert found["stops"] == 7  # the way past the head, two places, words, button, two articles


def test_the_script_and_the_index_agree_on_what_a_word_is(site: Path, tmp_path: Path) -> None:
    script = (site / "site.js").read_text("utf-8")
    inner = script[script.index("  function wordsOf") : script.index("  function shardOf")]
    told = f"<p id=\"measured\"></p><script>const LONGEST = 40;\n{inner}\ndocument.getElementById('measured').textContent = JSON.stringify({{words: {json.dumps(WORDS)}.map(wordsOf)}});</script></body>"
    found = measured(site / "index.html", tmp_path, told)["words"]
    assert isinstance(found, list)
    assert [set(words) for words in found] == [words_of(text) for text in WORDS]


@pytest.mark.parametrize("width", [390, 1400])
def test_nothing_reaches_beyond_the_screen(site: Path, tmp_path: Path, width: int) -> None:
    for place in (
        article_page("gazette", STRANGE.article.article_id),
        difference_page("southfront", REVISED.article.article_id, 2),
    ):
        found = measured(site / place, tmp_path, MEASURE, f"--window-size={width},2000")
        assert (found["wide"], found["small"]) == ([], 0)


def test_the_dark_page_is_dark(site: Path, tmp_path: Path) -> None:
    page = site / article_page("southfront", REVISED.article.article_id)
    dark = "--blink-settings=preferredColorScheme=0"
    assert measured(page, tmp_path, MEASURE)["paper"] == "rgb(255, 255, 255)"
    assert measured(page, tmp_path, MEASURE, dark)["paper"] == "rgb(20, 23, 27)"
