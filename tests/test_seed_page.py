"""The page this project was made for: a repost between 23 lines of everything else.

The lines around the article have the wording of a real repost of 2022; the nineteen paragraphs are invented,
of the same make.
"""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from extractors.extract import extract, extract_html
from storage.article import Article, Family, Kind
from storage.capture import Capture

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://www.globalresearch.ca/video-raiders-still-active-around-marj/5769321"
HEADLINE = "Video: Raiders Still Active Around Marj"
VIDEO = "https://southfront.org/wp-content/uploads/video/31.01.2022_IMR_Marj.mp4"
ORIGINAL = "https://southfront.org/raiders-still-active-around-marj/"

PARAGRAPHS = (
    "After a week of fighting around the prison of Qarnah, the situation in the northeast of Marj appears to be slightly improving. As of January 31, the level of violence continues to decline.",
    "On January 30, the Guard of the River announced that the attack on the prison, which began ten days ago, had ended with its fighters in control of the facility.",
    "A day earlier, a group of around 20 raiders led by a man known as \u201cAbu Hadid\u201d surrendered to the Guard.",
    "While the battle inside may be over, some of those who escaped may still be hiding in nearby fields, waiting for a chance to flee.",
    "The fate of some 2,000 prisoners who were held in Qarnah remains unclear. A report of a newspaper in Sahlah said that 200 of them left under a secret deal.",
    "According to observers in the province, the battle claimed the lives of 268 raiders, seven civilians and 98 guards.",
    "The attack was a blow to the Guard and to its allies, who don\u2019t appear to be in control of the region.",
    "On January 28, soldiers stopped a foreign patrol that tried to enter the \u201csecurity zone\u201d in the center of the city twice. The patrol had allegedly lost its way.",
    "Meanwhile, the situation in the central desert remains tense.",
    "On January 28, raiders attacked several posts near the town of Se'alin on the western bank of the river. Four militiamen were wounded.",
    "The attack may have been a distraction, meant to let those who had escaped cross to the central region.",
    "On January 29, the raiders struck again, this time at a bus near the oasis of Sawwan in the eastern countryside. Several passengers were wounded.",
    "In the northwest of the country the situation remains calm, but only thanks to bad weather.",
    "On January 30, a faction in the hills released five soldiers and handed over the remains of an officer, who was killed in 2016, under a deal with the authorities.",
    "In exchange, the authorities released three of the faction\u2019s men, captured less than two years ago. The swap took place on a crossing in the hills.",
    "Meanwhile in the south, only two minor attacks were reported, as of January 31.",
    "On January 29, a former rebel was shot and killed by unknown gunmen in the town of Nahij.",
    "On January 29, unknown gunmen set the seat of the local council of Saydah on fire.",
    "Marj may see a new round of fighting soon. Security remains fragile, especially in the northeastern and central regions, where the raiders\u2019 influence remains strong.",
)  # fmt: skip

BEFORE = (
    (HEADLINE, Family.METADATA_LINE),
    ("By [South Front](/author/south-front)", Family.METADATA_LINE),
    ("Global Research, February 02, 2022", Family.METADATA_LINE),
    ("[South Front](/author/south-front) 31 January 2022", Family.SOURCE_LINE),
    ("Region: [Middle East & North Africa](/region/middle-east)", Family.METADATA_LINE),
    ("Theme: [Terrorism](/theme/terrorism)", Family.METADATA_LINE),
    ("In-depth Report: [SYRIA](/indepthreport/syria)", Family.METADATA_LINE),
    ("All Global Research articles can be read in 51 languages by activating the \u201cTranslate Website\u201d drop down menu on the top banner of our home page (Desktop version).", Family.TRANSLATION),
    ("To receive Global Research\u2019s Daily Newsletter (selected articles), [click here](/newsletter).", Family.NEWSLETTER),
    ("Visit and follow us on Instagram at [@globalresearch_crg](https://instagram.com/globalresearch_crg).", Family.FOLLOW),
)  # fmt: skip
AFTER = (
    ("*", Family.SEPARATOR),
    ("Note to readers: Please click the share buttons above or below. Follow us on Instagram, @globalresearch_crg. Forward this article to your email lists. Crosspost on your blog site, internet forums. etc.", Family.SHARE),
    ("SUPPORT SOUTHFRONT:", Family.DONATION),
    ("PayPal: southfront@list.ru, [http://southfront.org/donate/](http://southfront.org/donate/) or via: [https://www.patreon.com/southfront](https://www.patreon.com/southfront)", Family.DONATION),
    (f"The original source of this article is [South Front]({ORIGINAL})", Family.SOURCE_LINE),
    ("Copyright \u00a9 [South Front](/author/south-front), [South Front](http://southfront.org), 2022", Family.COPYRIGHT),
    ("[Comment on Global Research Articles on our Facebook page](https://facebook.com/x)", Family.COMMENTS),
    ("[Become a Member of Global Research](/member)", Family.MEMBERSHIP),
    ("Articles by: [South Front](/author/south-front)", Family.METADATA_LINE),
    ("Disclaimer: The contents of this article are of sole responsibility of the author(s). The Centre for Research on Globalization will not be responsible for any inaccurate or incorrect statement in this article. For publication of Global Research articles in print or other forms including commercial internet sites, contact: publications@globalresearch.ca", Family.DISCLAIMER),
    ('www.globalresearch.ca contains copyrighted material the use of which has not always been specifically authorized by the copyright owner. We are making such material available to our readers under the provisions of "fair use" in an effort to advance a better understanding of political, economic and social issues.', Family.FAIR_USE),
    ("For media inquiries: publications@globalresearch.ca", Family.MEDIA_INQUIRIES),
)  # fmt: skip


