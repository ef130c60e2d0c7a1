"""Two articles and what links them: planted reuse is found and named, other likeness is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.linking import judged
from extractors.credits import link_entry
from extractors.kinship import related
from storage.article import BasedOn
from storage.link import DirectedBy, LinkLabel
from tests.invented_texts import Newsroom
from tests.planted_reuse import COPIER, ORIGIN, SERIAL, article, planted, series, sharing_quotes
from tests.quality.prose_texts import prose_texts

if TYPE_CHECKING:
    from storage.article import Article
    from storage.link import Link
    from tests.planted_reuse import Planted

NEWSROOM = Newsroom(prose_texts())
TEXTS = tuple(NEWSROOM.text(f"text {number}", 150 + 40 * (number % 12)) for number in range(36))
ORIGINALS, OTHERS = TEXTS[:18], TEXTS[18:]


def link_of(one: Article, other: Article) -> Link | None:
    found = related(link_entry(one, 1), link_entry(other, 1))
    return found.link if found else None


def test_planted_copies_are_found_and_named() -> None:
    cases = [case for seed in range(2) for case in planted(ORIGINALS, OTHERS, seed)]
    wrong = [case for case in cases if not is_told(case)]
    assert {case.kind for case in wrong} <= {"10 % edited"}  # which leaves 0.59 of the 5-grams in the mean
    assert len(wrong) <= 0.01 * len(cases)


def is_told(case: Planted) -> bool:
    link = link_of(case.original, case.copy)
    return (
        link is not None
        and link.label is case.label
        and link.article.article_id == case.copy.article_id
        and link.directed_by is (DirectedBy.CREDIT if case.credited else DirectedBy.DATE)
        and link.lag_s == 24 * 3600
    )


def test_the_order_in_which_two_are_compared_does_not_count() -> None:
    for case in planted(ORIGINALS[:4], OTHERS):
        assert link_of(case.original, case.copy) == link_of(case.copy, case.original)


def test_different_articles_have_no_link() -> None:
    entries = [link_entry(article(ORIGIN, f"{n}", text), 1) for n, text in enumerate(TEXTS)]
    assert not [1 for at, one in enumerate(entries) for other in entries[:at] if related(one, other)]


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_reports_of_one_event_that_share_quotes_have_no_link(share: float) -> None:
    for one, other in zip(ORIGINALS, OTHERS, strict=True):
        first, second = sharing_quotes(one, other, share)
        assert not link_of(article(ORIGIN, "a", first), article(COPIER, "b", second))


FRAME = (
    "A brief overview of the situation along the northern canal on {day}, compiled from reports of the harbour office:",
    "Lock keepers counted {0} barges bound for {1}, and {2} that turned back because of ice near {3}.",
    "The water at the gauge of {1} stood at {4} centimetres in the morning. Pilots are asked to keep to the eastern bank.",
    "All figures are preliminary and will be confirmed by the office within three working days of this report.",
)
PLACES = ("Ostrel", "Kalvik", "Tolm", "Lunde", "Brenna", "Sorvik", "Halden", "Mjolby", "Vinter", "Askoy")
FACTS = [[f"{11 + 7 * n}", PLACES[n], f"{3 + n}", PLACES[-1 - n], f"{140 + 13 * n}"] for n in range(10)]


def test_a_daily_report_is_a_template_and_no_duplicate() -> None:
    days = list(series(FRAME, FACTS, "Canal report"))
    links = [link_of(one, other) for at, one in enumerate(days) for other in days[:at]]
    assert {link.label for link in links if link} == {LinkLabel.TEMPLATE}
    assert len([link for link in links if link]) > len(links) / 2


def test_a_copy_of_a_daily_report_leads_to_its_day_alone() -> None:
    days = list(series(FRAME, FACTS, "Canal report"))
    copy = article(COPIER, "copied", days[6].article_body.split("\n\n"), day=6.4)
    others = [link_entry(day, 1) for day in days]
    links = [link for link in judged(link_entry(copy, 1), others) if link]
    assert [(link.original.article_id, link.label) for link in links] == [
        (days[6].article_id, LinkLabel.REPOST)
    ]


def test_the_next_report_of_a_copied_series_is_no_copy_of_the_copies() -> None:
    days = list(series(FRAME, FACTS, "Canal report"))
    copies = [
        article(COPIER, f"{n}", day.article_body.split("\n\n"), day=n + 0.4) for n, day in enumerate(days[:9])
    ]
    earlier = [link_entry(each, 1) for each in (*days[:9], *copies)]
    links = [link for link in judged(link_entry(days[9], 1), earlier) if link]
    assert links
    assert {(link.label, link.original.outlet) for link in links} == {(LinkLabel.TEMPLATE, SERIAL)}


def test_a_text_published_again_with_corrections_is_a_revision() -> None:
    body = (*ORIGINALS[3], "The council meets again on 14 March at 19:30, and 210 seats are free.")
    first = article(ORIGIN, "first", body)
    again = article(ORIGIN, "again", [body[0].replace(body[0].split()[3], "corrected"), *body[1:]], day=2)
    link = link_of(first, again)
    assert link
    assert (link.label, link.article.article_id) == (LinkLabel.REVISION, again.article_id)


class TestThreeSeeds:
    """Modelled on three texts: an article, its corrected revision with another spelling of a name, both reposts of a third
    outlet's; and a story of the same topic that is neither."""

    STORY = (
        "After a week that began with the storming of the Gwenar customs house in the north-eastern town of Halsaka, the situation in the province appears to be slightly improving. As of March 31, fewer incidents are being reported.",
        "On March 30, the Provincial Border Guard (PBG) announced that the siege of the Gwenar customs house, which began ten days ago, had ended with its men in complete control of the building.",
        "A day earlier, a group of some twenty smugglers led by a man known as \u201cthe Notary\u201d surrendered to the PBG at the eastern gate.",
        "While the fight inside may be over, some of those who slipped out of the Gwenar customs house may still be hiding in nearby orchards, waiting for a chance to cross the river.",
        "The fate of about two hundred clerks who worked in the building before the siege remains unclear. A newspaper of the capital wrote that many had left under a secret agreement.",
        "Meanwhile in the south only two minor incidents were reported. Unknown men set the archive of the town hall of Saidra on fire, and a former tax collector was robbed near Nahrij.",
    )
    OTHER = (
        "Customs officers have broken up a ring of smugglers who worked in the eastern districts near Lepo, another chapter in the province's long struggle against contraband.",
        "An official of the ministry, who asked not to be named, said that the arrests came after months of quiet observation. One member of the ring was wounded when the officers entered a mill.",
        "The first questioning showed that the group had prepared raids on toll stations in order to revive its dormant cells throughout the province, he explained.",
    )

    def texts(self) -> tuple[Article, Article, Article, Article]:
        original = article("frontline", "gwenar", self.STORY, headline="Customs Siege Ends")
        stated = (BasedOn("frontline", None, None, "The original source of this article is Frontline"),)
        headline = "Video: Siege Still Echoes"
        first = article("digestworld", "video-siege-1", self.STORY, day=2, headline=headline, based_on=stated)
        respelled = [
            p.replace("Gwenar", "Geweran").replace("\u201c", '"').replace("\u201d", '"') for p in self.STORY
        ]
        second = article(
            "digestworld", "video-siege-2", respelled, day=2.3, headline=headline, based_on=stated
        )
        neither = article("thewire", "ring", self.OTHER, day=3, headline="Smugglers' Ring Broken Up")
        return original, first, second, neither

    def test_two_are_revisions_of_one_article(self) -> None:
        _, first, second, _ = self.texts()
        link = link_of(second, first)
        assert link
        assert link.label is LinkLabel.REVISION
        assert link.article.article_id == second.article_id

    def test_both_are_reposts_of_the_original_by_their_credit(self) -> None:
        original, first, second, _ = self.texts()
        for copy in (first, second):
            link = link_of(original, copy)
            assert link
            assert (link.label, link.directed_by) == (LinkLabel.REPOST, DirectedBy.CREDIT)
            assert link.original.article_id == original.article_id
            assert link.credit == "The original source of this article is Frontline"

    def test_the_third_is_neither(self) -> None:
        *others, neither = self.texts()
        assert not any(link_of(neither, other) for other in others)


