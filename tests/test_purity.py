"""The same capture gives the same answer, whatever came before it, in whatever order, process, zone or year."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.extract import extract
from storage.article import Article, Kind
from storage.article_json import from_json, to_json
from tests.carried_pages import answers, captured, carried_pages

if TYPE_CHECKING:
    from storage.capture import Capture

pytestmark = pytest.mark.untraced

NAMES = list(carried_pages())
IN_ANOTHER_YEAR = """
import datetime, time
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2041, 2, 3, 4, 5, 6, tzinfo=tz)
    utcnow = today = now
datetime.datetime = Later
time.time = lambda: 2_243_300_000.0
from tests.carried_pages import main
main(["--reversed"])
"""

COMPILED = """
from extractors import walk
assert not walk.__file__.endswith(".py"), walk.__file__
from tests.carried_pages import main
main([])
"""


@pytest.fixture(scope="module")
def alone() -> dict[str, bytes]:
    """What each page gives, in the order of their names."""
    return answers(NAMES)


def test_the_pages_are_of_many_sorts() -> None:
    assert len(NAMES) > 120
    assert {from_json(answer).__class__.__name__ for answer in answers(NAMES[::7]).values()} == {
        "Article",
        "Rejection",
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_pages_changes_no_answer(seed: int, alone: dict[str, bytes]) -> None:
    shuffled = random.Random(seed).sample(NAMES, len(NAMES))
    assert answers(shuffled) == alone


def test_a_page_read_again_and_again_gives_the_same(alone: dict[str, bytes]) -> None:
    assert [answers([name] * 3) for name in NAMES[::3]] == [{name: alone[name]} for name in NAMES[::3]]


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_gives_the_same_bytes(hash_seed: str, alone: dict[str, bytes]) -> None:
    made = _lines(["-m", "tests.carried_pages"], PYTHONHASHSEED=hash_seed, TZ="Asia/Kathmandu", LC_ALL="C")
    assert made == list(alone.values())


def test_another_year_gives_the_same_bytes(alone: dict[str, bytes]) -> None:
    assert _lines(["-c", IN_ANOTHER_YEAR], TZ="America/St_Johns") == list(alone.values())


@pytest.mark.skipif(
    not (shutil.which("cc") or "CI" in os.environ), reason="no C compiler, which `make compiled` needs"
)
def test_compiled_to_c_it_gives_the_same_bytes(alone: dict[str, bytes], tmp_path: Path) -> None:
    compiled, root = tmp_path / "compiled", Path(__file__).parents[1]
    subprocess.run(
        ["sh", root / "deploy/compile.sh", compiled],
        env={**os.environ, "PYTHON": sys.executable, "MYPYC_OPT_LEVEL": "0"},
        check=True,
    )
    made = _lines(["-c", COMPILED], cwd=compiled, PYTHONPATH=str(root))
    assert made == list(alone.values())


def _lines(arguments: list[str], cwd: Path | None = None, **environment: str) -> list[bytes]:
    finished = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    return finished.stdout.splitlines()


CLEANED_ONCE_MORE = {
    "article/near-miss-about-captchas": "so few words under the title of a shield are the shield",
    "article/near-miss-behind-the-scripts-of-a-shield": "likewise",
    "quality/gallery-de": "the author's name, kept by the first reading, is seen by the second",
}
"""Pages whose text, set as a page of its own, gives something else, and why."""


def test_clean_text_is_clean(alone: dict[str, bytes]) -> None:
    changed = set()
    for name, answer in alone.items():
        article = from_json(answer)
        if isinstance(article, Article) and article.kind is not Kind.APPEAL:
            again = extract(_as_page(article, carried_pages()[name]))
            if not isinstance(again, Article) or again.article_body != article.article_body:
                changed.add(name)
    assert changed <= CLEANED_ONCE_MORE.keys()


def _as_page(article: Article, capture: Capture) -> Capture:
    """The article's text alone, as plain as a page can be, at its own address."""
    paragraphs = (
        "<br>".join(map(escape, paragraph.split("\n"))) for paragraph in article.article_body.split("\n\n")
    )
    headline = escape(article.headline or "")
    text = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f"<html lang={article.in_language}><title>{headline}</title><body><h1>{headline}</h1>\n{text}</body></html>"
    return captured(html.encode(), capture.url, capture.outlet, capture.captured_at)