def markup(line: str) -> str:
    """Text with [links](address) as HTML."""
    pieces = line.replace("](", "[").split("[")
    if len(pieces) == 1:
        return html.escape(line, quote=False)
    out = [html.escape(pieces[0], quote=False)]
    for text, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        address, _, after = rest.partition(")")
        out.append(
            f'<a href="{address}">{html.escape(text, quote=False)}</a>{html.escape(after, quote=False)}'
        )
    return "".join(out)


def printed(line: str) -> str:
    out = ""
    for number, piece in enumerate(line.replace("](", "[").split("[")):
        out += piece if number % 2 or not number else piece.partition(")")[2]
    return out


def body_lines() -> list[str]:
    article = [*PARAGRAPHS[:3], VIDEO, *PARAGRAPHS[3:]]
    return [markup(line) for line in (*(line for line, _ in BEFORE), *article, *(line for line, _ in AFTER))]


def paragraphs_only(lines: list[str]) -> str:
    """Source and copyright share a paragraph, as on the real page."""
    set_out = "".join(f"<p>{line}</p>\n" for line in lines)
    return set_out.replace("</p>\n<p>Copyright", "<br>\nCopyright")


TITLE = f"<title>{HEADLINE} - Global ResearchGlobal Research - Centre for Research on Globalization</title><meta property='og:title' content='{HEADLINE}'>"
DATA = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "datePublished": "2022-02-02T09:00:00-05:00",
        "author": {"name": "South Front"},
    }
)


def in_the_post() -> str:
    return f"<html lang=en-US><head>{TITLE}</head><body><article><div class=entry-content>{paragraphs_only(body_lines())}</div></article></body></html>"


def in_a_theme() -> str:
    lines = body_lines()
    return f"""<html lang=en-US><head>{TITLE}<script type="application/ld+json">{DATA}</script></head><body>
    <header><nav><a href=/>Home</a> <a href=/latest>Latest</a></nav></header><main><article><h2 itemprop=headline>{lines[0]}</h2>
    <div class=postMeta>{"".join(f"<div>{line}</div>" for line in lines[1:7])}</div>
    <div itemprop=articleBody>{paragraphs_only(lines[7:])}</div></article>
    <aside><h3>Most Popular</h3><ul><li><a href=/a/5769001>Another story of the day</a></li></ul></aside></main>
    <footer><p>Copyright \u00a9 2005-2022 GlobalResearch.ca</p></footer></body></html>"""


def without_any_markup_of_meaning() -> str:
    return f"<html><body>{paragraphs_only(body_lines())}</body></html>"


def of_line_breaks() -> str:
    return f"<html><body><div>{'<br><br>'.join(body_lines())}</div></body></html>"


DRESSINGS = (in_the_post, in_a_theme, without_any_markup_of_meaning, of_line_breaks)
EVERY_DRESSING = pytest.mark.parametrize("dressing", DRESSINGS, ids=lambda dressing: dressing.__name__)


def read(page: str) -> Article:
    body = page.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    answer = extract(
        Capture("globalresearch", URL, datetime(2022, 2, 3, tzinfo=UTC), head + body, None, None)
    )
    assert isinstance(answer, Article)
    return answer


@EVERY_DRESSING
def test_the_body_is_the_nineteen_paragraphs_and_nothing_else(dressing: Callable[[], str]) -> None:
    article = read(dressing())
    assert tuple(article.article_body.split("\n\n")) == PARAGRAPHS
    assert article.kind is Kind.ARTICLE


@EVERY_DRESSING
def test_what_the_lines_say_becomes_fields(dressing: Callable[[], str]) -> None:
    article = read(dressing())
    assert article.headline == HEADLINE
    assert article.author == ("South Front",)
    assert article.date_published is not None
    assert article.date_published.date().isoformat() == "2022-02-02"
    assert article.video == (VIDEO,)
    assert article.article_section == ("Middle East & North Africa",)
    assert article.keywords == ("Terrorism", "SYRIA")
    assert article.copyright_notice == "Copyright \u00a9 South Front, South Front, 2022"
    [original] = article.is_based_on
    assert (original.outlet, original.date) == ("South Front", datetime(2022, 1, 31, tzinfo=UTC))
    assert original.evidence == "The original source of this article is South Front"
    assert original.url == ORIGINAL


@EVERY_DRESSING
def test_every_other_line_is_in_the_ledger_under_its_family(dressing: Callable[[], str]) -> None:
    article = read(dressing())
    ledger = {piece.text: piece for piece in article.boilerplate}
    inside = BEFORE[7:] if dressing is in_a_theme else BEFORE
    for line, family in (*inside, (VIDEO, Family.MEDIA_ADDRESS), *AFTER):
        assert ledger[printed(line)].family is family, line
        assert ledger[printed(line)].rule
    assert len(article.boilerplate) == len(inside) + 1 + len(AFTER)
    assert ledger[VIDEO].before_paragraph == 3
    assert {ledger[printed(line)].before_paragraph for line, _ in AFTER} == {19}


def test_the_same_page_of_any_list_is_read_alike() -> None:
    answer = extract_html(in_the_post().encode(), URL)
    assert isinstance(answer, Article)
    assert answer.outlet == "pages"
    assert tuple(answer.article_body.split("\n\n")) == PARAGRAPHS


def test_on_a_site_that_nobody_described_the_generic_rules_still_hold() -> None:
    answer = extract_html(in_the_post().encode(), "https://reposts.example.org/a")
    assert isinstance(answer, Article)
    extra = [line for line in answer.article_body.split("\n\n") if line not in PARAGRAPHS]
    assert set(PARAGRAPHS) <= set(answer.article_body.split("\n\n"))
    assert extra == ["Global Research, February 02, 2022", "South Front 31 January 2022"], (
        "an outlet's own date lines"
    )
