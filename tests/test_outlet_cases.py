"""The outlets read right: recorded pages field by field, and every page of the replica sites."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.case import as_json
from extractors import outlets
from extractors.extract import extract
from storage.article import Article, Kind, Reason, Rejection
from storage.capture import Capture
from tests.record_case import all_cases
from tests.replica.reply import Ask, Reply, response_block
from tests.replica.sites import PAGE_OF, all_planted, all_sites

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.record_case import Case
    from tests.replica.planted import Line, Planted

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
PLANTED = all_planted()
BY_URL = {planted.url: planted for planted in PLANTED}
CASES = all_cases()


def urls(wanted: Callable[[Planted], bool]) -> list[str]:
    return sorted(url for url, planted in BY_URL.items() if wanted(planted))


def read(planted: Planted) -> Article:
    article = extract(captured(planted.outlet, planted.url, Reply(200, PAGE_OF[planted.outlet](planted))))
    assert isinstance(article, Article), article
    return article


def captured(outlet: str, url: str, reply: Reply) -> Capture:
    block = response_block(reply, Ask("GET", "/"), NOW)
    return Capture(outlet=outlet, url=url, captured_at=NOW, block=block, truncated=None, pressmark=None)


@pytest.fixture(params=sorted(BY_URL), ids=lambda url: "/".join(url.split("/")[2:])[:80])
def planted(request: pytest.FixtureRequest) -> Planted:
    return BY_URL[request.param]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_recorded_page_gives_what_was_expected(case: Case) -> None:
    given, expected = as_json(extract(case.capture())), case.expected
    assert given.keys() == expected.keys()
    for field, value in expected.items():
        assert given[field] == value, field


def test_every_outlet_has_six_recorded_pages() -> None:
    for outlet in outlets.load():
        assert len([case for case in CASES if case.folder.parent.name == outlet]) >= 6


def test_the_paragraphs_are_the_planted_ones(planted: Planted) -> None:
    assert tuple(read(planted).article_body.split("\n\n")) == planted.paragraphs


def test_no_planted_boilerplate_survives_in_the_body(planted: Planted) -> None:
    lines = read(planted).article_body.split("\n")
    assert [line.printed for line in planted.boilerplate if line.printed in lines] == []


@pytest.mark.parametrize("url", urls(lambda planted: planted.dressing != "bare"))
def test_every_planted_line_is_in_the_ledger_under_its_family(url: str) -> None:
    planted = BY_URL[url]
    ledger = [(removed.text.removeprefix("- "), removed.family) for removed in read(planted).boilerplate]
    missing = [(line.text, line.family) for line in planted.boilerplate if line.inside]
    for entry in ledger:
        if entry in missing:
            missing.remove(entry)
    assert missing == []


def test_each_piece_of_boilerplate_knows_its_place(planted: Planted) -> None:
    """A planted line stands in the ledger before the paragraph that it was planted before."""
    article = read(planted)
    places = {(removed.text.removeprefix("- "), removed.before_paragraph) for removed in article.boilerplate}
    known = {text for text, _ in places}
    misplaced = [
        line.text
        for line, place in _places(planted)
        if line.text in known and (line.text, place) not in places
    ]
    assert misplaced == []


def _places(planted: Planted) -> list[tuple[Line, int]]:
    place, places = 0, []
    for line in planted.lines:
        if line.family is None:
            place += bool(line.text)
        elif line.inside:
            places.append((line, place))
    return places


def test_the_fields_are_the_planted_ones(planted: Planted) -> None:
    article = read(planted)
    assert article.headline == planted.headline
    assert article.author == planted.authors
    assert article.kind is planted.kind
    assert article.in_language == planted.language
    assert article.canonical_url == planted.url
    assert set(planted.video) <= set(article.video)


def test_the_dates_are_the_planted_ones(planted: Planted) -> None:
    article = read(planted)
    if planted.states_metadata:
        assert article.date_published == planted.published
        assert article.date_modified == planted.modified
    else:  # only the day is printed
        assert article.date_published is not None
        assert article.date_published.date() == planted.published.date()


@pytest.mark.parametrize("url", urls(lambda planted: bool(planted.sections or planted.tags)))
def test_sections_and_keywords_are_the_planted_ones(url: str) -> None:
    planted = BY_URL[url]
    article = read(planted)
    assert set(planted.sections) <= set(article.article_section)
    assert set(planted.tags) <= set(article.keywords)


def test_what_a_repost_states_of_its_original_becomes_fields(planted: Planted) -> None:
    article = read(planted)
    if planted.based_on:
        [original] = [based for based in article.is_based_on if based.outlet == planted.based_on]
        assert original.date is not None
        assert original.date < planted.published
    else:
        assert article.is_based_on == ()
    assert article.copyright_notice == planted.copyright_notice


def test_one_article_has_one_identity_on_every_host_and_at_every_address() -> None:
    planted = next(each for each in PLANTED if each.outlet == "southfront")
    page = Reply(200, PAGE_OF["southfront"](planted))
    slug = planted.path.strip("/")
    addresses = (
        f"https://southfront.press/{slug}/",
        f"https://southfront.press/{slug}",
        f"https://southfront.org/{slug}/",
        f"https://www.southfront.org/{slug}/?utm_source=rss",
    )
    ids = {extract(captured("southfront", url, page)).article_id for url in addresses}  # type: ignore[union-attr]
    assert len(ids) == 1


@pytest.mark.parametrize("title", ["war-report", "appeal"])
def test_the_amount_on_the_donation_bar_makes_no_revision(title: str) -> None:
    planted = next(each for each in PLANTED if each.outlet == "southfront" and title in each.url)
    html = PAGE_OF["southfront"](planted)
    later = html.replace(b"2,500 $", b"2,711 $")
    assert later != html
    digests = set()
    for body in (html, later):
        article = extract(captured("southfront", planted.url, Reply(200, body)))
        assert isinstance(article, Article)
        digests.add(article.content_digest)
    assert len(digests) == 1


def test_a_post_that_is_nothing_but_the_usual_blurb_is_an_appeal_with_that_text() -> None:
    page = b"<html><title>A Request</title><h1>A Request</h1><div class=entry-content><p>Do you like this content? Consider helping us!"
    page += b"<p>PayPal: southfront@list.ru, http://southfront.org/donate/</div>"
    article = extract(captured("southfront", "https://southfront.press/a-request/", Reply(200, page)))
    assert isinstance(article, Article)
    assert article.kind is Kind.APPEAL
    assert article.article_body.startswith("Do you like this content?")


def test_the_links_of_an_article_are_those_of_its_own_lines() -> None:
    page = b"<div class=entry-content><p>The <a href='/report/'>report</a> <a href='#note'>was</a> read by nobody at all.</p>"
    page += b"<div><a href='/donate/'>DONATE</a></div></div>"
    article = extract(captured("southfront", "https://southfront.press/a-report/", Reply(200, page)))
    assert isinstance(article, Article)
    assert article.links == ("https://southfront.press/report/",)


@pytest.mark.parametrize(
    ("outlet", "target", "reason"),
    [
        ("southfront", "/never-published/", Reason.HTTP_STATUS),
        ("southfront", "/withdrawn-report/", Reason.HTTP_STATUS),
        ("southfront", "/page/2/", Reason.LISTING),
        ("globalresearch", "/the-page-behind-the-shield/5790001", Reason.BLOCKED),
        ("globalresearch", "/news/page/2", Reason.LISTING),
        ("themedialine", "/top-stories/page/2/", Reason.LISTING),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(outlet: str, target: str, reason: Reason) -> None:
    [site] = [site for site in all_sites() if site.name.replace(" ", "").lower() == outlet]
    reply = site.reply(Ask("GET", target, {"host": site.hosts[0]}), secure=True)
    result = extract(captured(outlet, site.home + target, reply))
    assert isinstance(result, Rejection)
    assert result.reason is reason
