"""Deutsche Welle: a public broadcaster with a CMS of its own, in thirty languages; here the English and German ones.

From public knowledge: feeds (RSS 1.0, which is RDF) at rss.dw.com, a sitemap of articles and one of news for each language,
addresses that end in `a-` and a number that lasts. Not checked against the live site: selectors of today's pages, whose
class names are made by machine and so are not used; the older pages' `longText` is from descriptions of them.
"""

from extractors.vocabulary import (
    BoilerplateRule,
    Budgets,
    Drop,
    Layout,
    Outlet,
    Purpose,
    Source,
    SourceKind,
    UrlShape,
)
from storage.article import Family

OUTLET = Outlet(
    slug="dw",
    name="Deutsche Welle",
    names_of_self=("DW", "DW News"),
    hosts=("dw.com", "rss.dw.com", "dw.de", "dw-world.de"),
    language="en",
    time_zone="Europe/Berlin",
    day_first=True,
    sources=(
        Source("https://rss.dw.com/rdf/rss-en-all", SourceKind.FEED),
        Source("https://rss.dw.com/xml/rss-de-all", SourceKind.FEED),
        Source("https://www.dw.com/en/news-sitemap.xml", SourceKind.SITEMAP),
        Source("https://www.dw.com/de/news-sitemap.xml", SourceKind.SITEMAP),
        Source("https://www.dw.com/en/article-sitemap.xml", SourceKind.SITEMAP),
        Source("https://www.dw.com/de/article-sitemap.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(r"/(?:rdf|xml|atom)/rss-[^?]*", Purpose.FEED, examples=("/rdf/rss-en-all",)),
        UrlShape(r"/[^?]*sitemap[^?]*\.xml(?:\.gz)?", Purpose.SITEMAP, examples=("/de/news-sitemap.xml",)),
        UrlShape(r"/(?:search|image|graphql|static)\b.*", Purpose.IGNORE, examples=("/search/?item=x",)),
        # The number names the article in whatever language of the path, and with the feed's `maca`.
        UrlShape(
            r"/[a-z]{2}(?:-[a-z]{2,4})?/(?:[^/?]+/)?(?:a|live)-(?P<key>\d+)(?:\?.*)?",
            Purpose.ARTICLE,
            examples=(
                "/en/a-bridge-reopens/a-68500001",
                "/de/wahl-im-liveticker/live-68500002",
                "/en/a-bridge-reopens/a-68500001?maca=en-rss-en-all-1573-rdf",
            ),
        ),
        UrlShape(
            r"/[a-z]{2}(?:-[a-z]{2,4})?/(?:[^/?]+/)?(?:video|audio|g|program|person)-\d+.*",
            Purpose.IGNORE,
            examples=("/en/the-day/video-68500003",),
        ),
        UrlShape(r"/(?:[^/?]+/){0,2}(?:s|t)-\d+", Purpose.LISTING, examples=("/en/world/s-1429",)),
        UrlShape(r"/(?:[a-z]{2}(?:-[a-z]{2,4})?/?)?", Purpose.LISTING, examples=("/", "/en/")),
    ),
    layouts=(
        Layout(
            name="rich-text",  # (unverified) the part of the class name that a person chose
            container=("div.rich-text", "article div[data-tracking-name=rich-text]"),
            drop=(
                Drop("figure, figcaption", Family.IMAGE, "picture"),
                Drop("[data-tracking-name*=teaser], .embed-teaser", Family.RELATED, "teaser-in-text"),
                Drop(".advertisement", Family.OTHER, "advertisement"),
            ),
        ),
        Layout(
            name="long-text",  # until 2022, from descriptions; its authors stand behind a label that no selector parts
            container=("div.longText",),
            drop=(Drop("div.picBox, div.imgTeaserM", Family.RELATED, "teaser-in-text"),),
        ),
    ),
    boilerplate=(
        BoilerplateRule(
            name="editor-mark",
            family=Family.METADATA_LINE,
            pattern=r"(?:edited by|redaktion):? [\w .'-]{3,60}",
            examples=("Edited by: Marta Lindqvist", "Redaktion: Jan Oster"),
            near_misses=("Edited by hand, the list grew to forty names by Monday.",),
        ),
        BoilerplateRule(
            name="newsletter",
            family=Family.NEWSLETTER,
            pattern=r"(?:while you're here: every tuesday, dw editors round up what is happening\b.*|you can sign up here for\b.*)",
            examples=(
                "While you're here: Every Tuesday, DW editors round up what is happening in German politics and society.",
                "You can sign up here for the weekly email newsletter Berlin Briefing.",
            ),
        ),
    ),
    budgets=Budgets(pages=3_000),
)
