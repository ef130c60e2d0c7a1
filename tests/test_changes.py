"""What a revision says that the one before did not, told in fields and words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import extract_html
from storage.article import Article
from storage.changes import ChangeKind, Part, Wording, blocks, change, wording

BODY = (
    "The ministry recieved the report on Monday, and its spokesman said that nothing would be published.",
    "Some 40 villages were without water. The govenment has promised tankers by the end of the week.",
    "Observers expect a new round of talks.",
)


def said(
    *paragraphs: str, headline: str = "Water runs out", author: str = "A. Writer", day: int = 3
) -> Wording:
    return Wording(
        headline, (author,), f"By {author}", datetime(2026, 3, day, tzinfo=UTC), paragraphs or BODY
    )


def corrected(old: str, new: str) -> Wording:
    assert any(old in paragraph for paragraph in BODY)
    return said(*(paragraph.replace(old, new) for paragraph in BODY))


def test_corrected_spellings_are_cosmetic_and_are_the_whole_difference() -> None:
    after = said(*(p.replace("recieved", "received").replace("govenment", "government") for p in BODY))
    made = change(said(), after)
    assert (made.kind, made.parts) == (ChangeKind.COSMETIC, (Part.BODY,))
    assert (made.words_added, made.words_removed) == (2, 2)
    differing = [piece for block in blocks(said(), after) for piece in block if not piece.is_common]
    assert [(p.before, p.after) for p in differing] == [
        (("recieved",), ("received",)),
        (("govenment",), ("government",)),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("report on Monday,", "report on Monday"), ("The ministry", "the Ministry"), ("new round", "new-round")],
)
def test_punctuation_and_letter_case_are_cosmetic(old: str, new: str) -> None:
    assert change(said(), corrected(old, new)).kind is ChangeKind.COSMETIC


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("40 villages", "48 villages"),
        ("nothing would", "nothing wouldn't"),
        ("Monday", "Sunday"),
        ("has promised", "has not promised"),
        ("talks", "walks"),
        (" and its spokesman said that nothing would be published", ""),
    ],
)
def test_another_number_another_word_and_a_missing_one_are_substantial(old: str, new: str) -> None:
    assert change(said(), corrected(old, new)).kind is ChangeKind.SUBSTANTIAL


def test_another_author_is_substantial_and_every_part_that_changed_is_told() -> None:
    made = change(said(), said(*BODY, "More follows.", headline="Water is back", author="B. Other", day=4))
    assert made.kind is ChangeKind.SUBSTANTIAL
    assert made.parts == (Part.HEADLINE, Part.BYLINE, Part.DATE, Part.BODY)
    assert (made.words_added, made.words_removed) == (4, 2)


def test_a_text_that_is_respelt_from_end_to_end_is_another_text() -> None:
    before, after = ("organise colour centre " * 30, "organize color center " * 30)
    assert change(said(before), said(after)).kind is ChangeKind.SUBSTANTIAL


def test_texts_too_long_to_be_compared_are_counted() -> None:
    before = said(" ".join(f"a{n}" for n in range(3000)))
    after = said(" ".join(f"a{n}" for n in range(1, 3001)))
    made = change(before, after)
    assert (made.words_added, made.words_removed) == (1, 1)


TEXTS = st.lists(st.text("ab. \n", max_size=12), min_size=1, max_size=6).map(tuple)


@given(TEXTS, TEXTS)
def test_the_difference_holds_every_word_of_both(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    found = [piece for block in blocks(said(*before), said(*after)) for piece in block]
    assert [word for piece in found for word in piece.before] == " ".join(before).split()
    assert [word for piece in found for word in piece.after] == " ".join(after).split()


def test_two_captures_of_one_article_are_two_revisions_whose_difference_is_the_corrected_spellings() -> None:
    def captured(*paragraphs: str) -> Article:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        html = f"<h1 class=entry-title>Water runs out</h1><div class=entry-content>{body}</div>"
        article = extract_html(html.encode(), "https://southfront.press/water-runs-out/")
        assert isinstance(article, Article)
        return article

    first = captured(*BODY)
    second = captured(*(p.replace("govenment", "government") for p in BODY))
    assert first.article_id == second.article_id
    assert first.content_digest != second.content_digest
    made = change(wording(first), wording(second))
    assert (made.kind, made.parts) == (ChangeKind.COSMETIC, (Part.BODY,))
    assert (made.words_added, made.words_removed) == (1, 1)
