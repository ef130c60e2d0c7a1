"""Body and boilerplate together account for every word of the article's container, whatever it is made of."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.container import lines
from extractors.evidence import Claims
from extractors.extract import extract, extract_html
from extractors.lines import separated
from extractors.matching import plain
from extractors.parse import Page, page
from extractors.reader import read_lines
from extractors.vocabulary import Drop
from storage.article import Article, Family
from tests.carried_pages import captured, carried_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from extractors.lines import Line

SENTENCE = "The road to the northern town was closed by the army on Monday evening."
_SILENT = {"script", "style", "template", "noscript", "iframe", "svg", "head"}
_EDGED = {"button", "select", "label", "textarea"}
_INLINE = {"a", "b", "i", "em", "strong", "span", "font", "u"}
_BOXED = (" hidden", " style='display:none'", " class=related")


def shown(element: HtmlElement, apart: list[str]) -> str:
    """The text of `element` as a reader sees it; what is hidden within a line is put to `apart`."""
    tag = element.tag
    if tag in _SILENT:
        return ""
    inside = (element.text or "") + "".join(shown(child, apart) + (child.tail or "") for child in element)
    if tag in _INLINE and (element.get("hidden") is not None or "none" in element.get("style", "")):
        apart.append(inside)
        return ""
    if tag in _EDGED:
        apart.append(inside)
        return " "
    return inside if tag in _INLINE else f" {inside} "


def words_shown(element: HtmlElement) -> Counter[str]:
    apart: list[str] = []
    return _words([shown(element, apart), *apart])


def words_held(found: Iterable[Line]) -> Counter[str]:
    paragraphs, removed = separated(tuple(found))
    return _words([*paragraphs, *(piece.text for piece in removed)])


def _words(texts: Iterable[str]) -> Counter[str]:
    """Bullets and the bars between cells are none."""
    return Counter(word for text in texts for word in plain(text).split() if set(word) - set("|-"))


_TEXT = st.sampled_from(
    [SENTENCE, SENTENCE, "Share this", "Read also:", "word", "half", "-ly ", " a b", "1,720", "\n", "\u00a0", "می\u200cخواهم", "é", "*", "Donate now", "Jane Doe"]
)  # fmt: skip
_TAGS = st.sampled_from(
    ["p", "p", "div", "div", "section", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "h2", "h3", "figure", "figcaption", "nav",
     "aside", "form", "dl", "dt", "dd", "details", "summary", "a", "a", "b", "i", "em", "strong", "span", "span", "font", "button", "label", "select",
     "script", "style", "noscript", "template", "br", "hr", "input", "img"]
)  # fmt: skip
_ATTRIBUTES = st.sampled_from(
    ["", "", "", "", *_BOXED, " class='newsletter signup'", " class=x href=/y"]
)  # fmt: skip


def _element(tag: str, attributes: str, inside: list[str]) -> str:
    if tag in {"br", "hr", "input", "img"}:
        return f"<{tag}>"
    edge = " " * (attributes in _BOXED)  # no word runs on into what is hidden or dropped, or over it
    return f"{edge}<{tag}{attributes}>{edge}{''.join(inside)}{edge}</{tag}>{edge}"


TREES = st.recursive(
    _TEXT.map(escape),
    lambda inner: st.builds(_element, _TAGS, _ATTRIBUTES, st.lists(inner, max_size=5)),
    max_leaves=40,
)
CONTAINERS = st.lists(TREES, max_size=8).map("".join)


def parsed(body: str) -> Page:
    found = page(f"<html><body><h1>Roads close</h1><div id=c>{body}</div></body></html>", "https://e.org/a")
    assert found is not None
    return found


@settings(max_examples=150, deadline=None)
@given(CONTAINERS)
def test_the_lines_of_a_container_hold_all_its_words(body: str) -> None:
    container = parsed(body).tree.get_element_by_id("c")
    found = lines(container, (Drop(".related", Family.RELATED, "related"),))
    assert words_held(found) == words_shown(container)


@settings(max_examples=150, deadline=None)
@given(CONTAINERS, st.integers(0, 6))
def test_the_container_that_is_read_by_evidence_is_an_element_with_all_its_words(
    body: str, sentences: int
) -> None:
    whole = parsed(f"<p>{SENTENCE} {SENTENCE}</p>" * sentences + body)
    found, _ = read_lines(whole, Claims("roadsclose"))
    assert not found or any(words_held(found) == words_shown(one) for one in whole.tree.iter())


@settings(max_examples=150, deadline=None)
@given(CONTAINERS, st.sampled_from(["https://courier.example/2024/05/a-b", "https://southfront.press/a-b/"]))
def test_an_article_accounts_for_every_word_of_its_container(body: str, url: str) -> None:
    text = "".join(f"<p>{number}. {SENTENCE} {SENTENCE}</p>" for number in range(8))
    html = f"<html><body><h1>Roads close</h1><div class=entry-content>{text}{body}</div>"
    answer = extract_html(html.encode(), url)
    assert isinstance(answer, Article)
    assert dict(answer.found_by)["article_body"] in {"reader", "layout"}
    whole = page(html, url)
    assert whole is not None
    _holds_all_of_an_element(answer, whole)


@pytest.mark.parametrize("name", carried_pages())
def test_every_piece_has_its_family_rule_and_place(name: str) -> None:
    answer = extract(carried_pages()[name])
    if isinstance(answer, Article):
        paragraphs = answer.article_body.split("\n\n")
        places = [piece.before_paragraph for piece in answer.boilerplate]
        assert all(piece.text and piece.family and piece.rule for piece in answer.boilerplate)
        assert places == sorted(places)
        assert all(0 <= place <= len(paragraphs) for place in places)


def test_a_removed_line_stands_before_the_paragraph_it_stood_before() -> None:
    sentences = [f"{number}. {SENTENCE} {SENTENCE}" for number in range(6)]
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    html = body.replace("<p>3", "<p>Share this article</p><p>3") + "<p>Sign up for our newsletter</p>"
    answer = extract(captured(f"<h1>Roads close</h1><article>{html}</article>".encode(), "https://e.org/a"))
    assert isinstance(answer, Article)
    assert answer.article_body.split("\n\n") == sentences
    assert [(piece.text, piece.family, piece.before_paragraph) for piece in answer.boilerplate] == [
        ("Share this article", Family.SHARE, 3),
        ("Sign up for our newsletter", Family.NEWSLETTER, 6),
    ]


def _holds_all_of_an_element(answer: Article, whole: Page) -> None:
    held = _words([answer.article_body, *(piece.text for piece in answer.boilerplate)])
    assert any(held == words_shown(one) for one in whole.tree.iter())