def test_credit_counts_more_than_dates() -> None:
    original = article(ORIGIN, "a", ORIGINALS[0], day=5)
    stated = (BasedOn("Origin", original.url, None, "First published by Origin"),)
    link = link_of(original, article(COPIER, "b", ORIGINALS[0], day=1, based_on=stated))
    assert link
    assert (link.article.outlet, link.directed_by, link.lag_s) == (COPIER, DirectedBy.CREDIT, -4 * 86400)


def test_copies_of_one_third_source_copied_not_each_other() -> None:
    stated = (BasedOn("The Agency", None, None, "Source: The Agency"),)
    one, other = (article(name, "a", ORIGINALS[0], day=day, based_on=stated) for day, name in enumerate("xy"))
    link = link_of(one, other)
    assert link
    assert link.directed_by is DirectedBy.COMMON_SOURCE


def test_a_link_to_the_page_is_evidence() -> None:
    original = article(ORIGIN, "a", ORIGINALS[0], day=5)
    copy = replace(article(COPIER, "b", ORIGINALS[0], day=1), links=(f"{original.url}?utm_source=x#top",))
    link = link_of(original, copy)
    assert link
    assert (link.article.outlet, link.directed_by) == (COPIER, DirectedBy.LINK)


def test_without_dates_the_shorter_is_the_copy() -> None:
    whole, half = (
        replace(article(o, "a", t), date_published=None)
        for o, t in (("b", ORIGINALS[5]), ("a", ORIGINALS[5][:3]))
    )
    link = link_of(whole, replace(half, captured_at=half.captured_at - timedelta(days=9)))
    assert link
    assert (link.article.outlet, link.directed_by, link.label) == ("a", DirectedBy.LENGTH, LinkLabel.ABRIDGED)


def test_a_date_without_a_time_does_not_order_one_day() -> None:
    one, other = article(ORIGIN, "a", ORIGINALS[0]), article(COPIER, "b", ORIGINALS[0], day=0.2)
    midnight = one.date_published and one.date_published.replace(hour=0, minute=0)
    link = link_of(replace(other, date_published=midnight), one)
    assert link
    assert link.directed_by is DirectedBy.ORDER


@pytest.mark.parametrize("text", ["", "Hello", "one two three four five"])
def test_hardly_any_text_makes_no_link_between_different_articles(text: str) -> None:
    assert not link_of(
        article(ORIGIN, "a", [text]), article(COPIER, "b", [f"{text} and more of it, quite different"])
    )


def test_the_same_page_twice_in_the_archive_is_one_article() -> None:
    known = article(ORIGIN, "a", ORIGINALS[0])
    listed = replace(known, article_id="pages-1", outlet="pages", url="https://www.origin.example/a")
    assert link_of(known, listed)
