"""The New Humanitarian: a small newsroom on Drupal, IRIN until 2019; in English, some in French and Arabic.

From public knowledge: one feed (rss.xml, as Drupal makes it), sitemap.xml, addresses of form, day and slug; old ones of
irinnews.org with a number. Not checked against the live site: the selectors, which are Drupal's own names of fields, the
wording of the appeals, and whether irinnews.org still leads to the articles.
"""

from extractors.vocabulary import (
    BoilerplateRule,
    Drop,
    KindRule,
    Layout,
    Outlet,
    Politeness,
    Purpose,
    Source,
    SourceKind,
    UrlShape,
)
from storage.article import Family, Kind, Reason

OUTLET = Outlet(
    slug="thenewhumanitarian",
    name="The New Humanitarian",
    names_of_self=("TNH", "IRIN", "IRIN News"),
    hosts=("thenewhumanitarian.org", "irinnews.org"),
    language="en",
    time_zone="Europe/Zurich",
    day_first=True,
    sources=(
        Source("https://www.thenewhumanitarian.org/rss.xml", SourceKind.FEED),
        Source("https://www.thenewhumanitarian.org/sitemap.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(r"/(?:[a-z]{2}/)?rss\.xml", Purpose.FEED, examples=("/rss.xml", "/fr/rss.xml")),
        UrlShape(
            r"/[^?]*sitemap[^?]*\.xml(?:\?page=\d+)?", Purpose.SITEMAP, examples=("/sitemap.xml?page=2",)
        ),
        UrlShape(r"/(?:user|admin|search|core|modules|themes|sites|filter|comment)\b.*", Purpose.IGNORE),
        UrlShape(
            r"/(?:[a-z]{2}/)?node/(?P<key>\d+)",
            Purpose.ARTICLE,
            by_canonical=True,
            examples=("/node/225020",),
        ),
        UrlShape(
            r"/(?:[a-z]{2}/)?[^/?]+/(?P<key>\d{4}/\d{2}/\d{2}/[^/?]+)/?",
            Purpose.ARTICLE,
            examples=("/news-feature/2024/03/12/wells-run-dry", "/fr/analyses/2024/03/12/les-puits-a-sec"),
        ),
        UrlShape(
            r"/report/(?P<key>\d+)(?:/[^?]*)?", Purpose.ARTICLE, examples=("/report/95001/wells-run-dry",)
        ),
        UrlShape(
            r"/(?:[^/?]+/?){0,2}(?:\?page=\d+)?",
            Purpose.LISTING,
            examples=("/", "/news-feature", "/latest?page=3"),
        ),
    ),
    layouts=(
        Layout(
            name="drupal",
            container=("div.field--name-body", "div.article__body", "div.flexible-content"),
            byline=("div.article__author", ".field--name-field-author"),
            drop=(
                Drop("figure, .field--name-field-image", Family.IMAGE, "picture"),
                Drop(".related-articles, .node--view-mode-teaser", Family.RELATED, "teaser-in-text"),
                Drop(".newsletter-signup", Family.NEWSLETTER, "signup"),
            ),
        ),
    ),
    boilerplate=(
        BoilerplateRule(
            name="edited-by",
            family=Family.METADATA_LINE,
            pattern=r"(?:(?:written|reported) (?:and|by)\b.{0,60})?(?:fact-checked and )?edited by (?-i:[A-Z])[\w .'-]{2,60}\.?",
            examples=("Edited by Irina Sabo.", "Fact-checked and edited by Irina Sabo and Lou Merrick."),
            near_misses=("Edited by hand, the registers no longer list who lives in which tent.",),
        ),
        BoilerplateRule(
            name="appeal",
            family=Family.DONATION,
            pattern=r"(?:the new humanitarian (?:puts|brings you) (?:quality|trusted), independent journalism\b.*|(?:please )?(?:support|donate to) the new humanitarian\b.*|our ability to (?:bring|deliver) (?:this|you)\b.*\breaders\b.*)",
            examples=(
                "The New Humanitarian puts quality, independent journalism at the service of the millions of people affected by crises.",
                "Support The New Humanitarian with a monthly gift.",
            ),
            near_misses=("The New Humanitarian spoke with 12 families in the camp.",),
        ),
    ),
    keep=(r"\btold the new humanitarian\b",),
    kind_rules=(
        KindRule(kind=Kind.OPINION, url=r"^/(?:[a-z]{2}/)?opinion/"),
        KindRule(kind=Reason.LISTING, url=r"^/(?:[a-z]{2}/)?(?:latest|topics?)\b"),
    ),
    politeness=Politeness(delay_s=5.0),
)
