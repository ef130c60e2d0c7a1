"""The Associated Press: a wire service on Brightspot. It offers no feeds, but sitemaps of everything and of the last two days.

From public knowledge: addresses end in 32 hexadecimal digits that last, with a slug before them since 2023; pages are built
of `RichTextStoryBody`; notes of the desk stand behind a line of underscores. Not checked against the live site: the
addresses of the sitemaps, which moved in 2023 (robots.txt names the present ones), and the selectors.
"""

from extractors.vocabulary import (
    BoilerplateRule,
    Budgets,
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
from storage.article import Family, Kind

OUTLET = Outlet(
    slug="apnews",
    name="AP News",
    names_of_self=("The Associated Press", "Associated Press", "AP"),
    hosts=("apnews.com",),
    language="en",
    time_zone="America/New_York",
    sources=(
        Source("https://apnews.com/news-sitemap-content.xml", SourceKind.SITEMAP),
        Source("https://apnews.com/ap-sitemap.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(
            r"/[^?]*sitemap[^?]*\.xml(?:\.gz)?(?:\?.*)?",
            Purpose.SITEMAP,
            examples=("/ap-sitemap-202403.xml",),
        ),
        UrlShape(
            r"/article/(?:[^/?]+-)?(?P<key>[0-9a-f]{32})/?",
            Purpose.ARTICLE,
            examples=(
                "/article/ferry-harbor-strike-0123456789abcdef0123456789abcdef",
                "/article/0123456789abcdef0123456789abcdef",
            ),
        ),
        UrlShape(r"/live/(?P<key>[^/?]+)", Purpose.ARTICLE, examples=("/live/harbor-strike-updates",)),
        UrlShape(r"/(?:hub|author)/[^?]*", Purpose.LISTING, examples=("/hub/weather",)),
        UrlShape(r"/(?:photo-gallery|video|press-releases|search|newsletters)\b.*", Purpose.IGNORE),
        UrlShape(r"/(?:[a-z-]+/?){0,1}", Purpose.LISTING, examples=("/", "/world-news")),
    ),
    layouts=(
        Layout(
            name="brightspot",
            container=("div.LiveBlogPage-body", "div.RichTextStoryBody", "div.RichTextBody"),
            byline=("div.Page-authors", "div.Page-byline"),
            drop=(
                Drop(".HTMLModuleEnhancement, .Advertisement, .SovrnAd", Family.OTHER, "advertisement"),
                Drop(".PageListEnhancementGeneric, .PageList", Family.RELATED, "list-in-text"),
                Drop("figure, .ImageEnhancement", Family.IMAGE, "picture"),
            ),
        ),
        Layout(
            name="react",  # until July 2023, from descriptions
            container=("div.Article[data-key=article]", "div[data-key=article]"),
            byline=("div.CardHeadline > span > span",),
        ),
    ),
    boilerplate=(
        BoilerplateRule(
            name="contributors",
            family=Family.METADATA_LINE,
            pattern=r"(?:associated press|ap) (?:\w+ )?(?:writers?|reporters?|journalists?)\b.{3,300}\bcontributed(?: to this report)?\.?",
            examples=(
                "Associated Press writers Ana Boro in Split and Tim Reyle in Vienna contributed to this report.",
                "AP journalist Ana Boro contributed.",
            ),
            near_misses=("AP journalists counted 40 boats in the harbor on Monday.",),
        ),
        BoilerplateRule(
            name="coverage",
            family=Family.FOLLOW,
            pattern=r"(?:follow|find|read) (?:all of |more (?:of )?)?(?:the )?ap's (?:\w+ ){0,3}coverage\b.*|ap (?!style)[\w .'-]{3,40}: https://apnews\.com/\S+",
            examples=(
                "Follow AP's coverage of the strike at https://apnews.com/hub/strikes",
                "AP sailing: https://apnews.com/hub/sailing",
            ),
        ),
        BoilerplateRule(
            name="funding-note",
            family=Family.DISCLAIMER,
            pattern=r"the associated press(?:' [\w ]{3,60} coverage)? receives (?:financial )?support from\b.*|the ap is solely responsible for all content\..*",
            examples=(
                "The Associated Press receives support from several private foundations to enhance its coverage.",
                "The AP is solely responsible for all content.",
            ),
        ),
    ),
    kind_rules=(KindRule(kind=Kind.LIVE, url=r"^/live/"),),
    politeness=Politeness(delay_s=3.0),
    budgets=Budgets(pages=3_000),
)