_JUNK = st.sampled_from(
    [
        b"<", b">", b"</div>", b"<div>", b"<table><tr>", b"<!--", b"-->", b"<script>", b"</script>", b"<title>", b"<p hidden>",
        b"<form>", b"<a href='http://[::1'>", b"<base href=x>", b"\xff\xfe", b"\x00", b"\xe2\x80\xae", b"&#xD800;", b"&#0;",
        b'<script type="application/ld+json">{"@type":"NewsArticle","articleBody":[', b"<plaintext>", b"<frameset>", b"<svg><math>",
        b"<pre>", b"\r\n", b"<br>" * 50, b"<b>" * 300, b"]]>", b"<?xml", b"&" * 20,
    ]
) | st.binary(max_size=12)  # fmt: skip
_PLACE = st.floats(0, 1)
_CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), _PLACE, _JUNK),
        st.tuples(st.just("cut"), _PLACE, st.integers(1, 3_000)),
        st.tuples(st.just("repeat"), _PLACE, st.integers(1, 2_000)),
        st.tuples(st.just("flip"), _PLACE, st.integers(0, 255)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(NAMES), _CHANGES)
def test_no_damage_to_a_page_makes_it_raise_or_waver(
    name: str, changes: list[tuple[str, float, bytes | int]]
) -> None:
    whole = carried_pages()[name]
    head, _, html = whole.block.partition(b"\r\n\r\n")
    kept = b"\r\n".join(
        line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")
    )
    for how, place, what in changes:
        html = _changed(html, how, int(place * len(html)), what)
    damaged = replace(whole, block=kept + b"\r\n\r\n" + html)
    answer = extract(damaged)
    assert extract(damaged) == answer
    assert from_json(to_json(answer)) == answer
    json.loads(to_json(answer))


def _changed(html: bytes, how: str, at: int, what: bytes | int) -> bytes:
    if isinstance(what, bytes):
        return html[:at] + what + html[at:]
    if how == "cut":
        return html[:at] + html[at + what :]
    if how == "repeat":
        return html[: at + what] + html[at:]
    return html[:at] + bytes([what]) + html[at + 1 :]


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=2_000),
    st.sampled_from(["", "; charset=utf-16", "; charset=shift_jis", "; charset=none"]),
)
def test_no_bytes_make_it_raise(html: bytes, charset: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html{charset}\r\n\r\n".encode()
    for address in ("https://courier.example/a", "https://southfront.press/a"):
        one = replace(captured(b"", address), block=head + html)
        assert extract(one) == extract(one)


_WORDS = st.sampled_from(
    ["The road to the town was closed by the army on Monday evening.", "Share", "By Jane Doe", "می\u200cخواهم", "\u202e", "|", "*", "May 30, 2024"]
) | st.text(max_size=30)  # fmt: skip
_NAMES = st.sampled_from(
    ["article", "comments", "related", "newsletter", "sr-only", "wp-caption-text", "entry-content", "x y"]
)
_STYLES = st.sampled_from(["", "display:none", "left:-9999px", "font-size:0"])
_TAGS = st.sampled_from(
    ["p", "div", "article", "main", "section", "table", "tr", "td", "ul", "li", "blockquote", "pre", "h1", "h2", "a href=/x", "b", "span", "form",
     "button", "nav", "aside", "figure", "figcaption", "script", "time", "footer", "select", "option", "title", "template", "body", "html"]
)  # fmt: skip
_TREES = st.recursive(
    _WORDS.map(escape),
    lambda inner: st.builds(
        lambda tag, name, style, parts: f"<{tag} class='{name}' style='{style}'>{''.join(parts)}</{tag.split()[0]}>",
        _TAGS, _NAMES, _STYLES, st.lists(inner, max_size=6),
    ),
    max_leaves=40,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(_TREES)
def test_no_page_of_any_shape_makes_it_raise(markup: str) -> None:
    html = markup.encode("utf-8", "surrogatepass")
    for address in ("https://courier.example/2024/05/30/a-b-c", "https://www.globalresearch.ca/a/5790001"):
        answer = extract(captured(html, address))
        if isinstance(answer, Article):
            assert answer.article_body.strip()
            assert answer.word_count == len(answer.article_body.split())
