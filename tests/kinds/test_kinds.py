"""Every kind of page and every reason to refuse one is told right: recorded pages, with near misses among them.

A case is `tests/kinds/<kind or reason>/<name>.html`; its first line is a comment with the page's address.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract_html
from storage.article import Article, Kind, Reason

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*.html"))
SHOWN_AS_PAGES = (
    Reason.BLOCKED,
    Reason.CONSENT_WALL,
    Reason.ERROR_PAGE,
    Reason.HOME_PAGE,
    Reason.LISTING,
)  # the other reasons are told before a page is looked at


def answer(path: Path) -> Article | Reason:
    comment, _, markup = path.read_text(encoding="utf-8").partition("\n")
    found = extract_html(markup.encode(), comment.removeprefix("<!-- ").removesuffix(" -->"), "text/html")
    return found if isinstance(found, Article) else found.reason


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_page_is_told_for_what_it_is(path: Path) -> None:
    found = answer(path)
    assert (found.kind if isinstance(found, Article) else found) == path.parent.name


@pytest.mark.parametrize("expected", [*Kind, *SHOWN_AS_PAGES])
def test_every_kind_and_reason_has_two_cases_at_least(expected: Kind | Reason) -> None:
    assert len([path for path in CASES if path.parent.name == expected]) >= 2


@pytest.mark.parametrize("path", sorted(HERE.glob("paywall/*.html")), ids=lambda path: path.stem)
def test_a_stub_is_flagged_and_keeps_what_is_visible(path: Path) -> None:
    found = answer(path)
    assert isinstance(found, Article)
    assert "paywall" in found.flags
    assert found.word_count > 50


def test_a_whole_text_that_says_it_is_not_free_is_flagged_and_stays_an_article() -> None:
    found = answer(HERE / "article/near-miss-for-subscribers-but-whole.html")
    assert isinstance(found, Article)
    assert found.flags == ("paywall",)
    assert found.kind is Kind.ARTICLE
