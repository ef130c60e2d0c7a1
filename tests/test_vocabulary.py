"""Outlets are described in literals that cannot be wrong without saying so, and found by their file names."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import outlets, selection
from extractors.matching import compiled_pattern, matching_form, plain
from extractors.parse import page
from extractors.selection import elements, elements_of, values
from extractors.urls import absolute, host_of, normalised
from extractors.vocabulary import (
    DATE,
    BadOutletError,
    BoilerplateBlock,
    BoilerplateRule,
    Budgets,
    KindRule,
    Layout,
    Outlet,
    Politeness,
    ProvenanceRule,
    Purpose,
    Scope,
    Source,
    SourceKind,
    UrlShape,
)
from storage.article import Family, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = Outlet(
    slug="example",
    name="The Example",
    hosts=("example.org", "example.net"),
    language="en",
    time_zone="Europe/Vienna",
    sources=(Source("https://example.org/feed/", SourceKind.FEED),),
    url_shapes=(
        UrlShape(r".*[?&]replytocom=.*", Purpose.TRAP),
        UrlShape(r"/\?p=(?P<key>\d+)", Purpose.ARTICLE, by_canonical=True),
        UrlShape(r"/(?:page/\d+/?)?", Purpose.LISTING),
        UrlShape(r"/(?P<key>[^/?]+)(?:/print)?/?", Purpose.ARTICLE, examples=("/a-slug/", "/a-slug/print")),
    ),
    layouts=(
        Layout(name="old", container=("div.old",), valid_until=date(2020, 12, 31)),
        Layout(name="new", container=("div.new",), valid_from=date(2021, 1, 1)),
    ),
)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a-slug",
        "https://example.org/a-slug/",
        "http://www.example.net/a-slug/?utm_source=feed&utm_medium=rss",
        "https://EXAMPLE.org/A-Slug#comments",
        "https://example.org/a-slug/print?fbclid=x",
        "https://example.org/%61-slug",
    ],
)
def test_every_address_of_an_article_has_one_key(url: str) -> None:
    assert EXAMPLE.article_key(url) == "a-slug"
    assert EXAMPLE.purpose_of(url) is Purpose.ARTICLE


@pytest.mark.parametrize(
    ("url", "purpose"),
    [
        ("https://example.org/", Purpose.LISTING),
        ("https://example.org", Purpose.LISTING),
        ("https://example.org/page/7/", Purpose.LISTING),
        ("https://example.org/a-slug?replytocom=5", Purpose.TRAP),
        ("https://example.org/a/b/c", None),
        ("https://elsewhere.org/a-slug", None),
        ("ftp://example.org/a-slug", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_an_address_says_what_it_is_for(url: str, purpose: Purpose | None) -> None:
    assert EXAMPLE.purpose_of(url) is purpose
    if purpose is not Purpose.ARTICLE:
        assert EXAMPLE.article_key(url) is None


def test_only_an_address_without_a_lasting_key_is_named_by_the_canonical_link() -> None:
    assert EXAMPLE.trusts_canonical("https://example.org/?p=12")
    assert not EXAMPLE.trusts_canonical("https://example.org/a-slug")
    assert not EXAMPLE.trusts_canonical("https://elsewhere.org/?p=12")


def test_a_layout_is_chosen_by_the_day_of_the_capture() -> None:
    names = [EXAMPLE.layout_at(datetime(year, 1, 1, tzinfo=UTC)) for year in (2019, 2021, 2026)]
    assert [layout and layout.name for layout in names] == ["old", "new", "new"]
    assert replace(EXAMPLE, layouts=()).layout_at(datetime(2021, 1, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"slug": "Bad Slug"}, "Bad Slug: slug"),
        ({"name": ""}, "example: name"),
        ({"hosts": ()}, "example: hosts"),
        ({"hosts": ("www.example.org",)}, "leave out the www"),
        ({"hosts": ("not a host",)}, "is no host name"),
        ({"language": "English language"}, "example: language"),
        ({"time_zone": "Mars/Olympus"}, "example: time_zone"),
        ({"time_zone": "../etc"}, "example: time_zone"),
        ({"sources": (Source("https://other.org/feed", SourceKind.FEED),)}, "is on no host"),
        ({"keep": ("(",)}, "example: keep: .* is no regular expression"),
        ({"block_signs": ("[",)}, "example: block_signs"),
        ({"layouts": EXAMPLE.layouts * 2}, "example: layouts: two of"),
    ],
)
def test_an_outlet_that_cannot_be_right_names_itself_and_the_field(
    changes: dict[str, object], message: str
) -> None:
    with pytest.raises(BadOutletError, match=message):
        replace(EXAMPLE, **changes)  # type: ignore[arg-type]


def test_a_kept_line_cannot_be_an_example_of_a_rule() -> None:
    rule = BoilerplateRule(name="tml", family=Family.SHARE, pattern="tml:.*", examples=("TML: share",))
    with pytest.raises(BadOutletError, match="protects"):
        replace(EXAMPLE, boilerplate=(rule,), keep=("^tml:",))


def test_an_outlet_checks_its_rules() -> None:
    line = BoilerplateRule(name="x", family=Family.SHARE, pattern="a", examples=("b",))
    source = ProvenanceRule(name="x", family=Family.SOURCE_LINE, pattern="a", examples=("b",))
    with pytest.raises(BadOutletError, match="x: examples: 'b' does not match"):
        replace(EXAMPLE, boilerplate=(line,))
    with pytest.raises(BadOutletError, match="x: examples: 'b' does not match"):
        replace(EXAMPLE, provenance=(source,))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Source("/feed", SourceKind.FEED),
        lambda: UrlShape("(", Purpose.LISTING),
        lambda: UrlShape("/[a-z]+", Purpose.ARTICLE),
        lambda: UrlShape("/(?P<key>[a-z]+)", Purpose.ARTICLE, examples=("/A/b",)),
        lambda: Layout(name="", container=("p",)),
        lambda: Layout(name="x", container=()),
        lambda: Layout(name="x", container=("p",), valid_from=date(2021, 1, 1), valid_until=date(2020, 1, 1)),
        lambda: BoilerplateRule(name="x", family=Family.SHARE, pattern="a", examples=()).check(),
        lambda: BoilerplateRule(name="x", family=Family.SHARE, pattern="a", examples=("b",)).check(),
        lambda: BoilerplateRule(name="x", family=Family.SHARE, pattern="a.*", examples=("a",), near_misses=("ab",)).check(),
        lambda: BoilerplateBlock(name="x", family=Family.SHARE),
        lambda: BoilerplateBlock(name="x", family=Family.SHARE, opens="a", closes="b"),
        lambda: BoilerplateBlock(name="x", family=Family.SHARE, opens="a", max_words=0),
        lambda: ProvenanceRule(name="x", family=Family.SHARE, pattern="(?P<who>a)", examples=("a",)).check(),
        lambda: ProvenanceRule(name="x", family=Family.SHARE, pattern="a", examples=()).check(),
        lambda: ProvenanceRule(name="x", family=Family.SHARE, pattern="a", examples=("b",)).check(),
        lambda: ProvenanceRule(name="x", family=Family.SHARE, pattern="a.", examples=("ab",), near_misses=("ac",)).check(),
        lambda: KindRule(kind=Reason.BLOCKED, headline="a"),
        lambda: KindRule(kind=Kind.DIGEST),
        lambda: Politeness(delay_s=-1),
        lambda: Budgets(pages=0),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_right_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(BadOutletError):
        wrong()


def test_a_rule_holds_between_its_days_alone() -> None:
    rule = BoilerplateRule(
        name="x", family=Family.SHARE, pattern="share", examples=("Share",), scope=Scope.START,
        valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1),
    )  # fmt: skip
    assert [rule.valid_on(date(year, 6, 1)) for year in (2019, 2020, 2021)] == [False, True, False]
    assert rule.explains("share this")


@pytest.mark.parametrize(
    "printed",
    [
        "January 31, 2022",
        "31 January 2022",
        "Jan. 3rd, 2022",
        "Monday, 3 March 2021",
        "01/31/2022",
        "2022-01-31",
    ],
)
def test_printed_dates_are_known(printed: str) -> None:
    assert compiled_pattern(DATE).fullmatch(printed)


def test_every_outlet_is_found_by_its_file_and_its_selectors_can_be_compiled() -> None:
    parsed = page("<html><body><p>text</p></body></html>", "https://example.org/")
    assert parsed is not None
    assert {"southfront", "globalresearch", "themedialine"} <= set(outlets.load())
    for slug, described in outlets.load().items():
        assert outlets.outlet(slug) is described
        for layout in described.layouts:
            fields = (layout.headline, layout.byline, layout.date_published, layout.date_modified)
            for selector in (*layout.container, *(drop.selector for drop in layout.drop)):
                elements(parsed.tree, selector)
            for selectors in (*fields, layout.article_section, layout.keywords, layout.description):
                values(parsed, selectors)


def test_a_file_that_describes_no_outlet_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    empty, misnamed = ModuleType("empty"), ModuleType("misnamed")
    misnamed.OUTLET = EXAMPLE  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "extractors.outlets.empty", empty)
    monkeypatch.setitem(sys.modules, "extractors.outlets.misnamed", misnamed)
    with pytest.raises(BadOutletError, match="empty: OUTLET"):
        outlets._described_in("empty")
    with pytest.raises(BadOutletError, match="misnamed: slug"):
        outlets._described_in("misnamed")
    with pytest.raises(BadOutletError, match=r"other: hosts: example\.org belongs to example"):
        outlets._require_one_owner_per_host({"example": EXAMPLE, "other": EXAMPLE})


def test_a_host_leads_to_its_outlet() -> None:
    southfront = outlets.outlet("southfront")
    assert southfront is not None
    for host in ("southfront.press", "www.southfront.org", "SOUTHFRONT.PRESS."):
        assert outlets.outlet_for_host(host) is southfront
    assert outlets.outlet_for_host("example.org") is None
    assert outlets.outlet_for_url("https://southfront.press/x") is southfront
    assert outlets.outlet_for_url("http://[::1") is None
    assert outlets.outlet_for_url("nothing") is None
    assert outlets.outlet("nobody") is None


def test_selectors_pick_text_and_attributes_by_css_and_xpath() -> None:
    parsed = page('<div><a href="/x" rel="author"> Jane \n Doe </a><a>two</a></div>', "https://example.org/")
    assert parsed is not None
    assert values(parsed, ("b", "a[rel=author]")) == ("Jane Doe",)
    assert values(parsed, ("a::attr(href)",)) == ("/x",)
    assert values(parsed, ("//a[2]",)) == ("two",)
    assert values(parsed, ("//a/text()", "i")) == ()


@pytest.mark.parametrize(
    "selector", ["p", "P", "p.b", "div.b", "p.entry-content", "p[rel=author]", "p[REL=author]", "html", "i"]
)
def test_a_simple_selector_finds_by_tag_what_it_finds_by_xpath(selector: str) -> None:
    parsed = page(
        "<html><body class=b><div class='a b'><p class='b'>1<p class='bb c'>2<p class='x\n b\ty'>3<p class='b\u00a0c'>4"
        "<p class='B entry-content'>5<p rel=author>6<p rel='author x'>7<p class>8<p rel=Author>9</div></body></html>",
        "https://example.org/",
    )
    assert parsed is not None
    assert selection._simple(selector)
    assert elements_of(parsed, selector) == list(elements(parsed.tree, selector))


def test_what_is_no_simple_selector_is_left_to_xpath() -> None:
    for selector in (
        "p.a.b",
        "p > a",
        "p, a",
        ".a",
        "*",
        "p#x",
        "a[href]",
        "a[rel='x']",
        "//p",
        "p:first-child",
        "p.\\31",
    ):
        assert selection._simple(selector) is None


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("/a b", "https://example.org/a%20b"),
        ("/a\tb", None),
        ("/a", "https://example.org/a"),
        ("//user:secret@other.org/x#y", "https://other.org/x"),
        ("http://other.org:8080", "http://other.org:8080/"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://[::1", None),
        ("http://a:b/", None),
        ("http:///x", "https://example.org/x"),
        ("/" + "x" * 5000, None),
        ("http://a/\ud800", None),
        ("http://a\\@b/", None),
    ],
)
def test_references_become_addresses_that_can_be_asked_for_or_nothing(
    reference: str, expected: str | None
) -> None:
    found = absolute("https://example.org/base/", reference)
    assert found == expected or (reference == "http:///x" and found is None)


def test_variants_of_an_address_share_one_name() -> None:
    variants = [
        "https://www.Example.org/a/?utm_source=x&b=2&a=1",
        "http://example.org:80/a?a=1&b=2#top",
        "https://example.org/a/?b=2&a=1&fbclid=z",
    ]
    assert {normalised(url) for url in variants} == {"example.org/a?a=1&b=2"}
    assert normalised("https://example.org:8443/") == "example.org:8443"
    assert normalised("http://[::1") == "http://[::1"
    assert host_of("mailto:a@b") is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_too_odd_for_an_address(base: str, reference: str) -> None:
    absolute(base, reference)
    absolute("https://example.org/", reference)
    normalised(f"https://example.org/{reference}")
    EXAMPLE.article_key(f"https://example.org/{reference}")
    EXAMPLE.purpose_of(reference)


@given(st.text())
def test_kept_text_is_stable_and_shows_nothing_invisible(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not set(once) & {"\0", "\x1b", "\u202e", "\u200b", "\n", "\ufeff"}
    assert matching_form(matching_form(text)) == matching_form(text)
