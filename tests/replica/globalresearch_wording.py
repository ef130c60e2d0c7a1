"""What stands around Global Research's articles, in the wordings of several years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.article import Family
from tests.replica.planted import Line, unwanted

if TYPE_CHECKING:
    from datetime import datetime

TRANSLATION = {
    2021: (
        "All Global Research articles can be read in 27 languages by activating the “Translate Website” drop down "
        "menu on the top banner of our home page (Desktop version)."
    ),
    2022: (
        "All Global Research articles can be read in 51 languages by activating the “Translate Website” drop down "
        "menu on the top banner of our home page (Desktop version)."
    ),
    2023: (
        "All Global Research articles can be read in 51 languages by activating the Translate Website button below "
        "the author’s name (only available in desktop version)."
    ),
    2024: (
        "All Global Research articles can be read in 51 languages by activating the Translate Website button below "
        "the author’s name (desktop version)"
    ),
    2025: (
        "This article can be read in 40 languages: please click the “Translate This Article” button below the "
        "author’s name."
    ),
    2020: "Read our articles in your language: activate the Translate Website drop down menu on the top banner.",
}
NEWSLETTER = {
    2020: "To receive our Daily Newsletter in your inbox, click here to subscribe.",
    2022: "To receive Global Research’s Daily Newsletter (selected articles), click here.",
    2024: "Don’t Miss Out on Global Research Online e-Newsletter! Subscribe here.",
}
FOLLOW = {
    2020: "Follow us on Facebook and Twitter, and visit our YouTube channel.",
    2022: "Visit and follow us on Instagram at @globalresearch_crg.",
    2023: "Visit and follow us on Instagram and Twitter at @globalresearch_crg and @crglobalization, and subscribe to our Telegram Channel.",
    2025: "Follow us on Instagram and X (Twitter), and subscribe to our Telegram Channel.",
}
SHARE = {
    2023: (
        "Click the share button above to email/forward this article to your friends and colleagues. Feel free to "
        "repost and share widely Global Research articles."
    ),
    2024: (
        "Click the share button below to email/forward this article. Follow us on Instagram and X and subscribe to "
        "our Telegram Channel. Feel free to repost Global Research articles with proper attribution."
    ),
}
DONATION = {
    2020: "Support independent media: donate to Global Research today!",
    2022: "Global Research: Fundraising is essential to our survival. Click here to donate or become a member.",
    2024: "Big Tech’s Effort to Silence Truth-tellers: Global Research Online Referral Campaign",
}
NOTE = {
    2020: (
        "Note to readers: please click the share buttons above or below. Forward this article to your email lists. "
        "Crosspost on your blog site, internet forums. etc."
    ),
    2022: (
        "Note to readers: Please click the share buttons above or below. Follow us on Instagram, "
        "@globalresearch_crg. Forward this article to your email lists. Crosspost on your blog site, internet "
        "forums. etc."
    ),
    2024: (
        "Note to Readers: Please click the share button below. Follow us on Instagram and X and subscribe to our "
        "Telegram Channel. Feel free to repost and share widely Global Research articles."
    ),
}
DISCLAIMER = (
    "Disclaimer: The contents of this article are of sole responsibility of the author(s). The Centre for Research "
    "on Globalization will not be responsible for any inaccurate or incorrect statement in this article. The Centre "
    "of Research on Globalization grants permission to cross-post Global Research articles on community internet "
    "sites as long the source and copyright are acknowledged together with a hyperlink to the original Global "
    "Research article. For publication of Global Research articles in print or other forms including commercial "
    "internet sites, contact: publications@globalresearch.ca"
)
FAIR_USE = (
    "www.globalresearch.ca contains copyrighted material the use of which has not always been specifically "
    "authorized by the copyright owner. We are making such material available to our readers under the provisions "
    'of "fair use" in an effort to advance a better understanding of political, economic and social issues. The '
    "material on this site is distributed without profit to those who have expressed a prior interest in receiving "
    "it for research and educational purposes. If you wish to use copyrighted material for purposes other than "
    '"fair use" you must request permission from the copyright owner.'
)


def of_year(wordings: dict[int, str], year: int) -> str:
    """The wording in use in `year`: the last one begun by then."""
    return wordings[max((first for first in wordings if first <= year), default=min(wordings))]


def before(year: int, *, stars: str = "***") -> tuple[Line, ...]:
    """From the languages notice to the mark that ends the block."""
    lines = unwanted(Family.TRANSLATION, of_year(TRANSLATION, year))
    lines += (_linked(Family.NEWSLETTER, of_year(NEWSLETTER, year)),)
    lines += (_linked(Family.FOLLOW, of_year(FOLLOW, year)),)
    if year >= 2023:
        lines += unwanted(Family.SHARE, of_year(SHARE, year))
    if year != 2022:
        lines += unwanted(Family.DONATION, of_year(DONATION, year), tag="h3")
    return (*lines, Line(stars, Family.SEPARATOR)) if stars else lines


def after(year: int) -> tuple[Line, ...]:
    return (Line("*", Family.SEPARATOR), *unwanted(Family.SHARE, of_year(NOTE, year)))


def southfront_donation(year: int) -> tuple[Line, ...]:
    """The donation block of the republished outlet."""
    paypal = (
        "PayPal: southfront@list.ru, http://southfront.org/donate/ or via: https://www.patreon.com/southfront"
    )
    markup = (
        'PayPal: southfront@list.ru, <a href="http://southfront.org/donate/">http://southfront.org/donate/</a> or '
        'via: <a href="https://www.patreon.com/southfront">https://www.patreon.com/southfront</a>'
    )
    title = "SUPPORT SOUTHFRONT:" if year < 2023 else "SUPPORT SOUTHFRONT"
    return (Line(title, Family.DONATION), Line(paypal, Family.DONATION, markup=markup))


def source(author: str, outlet: str, at: datetime, *, glued: bool = False) -> tuple[Line, ...]:
    """The line of the original source and the copyright, in some years without a space between them."""
    original = f"The original source of this article is {outlet}"
    notice = f"Copyright © {author}, {outlet}, {at.year}"
    markup = f'The original source of this article is <a href="#original">{outlet}</a>'
    if at.year == 2022:  # one element, two lines
        both = Line(original, Family.SOURCE_LINE, markup=f"{markup}<br>\n{notice}")
        return (both, Line(notice, Family.COPYRIGHT, "span", markup=""))
    if glued:
        return (Line(original + notice, Family.SOURCE_LINE, markup=f"{markup}<span>{notice}</span>"),)
    return (Line(original, Family.SOURCE_LINE, markup=markup), Line(notice, Family.COPYRIGHT))


def closing(author: str) -> tuple[Line, ...]:
    """What every page ends with."""
    facebook, member = (
        "Comment on Global Research Articles on our Facebook page",
        "Become a Member of Global Research",
    )
    return (
        Line(facebook, Family.COMMENTS, markup=f'<a href="#facebook"><strong>{facebook}</strong></a>'),
        Line(member, Family.MEMBERSHIP, markup=f'<a href="#member"><strong>{member}</strong></a>'),
        Line(
            f"Articles by: {author}",
            Family.METADATA_LINE,
            markup=f'Articles by: <a href="#author">{author}</a>',
        ),
        Line(DISCLAIMER, Family.DISCLAIMER),
        Line(FAIR_USE, Family.FAIR_USE),
        Line("For media inquiries: publications@globalresearch.ca", Family.MEDIA_INQUIRIES),
    )


def biography(author: str, year: int) -> tuple[Line, ...]:
    texts = (
        f"{author} is a frequent contributor to Global Research.",
        f"{author} is a Research Associate of the Centre for Research on Globalization (CRG).",
        f"{author} is an award-winning author and a regular contributor to Global Research.",
    )
    return unwanted(Family.BIOGRAPHY, texts[year % 3])


def book(author: str, title: str, year: int) -> tuple[Line, ...]:
    return unwanted(
        Family.PRODUCT,
        f"“{title}”",
        f"by {author}",
        "ISBN Number: 978-0-0000000-7-0",
        f"Year: {year}",
        "Pages: 216 pages",
        "List Price: $24.95",
        "Special Price: $14.00",
        "Click here to order.",
    )


def _linked(family: Family, text: str) -> Line:
    markup = text
    for words in ("click here", "@globalresearch_crg", "Telegram Channel", "Subscribe here"):
        markup = markup.replace(words, f'<a href="#more">{words}</a>')
    return Line(text, family, markup=markup)
